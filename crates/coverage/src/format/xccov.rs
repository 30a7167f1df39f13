//! Xcode's `xccov`, as JSON: a report by file, or an archive by line.
//!
//! ```json
//! {"/app/A.swift": [{"line": 1, "isExecutable": false}, {"line": 2, "isExecutable": true, "executionCount": 4,
//!    "subranges": [{"column": 9, "length": 12, "executionCount": 0}]}]}
//! {"lineCoverage": 0.5, "coveredLines": 1, "executableLines": 2, "targets": [{"name": "App", "files": [
//!    {"path": "/app/A.swift", "coveredLines": 1, "executableLines": 2,
//!     "functions": [{"name": "run()", "lineNumber": 2, "executionCount": 4}]}]}]}
//! ```
//!
//! `xccov view --archive --json` has the lines; a part of a line that is counted for itself is an arm, beside the line.
//! `xccov view --report --json` has sums alone, of which those of the root count test code as well: they are not read.
//!
//! Never compared with the real tool: see `tests/README.md`.

use serde::Deserialize;

use super::json::{self, Count, Keys, Members};
use super::number;
use super::{Format, Head};
use crate::model::{Percent, Totals};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// xccov.
#[derive(Debug)]
pub(super) struct Xccov;

impl Format for Xccov {
    fn name(&self) -> &'static str {
        "Xcode xccov"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| keys.has(&["*", "isExecutable"]) || is_report(keys))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        if Head::of(bytes).keys().is_some_and(is_report) {
            let report: Report = json::parse(bytes)?;
            report.targets.iter().flat_map(|target| &target.files).for_each(|file| file.tell(sink));
            return Ok(());
        }
        let archive: Members<Vec<Line>> = json::parse(bytes)?;
        for (path, lines) in &archive.0 {
            if sink.file(path) {
                lines.iter().filter(|line| line.is_executable).for_each(|line| line.tell(sink));
            }
        }
        Ok(())
    }
}

/// Its keys are in no order: `targets` may be the last, or the first.
fn is_report(keys: &Keys) -> bool {
    keys.has(&["targets"]) || (keys.has(&["executableLines"]) && keys.has(&["coveredLines"]))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Line {
    line: u64,
    is_executable: bool,
    #[serde(default)]
    execution_count: Count,
    #[serde(default)]
    subranges: Vec<Subrange>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Subrange {
    column: u32,
    execution_count: Count,
}

#[derive(Deserialize)]
struct Report {
    targets: Vec<Target>,
}

#[derive(Deserialize)]
struct Target {
    files: Vec<File>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    path: String,
    covered_lines: u64,
    executable_lines: u64,
    #[serde(default)]
    functions: Vec<Function>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Function {
    name: String,
    line_number: Option<u64>,
    execution_count: Count,
}

impl Line {
    fn tell(&self, sink: &mut dyn Sink) {
        let Some(line) = number::line(self.line) else {
            sink.odd(Oddity::OddLine, 0);
            return;
        };
        self.execution_count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
        sink.line(line, self.execution_count.hits);
        if self.subranges.is_empty() {
            return;
        }
        sink.arm(line, ArmName::Named("line"), self.execution_count.hits);
        for part in &self.subranges {
            sink.arm(line, ArmName::Numbered(part.column, 0), part.execution_count.hits);
        }
    }
}

impl File {
    fn tell(&self, sink: &mut dyn Sink) {
        if !sink.file(&self.path) {
            return;
        }
        for function in &self.functions {
            sink.function(
                &function.name,
                function.line_number.and_then(number::line),
                function.execution_count.hits,
            );
        }
        if self.covered_lines > self.executable_lines {
            sink.odd(Oddity::MoreThanAll, 0);
        }
        let lines = Percent::new(self.covered_lines.min(self.executable_lines), self.executable_lines);
        sink.totals(&Totals { lines, ..Totals::default() });
    }
}
