//! Istanbul's `coverage-final.json`, as nyc, Jest, Vitest, c8 and solidity-coverage write it.
//!
//! ```json
//! {"/abs/a.js": {"path": "/abs/a.js",
//!   "statementMap": {"0": {"start": {"line": 1, "column": 0}, "end": {"line": 1, "column": 9}}}, "s": {"0": 4},
//!   "fnMap": {"0": {"name": "add", "loc": {"start": {"line": 1}}}}, "f": {"0": 4},
//!   "branchMap": {"0": {"line": 2, "locations": [{}, {}]}}, "b": {"0": [4, 0]}}}
//! ```
//!
//! A line ran as often as the most frequent of the statements that start on it (istanbul-lib-coverage,
//! `getLineCoverage`). Columns count from 0 there, from 1 here; the end of a statement may be `null`.

use std::collections::HashMap;

use serde::Deserialize;

use super::json::{self, Count, Keys, Members};
use super::number;
use super::{Format, Head};
use crate::model::Span;
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// Istanbul's map.
#[derive(Debug)]
pub(super) struct Istanbul;

impl Format for Istanbul {
    fn name(&self) -> &'static str {
        "Istanbul"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.keys().is_some_and(|keys: &Keys| {
            keys.has(&["*", "statementMap"]) || keys.has(&["*", "fnMap"]) || keys.has(&["*", "branchMap"])
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let files: Members<File> = json::parse(bytes)?;
        for (key, file) in &files.0 {
            tell(key, file, sink);
        }
        Ok(())
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    path: Option<String>,
    statement_map: Members<Location>,
    s: HashMap<String, Count>,
    #[serde(default)]
    fn_map: Members<Function>,
    #[serde(default)]
    f: HashMap<String, Count>,
    #[serde(default)]
    branch_map: Members<Branch>,
    #[serde(default)]
    b: HashMap<String, Vec<Count>>,
}

#[derive(Deserialize)]
struct Location {
    start: Point,
    end: Point,
}

/// `null` and missing are told by some transpilers.
#[derive(Deserialize)]
struct Point {
    line: Option<i64>,
    column: Option<f64>,
}

#[derive(Deserialize)]
struct Function {
    name: Option<String>,
    line: Option<i64>,
    decl: Option<Location>,
    loc: Option<Location>,
}

#[derive(Deserialize)]
struct Branch {
    line: Option<i64>,
    loc: Option<Location>,
    #[serde(default)]
    locations: Vec<OptionalLocation>,
}

/// The arm of an `if` without `else` is an empty object.
#[derive(Deserialize)]
struct OptionalLocation {
    start: Option<Point>,
}

fn tell(key: &str, file: &File, sink: &mut dyn Sink) {
    let path = file.path.as_deref().filter(|path| !path.is_empty()).unwrap_or(key);
    if !sink.file(path) {
        return;
    }
    for (id, place) in &file.statement_map.0 {
        let count = counted(file.s.get(id), sink);
        let Some(start) = line(place.start.line) else {
            sink.odd(Oddity::OddLine, 0);
            continue;
        };
        sink.line(start, count);
        let end = line(place.end.line).unwrap_or(start);
        let span = Span { start: (start, column(&place.start)), end: (end, column(&place.end)) };
        sink.statement(span, 1, count);
    }
    for (id, function) in &file.fn_map.0 {
        let count = counted(file.f.get(id), sink);
        let place = function.decl.as_ref().or(function.loc.as_ref()).and_then(|place| place.start.line);
        // An anonymous function is named by its number: two of them are not one.
        let name = function.name.as_deref().filter(|name| !name.is_empty()).unwrap_or(id);
        sink.function(name, line(function.line.or(place)), count);
    }
    for (id, branch) in &file.branch_map.0 {
        let arms = file.b.get(id).map(Vec::as_slice).unwrap_or_default();
        let place = branch.loc.as_ref().and_then(|place| place.start.line);
        let first = branch.locations.iter().find_map(|place| place.start.as_ref()?.line);
        let Some(line) = line(place.or(branch.line).or(first)) else {
            sink.odd(Oddity::OddLine, 0);
            continue;
        };
        for (at, arm) in arms.iter().enumerate() {
            let count = counted(Some(arm), sink);
            match (number::small(id.as_bytes()), u32::try_from(at)) {
                (Some(id), Ok(at)) => sink.arm(line, ArmName::Numbered(id, at), count),
                _ => sink.arm(line, ArmName::Named(&format!("{id},{at}")), count),
            }
        }
    }
}

/// What was not counted did not run.
fn counted(count: Option<&Count>, sink: &mut dyn Sink) -> u64 {
    let Some(count) = count else {
        sink.odd(Oddity::OddCount, 0);
        return 0;
    };
    count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
    count.hits
}

fn line(line: Option<i64>) -> Option<u32> {
    line.and_then(|line| u64::try_from(line).ok()).and_then(number::line)
}

/// From 0 to 1; an end without a column, or with an infinite one, is that of the line.
fn column(point: &Point) -> u32 {
    match point.column {
        Some(column) if column >= 0.0 && column < f64::from(u32::MAX) => column as u32 + 1,
        _ => u32::MAX,
    }
}
