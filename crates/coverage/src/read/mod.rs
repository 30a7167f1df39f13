//! From bytes to a report.

mod collect;
mod error;
mod position;
mod sink;

use std::collections::BTreeMap;

pub use collect::{Collect, Occurrence};
pub use error::{Malformed, ReadError};
pub use position::Position;
pub use sink::{ArmName, NumberedArm, Oddity, Sink};

use crate::format::{Format, Head, recognise};
use crate::model::Report;

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
