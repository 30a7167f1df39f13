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
//! PHPUnit's lines may lie beyond the file's end: its `<metrics loc="…">`, which comes after them, says where that is.
//! The tools count statements; lines are all that are told, with methods and conditions.
//!
//! `generated` are seconds or milliseconds, of no zone. Whose dialect it is the root tells: PHPUnit writes no `clover`, gcovr
//! the time in it, Istanbul always 3.2.0 and a project of one name. OpenClover's own reports were never compared with the tool:
//! see `tests/README.md`.

use super::number;
use super::time;
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
        let mut tests = 0_usize;
        let mut reader = Reader { sink, file: None, is_open_clover: false };
        loop {
            match xml.next()? {
                Event::Open(element) if tests > 0 || element.name() == b"testproject" => {
                    if tests == 0 {
                        reader.sink.odd(Oddity::Skipped, element.offset);
                    }
                    tests += 1;
                }
                Event::Open(element) => reader.open(&element)?,
                Event::Close => tests = tests.saturating_sub(1),
                Event::Text(_) => {}
                Event::End => {
                    reader.end_file();
                    return Ok(());
                }
            }
        }
    }
}

struct Reader<'s> {
    sink: &'s mut dyn Sink,
    file: Option<File>,
    /// Until the project's name says that it is Istanbul's.
    is_open_clover: bool,
}

/// A file at hand.
struct File {
    is_wanted: bool,
    /// Its lines, where its end may be told after them: PHPUnit's, which have no `path`.
    kept: Option<Vec<(Line, usize)>>,
    length: Option<u64>,
}

/// What a `<line>` says.
struct Line {
    number: u64,
    kind: Kind,
    hits: Option<u64>,
    /// Its condition's counts.
    counts: (u64, u64),
}

enum Kind {
    Condition,
    /// Its name.
    Method(String),
    Statement,
}

impl Reader<'_> {
    fn open(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        match element.name() {
            b"file" => {
                self.end_file();
                self.file = Some(file(element, self.sink)?);
            }
            b"line" => match &mut self.file {
                None => self.sink.odd(Oddity::OrphanLine, element.offset),
                Some(file) if file.is_wanted => {
                    let line = line(element, self.sink)?;
                    match &mut file.kept {
                        Some(kept) => kept.push((line, element.offset)),
                        None => line.tell(element.offset, self.sink),
                    }
                }
                Some(_) => {}
            },
            // Those of a file, after its lines; those of a class have no `loc`, and a project's are behind its last file.
            b"metrics" => {
                if let Some(File { kept: Some(_), length: length @ None, .. }) = &mut self.file {
                    *length = element.raw("loc")?.and_then(|loc| number::whole(loc.as_bytes()));
                }
            }
            b"coverage" => self.root(element)?,
            b"project" => {
                let is_istanbul = element.raw("name")?.is_some_and(|name| name == "All files");
                if std::mem::take(&mut self.is_open_clover) {
                    self.sink.writer(if is_istanbul { "Istanbul" } else { "OpenClover" });
                }
            }
            b"package" | b"class" => {}
            _ => self.sink.odd(Oddity::UnknownRecord, element.offset),
        }
        Ok(())
    }

    fn root(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let (generated, clover) = (element.raw("generated")?, element.raw("clover")?);
        let made = generated.as_ref().and_then(|time| time::since_epoch(time.as_bytes()));
        made.into_iter().for_each(|made| self.sink.made(made));
        match clover {
            None if generated.is_some() => self.sink.writer("PHPUnit"),
            Some(_) if clover == generated => self.sink.writer("gcovr"),
            Some(_) => self.is_open_clover = true,
            None => {}
        }
        Ok(())
    }

    fn end_file(&mut self) {
        let Some(File { kept: Some(kept), length, .. }) = self.file.take() else { return };
        let end = length.filter(|length| *length > 0).unwrap_or(u64::MAX);
        for (line, offset) in kept {
            if line.number > end {
                self.sink.odd(Oddity::OddLine, offset);
            } else {
                line.tell(offset, self.sink);
            }
        }
    }
}

/// `path` is whole; where it is missing, `name` is, too.
fn file(element: &Element<'_>, sink: &mut dyn Sink) -> Result<File, Malformed> {
    let path = element.text("path")?.filter(|path| !path.is_empty());
    let kept = if path.is_none() { Some(Vec::new()) } else { None };
    let path = match path {
        None => element.text("name")?.filter(|name| !name.is_empty()),
        path => path,
    };
    let is_wanted = path.as_ref().is_some_and(|path| sink.file(path));
    if path.is_none() {
        sink.odd(Oddity::NoPath, element.offset);
    }
    Ok(File { is_wanted, kept, length: None })
}

fn line(element: &Element<'_>, sink: &mut dyn Sink) -> Result<Line, Malformed> {
    let mut count = |name| -> Result<Option<u64>, Malformed> {
        let Some(value) = element.raw(name)? else { return Ok(None) };
        let (count, odd) = number::count(value.as_bytes()).unwrap_or((0, Some(Oddity::OddCount)));
        odd.into_iter().for_each(|odd| sink.odd(odd, element.offset));
        Ok(Some(count))
    };
    let number = count("num")?.ok_or_else(|| Malformed::new(element.offset, "`num` of a `<line>`"))?;
    let (hits, taken, other) = (count("count")?, count("truecount")?, count("falsecount")?);
    let kind = match element.raw("type")?.as_deref() {
        Some("cond") => Kind::Condition,
        Some("method") => {
            Kind::Method(element.text("signature")?.or(element.text("name")?).unwrap_or_default())
        }
        _ => Kind::Statement,
    };
    Ok(Line { number, kind, hits, counts: (taken.unwrap_or(0), other.unwrap_or(0)) })
}

impl Line {
    fn tell(self, offset: usize, sink: &mut dyn Sink) {
        let Some(number) = number::line(self.number) else {
            sink.odd(Oddity::OddLine, offset);
            return;
        };
        let hits = self.hits.unwrap_or(0);
        match self.kind {
            Kind::Condition => condition(number, self.hits, self.counts, sink),
            Kind::Method(name) => {
                sink.line(number, hits);
                sink.function(&name, Some(number), hits);
            }
            Kind::Statement => {
                sink.line(number, hits);
                sink.statement(Span { start: (number, 1), end: (number, 1) }, 1, hits);
            }
        }
    }
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
