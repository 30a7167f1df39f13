//! Cobertura XML (`coverage-04.dtd`), as coverage.py, coverlet, gcovr, istanbul and many others write it.
//!
//! ```xml
//! <coverage>
//!   <sources><source>/src</source></sources>
//!   <packages><package><classes>
//!     <class filename="a.py">
//!       <methods><method name="f"><lines><line number="1" hits="1"/></lines></method></methods>
//!       <lines><line number="1" hits="1" branch="true" condition-coverage="50% (1/2)" missing-branches="3"/></lines>
//!     </class>
//!   </classes></package></packages>
//! </coverage>
//! ```
//!
//! `<condition number="0" type="jump" coverage="50%"/>` within a line repeats what `condition-coverage` says; grcov writes
//! no such attribute, and a condition for each arm, with a `coverage` of 0 or 1.
//!
//! Lines of methods stand a second time among those of their class, or only there; a file may have several classes.
//! Rates and sums of the upper elements are not read: they are missing, `NaN` or of another rounding. Of the root's own
//! attributes the time is (`timestamp`: seconds, or milliseconds, whoever writes it), and the version, which with their order
//! and the comments tells most of the tools apart that write the format ([`writer`]).

use super::number;
use super::time;
use super::xml::{Element, Event, Place, Xml};
use super::{Format, Head, Parts, Stream};
use crate::model::{Line, Percent};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// Cobertura.
#[derive(Debug)]
pub(super) struct Cobertura;

impl Format for Cobertura {
    fn name(&self) -> &'static str {
        "Cobertura"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.root().is_some_and(|root| {
            root.name == b"coverage"
                && (root.has("line-rate")
                    || ["<packages", "<sources", "<class "].iter().any(|text| head.holds(text)))
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        Stand::default().feed(bytes, 0, true, sink).map(drop)
    }

    fn parts(&self) -> Parts {
        Parts::Stream(Box::<Stand>::default())
    }
}

struct Reader<'a, 's> {
    /// The part at hand; the root's is the first: what stands before it and in comments is no element.
    bytes: &'a [u8],
    xml: Xml<'a>,
    sink: &'s mut dyn Sink,
    at: At,
}

/// Where in a report a reader stands.
#[derive(Default)]
struct Stand {
    place: Place,
    at: At,
}

/// The elements at hand.
#[derive(Default)]
struct At {
    /// Those that are open, as far as their end means something.
    open: Vec<Kind>,
    /// Whether lines of the class at hand are wanted; `None` outside of one.
    class: Option<bool>,
    method: Option<Method>,
    /// The line at hand, where its conditions are all that is told of its arms.
    arms_of: Option<u32>,
    /// Lines that the sink is told of in one go; empty in between.
    lines: Vec<Line>,
}

impl Stream for Stand {
    fn feed(
        &mut self,
        bytes: &[u8],
        offset: usize,
        is_last: bool,
        sink: &mut dyn Sink,
    ) -> Result<usize, Malformed> {
        let (place, at) = (std::mem::take(&mut self.place), std::mem::take(&mut self.at));
        let mut reader = Reader { bytes, xml: Xml::part(bytes, offset, !is_last, place), sink, at };
        reader.read()?;
        let read = reader.xml.offset() - offset;
        (self.place, self.at) = (reader.xml.into_place(), reader.at);
        Ok(read)
    }
}

/// A method at hand: its name, its first line, the most hits of a line.
struct Method {
    name: String,
    line: Option<u32>,
    hits: u64,
}

impl Reader<'_, '_> {
    fn read(&mut self) -> Result<(), Malformed> {
        while let Some(event) = self.xml.next_of_part()? {
            match event {
                Event::Open(element) => {
                    let kind = self.open(&element)?;
                    self.at.open.push(kind);
                    self.quick_lines();
                }
                Event::Close => {
                    self.close();
                    self.quick_lines();
                }
                Event::Text(text) => {
                    if self.at.open.last() == Some(&Kind::Source) {
                        self.sink.root(text.trim());
                    }
                }
                Event::End => return Ok(()),
            }
        }
        Ok(())
    }

