//! Clover XML, in the dialects of OpenClover, PHPUnit, Istanbul and gcovr.
//!
//! ```xml
//! <coverage generated="1" clover="4.3.1"><project><package name="p"><file name="A.java" path="/abs/A.java">
//!   <line num="3" type="method" name="run" count="1"/>
//!   <line num="4" type="stmt" count="2"/>
//!   <line num="5" type="cond" truecount="2" falsecount="0"/>
//! </file></package></project><testproject>…</testproject></coverage>
//! ```
//!
//! To OpenClover a condition's counts are how often it was true and how often false: two arms. To Istanbul they are arms
//! that were taken and arms that were not (istanbul-reports, `clover`), beside a `count` of the line, which OpenClover
//! does not write there: that tells the dialects apart. Tests' own sources stand in `testproject` and are passed over.
//! The tools count statements; lines are all that are told, with methods and conditions.

use super::number;
use super::xml::{Element, Event, Xml};
use super::{Format, Head};
use crate::model::{Percent, Span};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// Clover.
#[derive(Debug)]
pub(super) struct Clover;

impl Format for Clover {
    fn name(&self) -> &'static str {
        "Clover"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.root().is_some_and(|root| {
            root.name == b"coverage"
                && (root.has("clover") || root.has("generated") || head.holds("<project"))
                && !root.has("line-rate")
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let mut xml = Xml::new(bytes);
        // How deep in a test project, 0 for not; and whether the file at hand is wanted.
        let (mut tests, mut is_wanted) = (0_usize, false);
        loop {
            match xml.next()? {
                Event::Open(element) if tests > 0 || element.name() == b"testproject" => {
                    if tests == 0 {
                        sink.odd(Oddity::Skipped, element.offset);
                    }
                    tests += 1;
                }
                Event::Open(element) => match element.name() {
                    b"file" => is_wanted = file(&element, sink)?,
                    b"line" if is_wanted => line(&element, sink)?,
                    b"line" | b"coverage" | b"project" | b"package" | b"class" | b"metrics" => {}
                    _ => sink.odd(Oddity::UnknownRecord, element.offset),
                },
                Event::Close => tests = tests.saturating_sub(1),
                Event::Text(_) => {}
                Event::End => return Ok(()),
            }
        }
    }
}

/// `path` is whole; where it is missing, `name` is, too.
fn file(element: &Element<'_>, sink: &mut dyn Sink) -> Result<bool, Malformed> {
    let path = element.text("path")?.filter(|path| !path.is_empty());
    let path = match path {
        None => element.text("name")?.filter(|name| !name.is_empty()),
        path => path,
    };
    let Some(path) = path else {
        sink.odd(Oddity::NoPath, element.offset);
        return Ok(false);
    };
    Ok(sink.file(&path))
}

fn line(element: &Element<'_>, sink: &mut dyn Sink) -> Result<(), Malformed> {
    let mut count = |name| -> Result<Option<u64>, Malformed> {
        let Some(value) = element.raw(name)? else { return Ok(None) };
        let (count, odd) = number::count(value.as_bytes()).unwrap_or((0, Some(Oddity::OddCount)));
        odd.into_iter().for_each(|odd| sink.odd(odd, element.offset));
        Ok(Some(count))
    };
    let number = count("num")?.ok_or_else(|| Malformed::new(element.offset, "`num` of a `<line>`"))?;
    let (hits, taken, other) = (count("count")?, count("truecount")?, count("falsecount")?);
    let Some(number) = number::line(number) else {
        sink.odd(Oddity::OddLine, element.offset);
        return Ok(());
    };
    let kind = element.raw("type")?;
    match kind.as_deref() {
        Some("cond") => condition(number, hits, (taken.unwrap_or(0), other.unwrap_or(0)), sink),
        Some("method") => {
            let hits = hits.unwrap_or(0);
            sink.line(number, hits);
            let name = element.text("signature")?.or(element.text("name")?).unwrap_or_default();
            sink.function(&name, Some(number), hits);
        }
        _ => {
            let hits = hits.unwrap_or(0);
            sink.line(number, hits);
            sink.statement(Span { start: (number, 1), end: (number, 1) }, 1, hits);
        }
    }
    Ok(())
}

fn condition(number: u32, hits: Option<u64>, (taken, other): (u64, u64), sink: &mut dyn Sink) {
    match hits {
        Some(hits) => {
            sink.line(number, hits);
            if let Some(arms) = Percent::new(taken, taken.saturating_add(other)) {
                sink.branches(number, arms, None);
            }
        }
        None => {
            sink.line(number, taken.saturating_add(other));
            sink.arm(number, ArmName::Named("true"), taken);
            sink.arm(number, ArmName::Named("false"), other);
        }
    }
}
