//! From bytes to a report.
//!
//! [`read`] takes bytes, [`files`] and [`each`] take files, on all processors: of LCOV records, of Cobertura elements are in
//! memory at a time, not the whole file. [`summary`] keeps no lines either. What gzip has packed is unpacked.

mod collect;
mod error;
mod files;
mod gather;
mod part;
mod pieces;
mod position;
mod sink;
mod source;
mod summary;
mod tally;

use std::collections::BTreeMap;

pub use collect::{Collect, Occurrence};
pub use error::{Malformed, ReadError};
pub use files::{Named, each, files};
pub use part::Wanted;
pub use position::Position;
pub use sink::{ArmName, NumberedArm, Oddity, Sink};
pub use source::Source;
pub use summary::{Summary, summary};
pub use tally::Sums;

use crate::format::{Format, Head, recognise};
use crate::model::Report;

/// Bytes that are read at a time: few enough to stay in a processor's own cache until they are parsed.
const CHUNK: usize = 256 << 10;

/// A report that was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read {
    /// The format's name.
    pub format: &'static str,
    /// What it says.
    pub report: Report,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z; `None` where its format does not tell, or tells a local
    /// time without its zone.
    pub made: Option<i64>,
    /// What was odd about it.
    pub oddities: BTreeMap<Oddity, Occurrence>,
}

/// Reads a report of any known format. `file` is its name for errors.
///
/// # Errors
/// It is empty, of no known format, cut off or otherwise not as its format has it.
pub fn read(file: &str, bytes: &[u8]) -> Result<Read, ReadError> {
    let mut collect = Collect::default();
    let format = read_into(file, bytes, &mut collect)?;
    let made = collect.made();
    let (report, oddities) = collect.finish();
    Ok(Read { format: format.name(), report, made, oddities })
}

/// Reads a report of any known format into a sink, and says which format it was.
///
/// # Errors
/// As [`read`]. What was told before an error is of no use.
pub fn read_into(file: &str, bytes: &[u8], sink: &mut dyn Sink) -> Result<&'static dyn Format, ReadError> {
    let bytes = &source::unpack(file, bytes)?[..];
    let head = Head::of(bytes);
    if head.text.is_empty() {
        return Err(ReadError::Empty { file: file.to_owned() });
    }
    let Some(format) = recognise(&head) else {
        return Err(ReadError::Unknown { file: file.to_owned(), start: error::start(head.text) });
    };
    format.read(bytes, sink).map_err(|wrong| wrong.within(file, format.name(), bytes))?;
    Ok(format)
}

#[cfg(test)]
mod tests;
