//! Codecov's custom JSON, as `cargo llvm-cov --codecov` and others write it.
//!
//! ```json
//! {"coverage": {"src/a.rs": {"1": 4, "2": "1/2", "3": 0, "4": null}, "src/b.rs": [null, 1, 0]}, "messages": {}}
//! ```
//!
//! A line has a count, or a part of its branches; `null` cannot run, `true` is a part of nobody knows how many. A list
//! begins with line 0, which is `null`.

use serde::Deserialize;
use serde_json::Value;

use super::json::{self, Keys, Members, Shape};
use super::number;
use super::{Format, Head};
use crate::model::Percent;
use crate::read::{Malformed, Oddity, Sink};

/// Codecov's custom format.
#[derive(Debug)]
pub(super) struct Codecov;

impl Format for Codecov {
    fn name(&self) -> &'static str {
        "Codecov JSON"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        // SimpleCov's formatter has an object with `lines` for each file, and `meta`.
        let is_simplecov = |keys: &Keys| keys.has(&["meta"]) || keys.has(&["coverage", "*", "lines"]);
        head.keys().is_some_and(|keys| keys.begins_with("coverage") && !is_simplecov(keys))
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let document: Document = json::parse(bytes)?;
        for (path, lines) in &document.coverage.0 {
            if !sink.file(path) {
                continue;
            }
            match lines {
                Shape::List(lines) => {
                    (0..).zip(lines).for_each(|(number, value)| tell(number, value, sink));
                }
                Shape::Object(lines) => {
                    for (number, value) in &lines.0 {
                        match number::whole(number.as_bytes()) {
                            Some(number) => tell(number, value, sink),
                            None => sink.odd(Oddity::OddLine, 0),
                        }
                    }
                }
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Document {
    coverage: Members<Shape<Vec<Value>, Members<Value>>>,
}

fn tell(number: u64, value: &Value, sink: &mut dyn Sink) {
    if value.is_null() {
        return;
    }
    let Some(line) = number::line(number) else {
        sink.odd(Oddity::OddLine, 0);
        return;
    };
    match value {
        Value::Number(count) => {
            let (hits, odd) =
                number::count(count.to_string().as_bytes()).unwrap_or((0, Some(Oddity::OddCount)));
            odd.into_iter().for_each(|odd| sink.odd(odd, 0));
            sink.line(line, hits);
        }
        Value::Bool(true) => {
            sink.line(line, 1);
            sink.branches(line, Percent::count([true, false]), None);
        }
        Value::String(text) => match part(text) {
            Some(arms) => {
                sink.line(line, arms.covered());
                sink.branches(line, arms, None);
            }
            None => sink.odd(Oddity::OddCount, 0),
        },
        _ => sink.odd(Oddity::OddCount, 0),
    }
}

/// `1/2`.
fn part(text: &str) -> Option<Percent> {
    let (covered, total) = text.split_once('/')?;
    Percent::new(number::whole(covered.as_bytes())?, number::whole(total.as_bytes())?)
}
