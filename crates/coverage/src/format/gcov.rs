//! gcov's JSON (`gcov --json-format --stdout`, GCC 9 and newer), and gcovr's (`gcovr --json`).
//!
//! ```json
//! {"format_version": "2", "gcc_version": "14.2.0", "current_working_directory": "/build", "data_file": "a.gcda",
//!  "files": [{"file": "src/a.c",
//!    "functions": [{"name": "f", "demangled_name": "f()", "start_line": 3, "execution_count": 4}],
//!    "lines": [{"line_number": 3, "function_name": "f", "count": 4, "unexecuted_block": false,
//!      "branches": [{"count": 3, "throw": false, "fallthrough": true}]}]}]}
//! ```
//!
//! A line of a template or an inline function stands once for each instance. What gcovr marks as excluded or as no code
//! does not count. gcovr refuses all but its own version; the parts that are read here did not change.

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::json::{self, Count, Keys};
use super::number;
use super::{Format, Head};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// gcov and gcovr.
#[derive(Debug)]
pub(super) struct Gcov;

impl Format for Gcov {
    fn name(&self) -> &'static str {
        "gcov JSON"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| {
            keys.has(&["gcc_version"])
                || keys.has(&["gcovr/format_version"])
                || (keys.has(&["format_version"]) && keys.has(&["files", "file"]))
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let document: Document = json::parse(bytes)?;
        if document.gcovr.is_some() {
            sink.writer("gcovr");
        }
        if let Some(folder) = document.current_working_directory.filter(|folder| !folder.is_empty()) {
            sink.root(&folder);
        }
        for file in &document.files {
            if sink.file(&file.file) {
                file.tell(sink);
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Document {
    #[serde(rename = "gcovr/format_version")]
    gcovr: Option<IgnoredAny>,
    current_working_directory: Option<String>,
    files: Vec<File>,
}

#[derive(Deserialize)]
struct File {
    file: String,
    lines: Vec<Line>,
    #[serde(default)]
    functions: Vec<Function>,
}

#[derive(Deserialize)]
struct Line {
    line_number: i64,
    count: Count,
    #[serde(default)]
    branches: Vec<Branch>,
    #[serde(default, rename = "gcovr/noncode")]
    is_no_code: bool,
    #[serde(default, rename = "gcovr/excluded")]
    is_excluded: bool,
}

#[derive(Deserialize)]
struct Branch {
    count: Count,
    #[serde(default, rename = "gcovr/excluded")]
    is_excluded: bool,
}

#[derive(Deserialize)]
struct Function {
    name: Option<String>,
    demangled_name: Option<String>,
    start_line: Option<i64>,
    /// gcovr's word for `start_line`.
    lineno: Option<i64>,
    execution_count: Count,
    #[serde(default, rename = "gcovr/excluded")]
    is_excluded: bool,
}

impl File {
    fn tell(&self, sink: &mut dyn Sink) {
        for line in self.lines.iter().filter(|line| !line.is_no_code && !line.is_excluded) {
            let hits = counted(&line.count, sink);
            let Some(number) = number(line.line_number) else {
                sink.odd(Oddity::OddLine, 0);
                continue;
            };
            sink.line(number, hits);
            for (at, branch) in (0..).zip(&line.branches).filter(|(_, branch)| !branch.is_excluded) {
                let hits = counted(&branch.count, sink);
                sink.arm(number, ArmName::Numbered(0, at), hits);
            }
        }
        for function in self.functions.iter().filter(|function| !function.is_excluded) {
            let hits = counted(&function.execution_count, sink);
            let name = function.demangled_name.as_deref().or(function.name.as_deref()).unwrap_or_default();
            sink.function(name, function.start_line.or(function.lineno).and_then(number), hits);
        }
    }
}

fn counted(count: &Count, sink: &mut dyn Sink) -> u64 {
    count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
    count.hits
}

fn number(line: i64) -> Option<u32> {
    u64::try_from(line).ok().and_then(number::line)
}