    fn open(&mut self, element: &Element<'_>) -> Result<Kind, Malformed> {
        Ok(match element.name() {
            b"line" => {
                if self.at.class == Some(true) {
                    self.line(element)?;
                } else if self.at.class.is_none() {
                    self.sink.odd(Oddity::OrphanLine, element.offset);
                }
                Kind::Other
            }
            b"class" => {
                self.at.arms_of = None;
                self.at.class = Some(self.class(element)?);
                Kind::Class
            }
            b"method" => {
                let name = element.text("name")?.unwrap_or_default();
                let signature = element.text("signature")?.unwrap_or_default();
                // Java's and .NET's signatures tell overloads apart; others write `()` or nothing.
                let name = if matches!(&*signature, "" | "()") { name } else { name + &signature };
                self.at.method = Some(Method { name, line: None, hits: 0 });
                Kind::Method
            }
            b"source" => Kind::Source,
            b"coverage" => {
                self.root(element)?;
                Kind::Other
            }
            b"sources" | b"packages" | b"package" | b"classes" | b"methods" | b"lines" => Kind::Other,
            b"conditions" => Kind::Other,
            b"condition" => {
                self.condition(element)?;
                Kind::Other
            }
            _ => {
                self.sink.odd(Oddity::UnknownRecord, element.offset);
                Kind::Other
            }
        })
    }

    fn root(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let made = element.raw("timestamp")?.and_then(|time| time::since_epoch(time.as_bytes()));
        made.into_iter().for_each(|made| self.sink.made(made));
        writer(element, self.bytes)?.into_iter().for_each(|name| self.sink.writer(name));
        Ok(())
    }

    fn close(&mut self) {
        match self.at.open.pop() {
            Some(Kind::Class) => self.at.class = None,
            Some(Kind::Method) => {
                let method = self.at.method.take().filter(|method| !method.name.is_empty());
                if let (Some(method), Some(true)) = (method, self.at.class) {
                    self.sink.function(&method.name, method.line, method.hits);
                }
            }
            Some(Kind::Source | Kind::Other) | None => {}
        }
    }

    fn class(&mut self, element: &Element<'_>) -> Result<bool, Malformed> {
        match element.text("filename")?.filter(|path| !path.is_empty()) {
            Some(path) => Ok(self.sink.file(&path)),
            None => {
                self.sink.odd(Oddity::NoPath, element.offset);
                Ok(false)
            }
        }
    }

    /// Nearly all of a report is these: `<line .../>` within a class, read in place. What is not as usual is left to
    /// the reader of XML.
    fn quick_lines(&mut self) {
        if self.at.class != Some(true) {
            return;
        }
        let (rest, offset) = (self.xml.rest(), self.xml.offset());
        let mut read = 0;
        loop {
            // What a method's lines come to is counted one by one.
            if self.at.method.is_none() {
                read += usual_lines(&rest[read..], &mut self.at.lines);
                self.sink.lines(&self.at.lines);
                self.at.lines.clear();
            }
            let space =
                rest[read..].iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r')).count();
            let Some((line, length)) = quick_line(&rest[read + space..]) else { break };
            if line.number.is_none() {
                break;
            }
            self.tell(&line, offset + read + space);
            read += space + length;
        }
        self.xml.advance(read);
    }

    /// An arm; a percentage is one of several, which nothing tells apart.
    fn condition(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let Some(line) = self.at.arms_of else { return Ok(()) };
        let number = element.raw("number")?.and_then(|number| number::small(number.as_bytes()));
        let taken = element.raw("coverage")?.and_then(|taken| number::whole(taken.as_bytes()));
        if let (Some(number), Some(taken)) = (number, taken) {
            self.sink.arm(line, ArmName::Numbered(0, number), taken);
        }
        Ok(())
    }

