//! SimpleCov's `.resultset.json`, and the `coverage.json` of its formatter.
//!
//! ```json
//! {"RSpec": {"coverage": {"/abs/a.rb": {"lines": [1, null, 0, "ignored"],
//!    "branches": {"[:if, 0, 3, 4, 3, 20]": {"[:then, 1, 3, 9, 3, 12]": 1, "[:else, 2, 3, 4, 3, 20]": 0}}}}, "timestamp": 1}}
//! {"meta": {"simplecov_version": "0.22"}, "coverage": {"/abs/a.rb": {"lines": [1], "branches": []}}, "groups": {}}
//! {"timestamp": 1, "command_name": "RSpec", "files": [{"filename": "/abs/a.rb", "coverage": {"lines": [1]}}]}
//! ```
//!
//! The list of lines begins with line 1; before 0.18 it stands for the whole file. `null` is a line that cannot run,
//! `"ignored"` one between `# :nocov:`. Several commands in one file are merged.

use serde::Deserialize;
use serde_json::Value;

use super::json::{self, Count, Keys, MaybeCount, Members, Shape};
use super::number;
use super::time;
use super::{Format, Head};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// SimpleCov.
#[derive(Debug)]
pub(super) struct SimpleCov;

impl Format for SimpleCov {
    fn name(&self) -> &'static str {
        "SimpleCov"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        let is_formatted = |keys: &Keys| {
            keys.has(&["meta", "simplecov_version"])
                || keys.has(&["coverage", "*", "lines"])
                || keys.has(&["files", "covered_percent"])
        };
        head.keys().is_some_and(|keys: &Keys| keys.has(&["*", "coverage", "*"]) || is_formatted(keys))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let head = Head::of(bytes);
        let has = |path: &[&str]| head.keys().is_some_and(|keys| keys.has(path));
        if has(&["files", "filename"]) {
            let document: Files = json::parse(bytes)?;
            made(document.timestamp.as_ref(), sink);
            document.files.iter().for_each(|file| tell(&file.filename, &file.coverage, sink));
        } else if has(&["coverage"]) {
            tell_all(&json::parse::<Formatted>(bytes)?.coverage, sink);
        } else {
            let commands: Members<Formatted> = json::parse(bytes)?;
            for (_, command) in &commands.0 {
                made(command.timestamp.as_ref(), sink);
                tell_all(&command.coverage, sink);
            }
        }
        Ok(())
    }
}

/// What the formatter writes, and what a resultset has for each command.
#[derive(Deserialize)]
struct Formatted {
    coverage: Members<Coverage>,
    /// When the command ran.
    timestamp: Option<Value>,
}

#[derive(Deserialize)]
struct Files {
    files: Vec<File>,
    timestamp: Option<Value>,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    coverage: Coverage,
}

/// Lines alone before 0.18.
type Coverage = Shape<Vec<MaybeCount>, Parts>;

#[derive(Deserialize)]
struct Parts {
    lines: Vec<MaybeCount>,
    /// By condition and arm in a resultset, a list in the formatter's.
    #[serde(default)]
    branches: Option<Shape<Vec<Arm>, Members<Members<Count>>>>,
}

#[derive(Deserialize)]
struct Arm {
    r#type: String,
    start_line: u64,
    coverage: MaybeCount,
    /// The line that the branch is reported on, in some versions.
    report_line: Option<u64>,
}

/// Seconds; whatever else stands there is no time.
fn made(timestamp: Option<&Value>, sink: &mut dyn Sink) {
    let made = timestamp.and_then(Value::as_i64).and_then(time::moment);
    made.into_iter().for_each(|made| sink.made(made));
}

fn tell_all(coverage: &Members<Coverage>, sink: &mut dyn Sink) {
    coverage.0.iter().for_each(|(path, coverage)| tell(path, coverage, sink));
}

fn tell(path: &str, coverage: &Coverage, sink: &mut dyn Sink) {
    if !sink.file(path) {
        return;
    }
    let (lines, branches) = match coverage {
        Shape::List(lines) => (lines, None),
        Shape::Object(Parts { lines, branches }) => (lines, branches.as_ref()),
    };
    for (number, line) in (1..).zip(lines) {
        if let MaybeCount::Some(count) = line {
            count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
            sink.line(number, count.hits);
        }
    }
    match branches {
        Some(Shape::Object(branches)) => {
            for (condition, arms) in &branches.0 {
                tell_branch(condition, arms, sink);
            }
        }
        Some(Shape::List(arms)) => {
            for (at, arm) in arms.iter().enumerate() {
                let (Some(line), MaybeCount::Some(count)) =
                    (number::line(arm.report_line.unwrap_or(arm.start_line)), &arm.coverage)
                else {
                    continue;
                };
                sink.arm(line, ArmName::Named(&format!("{} {at}", arm.r#type)), count.hits);
            }
        }
        None => {}
    }
}

/// `[:if, 0, 3, 4, 3, 20]`: kind, number, line and column of its start, line and column of its end.
fn tell_branch(condition: &str, arms: &Members<Count>, sink: &mut dyn Sink) {
    let line = condition.split(',').nth(2).and_then(|line| number::whole(line.trim().as_bytes()));
    let Some(line) = line.and_then(number::line) else {
        sink.odd(Oddity::OddLine, 0);
        return;
    };
    for (arm, count) in &arms.0 {
        count.odd.into_iter().for_each(|odd| sink.odd(odd, 0));
        sink.arm(line, ArmName::Named(&format!("{condition} {arm}")), count.hits);
    }
}
