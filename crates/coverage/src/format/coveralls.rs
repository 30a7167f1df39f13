//! The JSON that is sent to Coveralls, as gcovr and the reporters of many languages write it.
//!
//! ```json
//! {"service_name": "x", "source_files": [{"name": "src/a.c", "source_digest": "…", "coverage": [null, 4, 0],
//!    "branches": [2, 0, 0, 4, 2, 0, 1, 0]}], "git": {}}
//! ```
//!
//! The list of lines begins with line 1. Branches come by four: line, block, branch, count.

use serde::Deserialize;
use serde_json::Value;

use super::json::{self, Count, Keys, MaybeCount};
use super::number;
use super::time;
use super::{Format, Head};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// Coveralls.
#[derive(Debug)]
pub(super) struct Coveralls;

impl Format for Coveralls {
    fn name(&self) -> &'static str {
        "Coveralls JSON"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| keys.has(&["source_files"]))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let document: Document = json::parse(bytes)?;
        let made = document.run_at.as_ref().and_then(Value::as_str).and_then(time::zoned);
        made.into_iter().for_each(|made| sink.made(made));
        for file in &document.source_files {
            if sink.file(&file.name) {
                tell(file, sink);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Document {
    /// When the job ran.
    run_at: Option<Value>,
    source_files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    name: String,
    coverage: Vec<MaybeCount>,
    #[serde(default)]
    branches: Option<Vec<Count>>,
}

fn tell(file: &File, sink: &mut dyn Sink) {
    for (number, count) in (1..).zip(&file.coverage) {
        if let MaybeCount::Some(count) = count {
            count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
            sink.line(number, count.hits);
        }
    }
    let branches = file.branches.as_deref().unwrap_or_default().chunks(4);
    for branch in branches {
        let [line, block, arm, count] = branch else {
            sink.odd(Oddity::UnknownRecord, 0);
            continue;
        };
        let small = |number: &Count| u32::try_from(number.hits).ok();
        match (number::line(line.hits), small(block), small(arm)) {
            (Some(line), Some(block), Some(arm)) => sink.arm(line, ArmName::Numbered(block, arm), count.hits),
            _ => sink.odd(Oddity::OddLine, 0),
        }
    }
}