    fn line(&mut self, element: &Element<'_>) -> Result<(), Malformed> {
        let mut values: Vec<(Vec<u8>, Vec<u8>)> = Vec::new();
        element.each(|name, value| values.push((name.to_vec(), value.to_vec())))?;
        let mut line = Attributes::default();
        values.iter().for_each(|(name, value)| line.take(name, value));
        if line.number.is_none() {
            return Err(Malformed::new(element.offset, "`number` of a `<line>`"));
        }
        self.at.arms_of = line.number.and_then(number::line).filter(|_| line.conditions.is_none());
        self.tell(&line, element.offset);
        Ok(())
    }

    fn tell(&mut self, line: &Attributes<'_>, offset: usize) {
        let Some(number) = line.number.and_then(number::line) else {
            self.sink.odd(Oddity::OddLine, offset);
            return;
        };
        let (hits, odd) = line.hits.unwrap_or((0, Some(Oddity::OddCount)));
        odd.into_iter().for_each(|odd| self.sink.odd(odd, offset));
        self.sink.line(number, hits);
        if let Some(method) = &mut self.at.method {
            method.line = Some(method.line.map_or(number, |first| first.min(number)));
            method.hits = method.hits.max(hits);
        }
        let Some((counted, odd)) = line.conditions else { return };
        odd.into_iter().for_each(|odd| self.sink.odd(odd, offset));
        let Some(missing) = line.missing.and_then(|names| std::str::from_utf8(names).ok()) else {
            self.sink.branches(number, counted, None);
            return;
        };
        // Mostly one or two: no list of its own for each line.
        let mut few = [""; 4];
        let count = missing.split(',').count();
        if count as u64 != counted.missed() {
            self.sink.branches(number, counted, None);
        } else if let Some(few) = few.get_mut(..count) {
            few.iter_mut().zip(missing.split(',')).for_each(|(place, name)| *place = name.trim());
            self.sink.branches(number, counted, Some(few));
        } else {
            let names: Vec<_> = missing.split(',').map(str::trim).collect();
            self.sink.branches(number, counted, Some(&names));
        }
    }
}

/// Bytes within which tools name themselves in a comment.
const COMMENTS: usize = 2 << 10;

/// The tool that wrote a report, by its root and what stands around it. `None` for all that write a root as several do.
///
/// Sources: reports of the tools themselves (`tests/real`); coverlet's `CoberturaReporter.cs`, which has neither a document
/// type nor a `complexity`, beside 1.9, which Microsoft's tools write, too; lcov_cobertura's constant version.
fn writer(root: &Element<'_>, bytes: &[u8]) -> Result<Option<&'static str>, Malformed> {
    let head = &bytes[..bytes.len().min(COMMENTS)];
    let says = |text: &str| memchr::memmem::find(head, text.as_bytes()).is_some();
    if says("<!-- Generated by coverage.py") {
        return Ok(Some("coverage.py"));
    }
    if says("<!-- Generated by simplecov-cobertura") {
        return Ok(Some("SimpleCov"));
    }
    let (mut first, mut has_complexity) = (None, false);
    root.each(|name, _| {
        first.get_or_insert_with(|| name.to_vec());
        has_complexity |= name == b"complexity";
    })?;
    let begins = |name: &str| first.as_deref() == Some(name.as_bytes());
    Ok(match root.raw("version")?.as_deref() {
        Some(version) if version.starts_with("gcovr ") => Some("gcovr"),
        Some("0.1") if begins("lines-valid") => Some("Istanbul"),
        Some("0.4") if begins("line-rate") => Some("PHPUnit"),
        Some("1.9") if begins("lines-covered") => Some("grcov"),
        Some("1.9") if begins("line-rate") && !has_complexity && !says("<!DOCTYPE") => Some("coverlet"),
        _ => None,
    })
}

/// `<line name="value" .../>` with nothing that needs a reader of XML; what it says, and its length.
fn quick_line(bytes: &[u8]) -> Option<(Attributes<'_>, usize)> {
    if !bytes.starts_with(b"<line ") {
        return None;
    }
    let (mut line, mut at) = usual_start(bytes).unwrap_or((Attributes::default(), 6));
    loop {
        while bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        if bytes.get(at) == Some(&b'/') {
            return (bytes.get(at + 1) == Some(&b'>')).then_some((line, at + 2));
        }
        let name = at;
        while matches!(bytes.get(at), Some(b'a'..=b'z' | b'-')) {
            at += 1;
        }
        let quote = match bytes.get(at..at + 2) {
            Some([b'=', quote @ (b'"' | b'\'')]) if at > name => *quote,
            _ => return None,
        };
        let value = at + 2;
        // Neither a reference nor a mark means anything in the values that are read.
        let end = value + memchr::memchr(quote, bytes.get(value..)?)?;
        line.take(&bytes[name..at], &bytes[value..end]);
        at = end + 1;
    }
}

/// Lines that say no more than how often they ran, in a row; how many bytes they are.
fn usual_lines(bytes: &[u8], lines: &mut Vec<Line>) -> usize {
    let mut read = 0;
    loop {
        let mut at = read;
        while matches!(bytes.get(at), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            at += 1;
        }
        let Some((number, hits, length)) = bytes.get(at..).and_then(usual_numbers) else { return read };
        let end = at + length;
        let (Some(number), Some(b"\"/>")) = (number::line(number), bytes.get(end..end + 3)) else {
            return read;
        };
        lines.push(Line { number, hits });
        read = end + 3;
    }
}

/// `<line number="1" hits="1`, as most tools begin; the numbers, and their end.
#[inline(always)]
fn usual_numbers(bytes: &[u8]) -> Option<(u64, u64, usize)> {
    const NUMBER: &[u8] = b"<line number=\"";
    const HITS: &[u8] = b"\" hits=\"";
    let (number, length) = number::short(bytes.strip_prefix(NUMBER)?, 0)?;
    let after = NUMBER.len() + length;
    let (hits, length) = number::short(bytes.get(after..)?.strip_prefix(HITS)?, 0)?;
    Some((number, hits, after + HITS.len() + length))
}

/// `<line number="1" hits="1"`, as most tools begin; what it says, and its length.
#[inline(always)]
fn usual_start(bytes: &[u8]) -> Option<(Attributes<'_>, usize)> {
    let (number, hits, end) = usual_numbers(bytes)?;
    let line = Attributes { number: Some(number), hits: Some((hits, None)), ..Attributes::default() };
    (bytes.get(end) == Some(&b'"')).then_some((line, end + 1))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Class,
    Method,
    Source,
    Other,
}

/// What a `<line>` says.
#[derive(Default)]
struct Attributes<'a> {
    number: Option<u64>,
    hits: Option<(u64, Option<Oddity>)>,
    conditions: Option<(Percent, Option<Oddity>)>,
    missing: Option<&'a [u8]>,
}

impl<'a> Attributes<'a> {
    #[inline]
    fn take(&mut self, name: &[u8], value: &'a [u8]) {
        match name {
            b"number" => {
                self.number = number::whole(value).or_else(|| number::count(value).map(|(line, _)| line))
            }
            b"hits" => self.hits = number::count(value),
            b"condition-coverage" => self.conditions = conditions(value),
            b"missing-branches" => self.missing = Some(value),
            _ => {}
        }
    }
}

/// `50% (1/2)`. Nothing is known of branches from a percentage alone.
fn conditions(text: &[u8]) -> Option<(Percent, Option<Oddity>)> {
    let open = memchr::memchr(b'(', text)?;
    let inner = text[open + 1..].trim_ascii_end().strip_suffix(b")")?;
    let slash = memchr::memchr(b'/', inner)?;
    let (covered, odd) = number::count(&inner[..slash])?;
    let (total, odd_total) = number::count(&inner[slash + 1..])?;
    let more = (covered > total).then_some(Oddity::MoreThanAll);
    Some((Percent::new(covered.min(total), total)?, odd.or(odd_total).or(more)))
}
