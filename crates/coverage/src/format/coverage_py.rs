//! coverage.py's JSON (`coverage json`, formats 1 to 3).
//!
//! ```json
//! {"meta": {"format": 3, "version": "7.6", "branch_coverage": true, "show_contexts": false},
//!  "files": {"app/add.py": {"executed_lines": [1, 2], "missing_lines": [5], "excluded_lines": [9],
//!    "executed_branches": [[2, 3]], "missing_branches": [[2, 5], [2, -1]],
//!    "summary": {"covered_lines": 2, "num_statements": 3}, "functions": {}, "classes": {}}},
//!  "totals": {}}
//! ```
//!
//! Lines are told by whether they ran, not how often. `executed_lines` holds excluded lines that ran, too, and in some
//! versions lines within a statement of several: those of `excluded_lines` do not count, and where
//! the rest is still more than the summary says, the sums stand beside the lines, for whoever wants the tool's number.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::Value;

use super::json::{self, Keys, Members};
use super::number;
use super::time;
use super::{Format, Head};
use crate::model::{Percent, Totals};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// coverage.py.
#[derive(Debug)]
pub(super) struct CoveragePy;

impl Format for CoveragePy {
    fn name(&self) -> &'static str {
        "coverage.py"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| {
            keys.has(&["meta", "branch_coverage"])
                || keys.has(&["meta", "show_contexts"])
                || keys.has(&["files", "*", "executed_lines"])
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let document: Document = json::parse(bytes)?;
        let timestamp = document.meta.and_then(|meta| meta.timestamp);
        let made = timestamp.as_ref().and_then(Value::as_str).and_then(time::zoned);
        made.into_iter().for_each(|made| sink.made(made));
        for (path, file) in &document.files.0 {
            if sink.file(path) {
                tell(file, sink);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Document {
    meta: Option<Meta>,
    files: Members<File>,
}

/// The time is local, without its zone, in all versions so far.
#[derive(Deserialize)]
struct Meta {
    timestamp: Option<Value>,
}

#[derive(Deserialize)]
struct File {
    executed_lines: Vec<i64>,
    missing_lines: Vec<i64>,
    #[serde(default)]
    excluded_lines: BTreeSet<i64>,
    #[serde(default)]
    executed_branches: Vec<(i64, i64)>,
    #[serde(default)]
    missing_branches: Vec<(i64, i64)>,
    summary: Option<Summary>,
    #[serde(default)]
    functions: Members<Function>,
}

#[derive(Deserialize)]
struct Summary {
    covered_lines: Option<u64>,
    num_statements: Option<u64>,
    covered_branches: Option<u64>,
    num_branches: Option<u64>,
}

/// Since format 3. The function without a name is the module's own code.
#[derive(Deserialize)]
struct Function {
    start_line: Option<i64>,
    #[serde(default)]
    executed_lines: Vec<i64>,
}

fn tell(file: &File, sink: &mut dyn Sink) {
    let mut told = (BTreeSet::new(), 0);
    for (lines, hits) in [(&file.executed_lines, 1), (&file.missing_lines, 0)] {
        for number in lines.iter().filter(|line| !file.excluded_lines.contains(line)) {
            match line(*number) {
                Some(number) => {
                    sink.line(number, hits);
                    told.1 += if told.0.insert(number) { hits } else { 0 };
                }
                None => sink.odd(Oddity::OddLine, 0),
            }
        }
    }
    for (branches, hits) in [(&file.executed_branches, 1), (&file.missing_branches, 0)] {
        for (from, to) in branches {
            // A negative line leaves the code object that begins there.
            match line(from.abs()) {
                Some(from) => sink.arm(from, ArmName::Named(&to.to_string()), hits),
                None => sink.odd(Oddity::OddLine, 0),
            }
        }
    }
    for (name, function) in file.functions.0.iter().filter(|(name, _)| !name.is_empty()) {
        let start = function.start_line.and_then(line);
        sink.function(name, start, u64::from(!function.executed_lines.is_empty()));
    }
    let Some(totals) = file.summary.as_ref().map(Summary::totals) else { return };
    let own = Percent::new(told.1, told.0.len() as u64);
    if totals.lines.is_some() && totals.lines != own {
        sink.totals(&totals);
    }
}

impl Summary {
    fn totals(&self) -> Totals {
        let percent = |covered: Option<u64>, total: Option<u64>| Percent::new(covered?, total?);
        Totals {
            lines: percent(self.covered_lines, self.num_statements),
            branches: percent(self.covered_branches, self.num_branches),
            functions: None,
            statements: None,
        }
    }
}

fn line(line: i64) -> Option<u32> {
    u64::try_from(line).ok().and_then(number::line)
}
