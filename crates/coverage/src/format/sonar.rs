//! Sonar's generic test coverage, version 1.
//!
//! ```xml
//! <coverage version="1"><file path="src/a.c">
//!   <lineToCover lineNumber="3" covered="true" branchesToCover="2" coveredBranches="1"/>
//! </file></coverage>
//! ```

use super::number;
use super::xml::{Element, Event, Xml};
use super::{Format, Head};
use crate::model::Percent;
use crate::read::{Malformed, Oddity, Sink};

/// Sonar's generic format.
#[derive(Debug)]
pub(super) struct Sonar;

impl Format for Sonar {
    fn name(&self) -> &'static str {
        "Sonar generic"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        // Its root is called as Cobertura's and Clover's.
        head.root().is_some_and(|root| root.name == b"coverage") && head.holds("<lineToCover")
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let mut xml = Xml::new(bytes);
        let mut is_wanted = false;
        loop {
            match xml.next()? {
                Event::Open(element) => match element.name() {
                    b"file" => is_wanted = file(&element, sink)?,
                    b"lineToCover" if is_wanted => line(&element, sink)?,
                    b"lineToCover" | b"coverage" => {}
                    _ => sink.odd(Oddity::UnknownRecord, element.offset),
                },
                Event::Close | Event::Text(_) => {}
                Event::End => return Ok(()),
            }
        }
    }
}

fn file(element: &Element<'_>, sink: &mut dyn Sink) -> Result<bool, Malformed> {
    match element.text("path")?.filter(|path| !path.is_empty()) {
        Some(path) => Ok(sink.file(&path)),
        None => {
            sink.odd(Oddity::NoPath, element.offset);
            Ok(false)
        }
    }
}

fn line(element: &Element<'_>, sink: &mut dyn Sink) -> Result<(), Malformed> {
    let number = |name| -> Result<Option<u64>, Malformed> {
        Ok(element.raw(name)?.and_then(|value| number::whole(value.as_bytes())))
    };
    let wrong = |expected: &str| Malformed::new(element.offset, expected);
    let line = number("lineNumber")?.ok_or_else(|| wrong("`lineNumber` of a `<lineToCover>`"))?;
    let is_covered = match element.raw("covered")?.as_deref() {
        Some("true") => true,
        Some("false") => false,
        _ => return Err(wrong("`covered` of a `<lineToCover>`, `true` or `false`")),
    };
    let Some(line) = number::line(line) else {
        sink.odd(Oddity::OddLine, element.offset);
        return Ok(());
    };
    sink.line(line, u64::from(is_covered));
    if let Some(total) = number("branchesToCover")?.filter(|total| *total > 0) {
        let covered = number("coveredBranches")?.unwrap_or(0);
        if covered > total {
            sink.odd(Oddity::MoreThanAll, element.offset);
        }
        if let Some(arms) = Percent::new(covered.min(total), total) {
            sink.branches(line, arms, None);
        }
    }
    Ok(())
}
