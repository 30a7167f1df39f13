//! LCOV tracefiles (`geninfo(1)`, versions 1.x and 2.x), as lcov, llvm-cov, istanbul, coverage.py and many others
//! write them.
//!
//! ```text
//! TN:name                        optional
//! SF:path                        begins a file
//! DA:line,hits[,checksum]
//! BRDA:line,[flags]block,branch,taken     branch is free text, may hold commas; taken is `-` or a count
//! FN:line,[end,]name  FNDA:hits,name      1.x
//! FNL:index,line[,end]  FNA:index,hits,name      2.2
//! LF: LH: BRF: BRH: FNF: FNH:    sums
//! end_of_record
//! ```

mod quick;

use std::borrow::Cow;

use super::number;
use super::{Format, Head, Parts};
use crate::model::{Line, Percent, Totals};
use crate::read::{ArmName, Malformed, NumberedArm, Oddity, Sink};

/// LCOV.
#[derive(Debug)]
pub(super) struct Lcov;

impl Format for Lcov {
    fn name(&self) -> &'static str {
        "LCOV"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        // A file of comments and a test's name may come before the first source file.
        let is_leading = |line: &[u8]| line.is_empty() || line.starts_with(b"#") || line.starts_with(b"TN:");
        head.lines().find(|line| !is_leading(line)).is_some_and(|line| line.starts_with(b"SF:"))
            || head.lines().next().is_some_and(|line| line.starts_with(b"TN:"))
    }

    fn parts(&self) -> Parts {
        Parts::Records(b"end_of_record")
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let has_functions = sink.wants_functions();
        Reader { bytes, at: 0, sink, has_functions, record: None, batch: Batch::default() }.read()
    }
}

struct Reader<'a, 's> {
    bytes: &'a [u8],
    at: usize,
    sink: &'s mut dyn Sink,
    has_functions: bool,
    record: Option<Record<'a>>,
    batch: Batch,
}

/// What has to be known of a file until its record ends.
#[derive(Default)]
struct Record<'a> {
    functions: Vec<Function<'a>>,
    has_lines: bool,
    sums: Sums,
}

/// Lines and arms that the sink is told of in one go; empty in between.
#[derive(Default)]
struct Batch {
    lines: Vec<Line>,
    arms: Vec<NumberedArm>,
}

/// A part of what is told of a function, by its name or its index.
#[derive(Clone, Copy)]
struct Function<'a> {
    key: &'a [u8],
    /// Of the key.
    hash: u64,
    name: Option<&'a [u8]>,
    line: Option<u32>,
    hits: Option<u64>,
}

impl<'a> Function<'a> {
    /// One whose name is its key, of which nothing is told so far.
    fn named(name: &'a [u8]) -> Self {
        // It only has to tell most names apart: whole ones are compared where it is the same.
        let mix = |hash: u64, word: u64| (hash.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
        let (words, rest) = name.as_chunks();
        let hash = words.iter().fold(0, |hash, word| mix(hash, u64::from_le_bytes(*word)));
        let hash = mix(hash, rest.iter().fold(0, |word, byte| word << 8 | u64::from(*byte)));
        Self { key: name, hash, name: Some(name), line: None, hits: None }
    }
}

/// Sums as they stand: found and hit.
#[derive(Default)]
struct Sums {
    lines: (Option<u64>, Option<u64>),
    branches: (Option<u64>, Option<u64>),
    functions: (Option<u64>, Option<u64>),
}

impl<'a> Reader<'a, '_> {
    fn read(mut self) -> Result<(), Malformed> {
        while self.at < self.bytes.len() {
            if self.record.is_some() {
                self.quick();
            }
            if self.at < self.bytes.len() {
                self.slow()?;
            }
        }
        match self.record {
            None => Ok(()),
            Some(_) => Err(Malformed::new(self.bytes.len(), "`end_of_record`")),
        }
    }

    fn slow(&mut self) -> Result<(), Malformed> {
        // Several reports in a row may each begin with a byte order mark.
        if self.record.is_none() && self.bytes[self.at..].starts_with(b"\xef\xbb\xbf") {
            self.at += 3;
        }
        let start = self.at;
        let end =
            memchr::memchr(b'\n', &self.bytes[start..]).map_or(self.bytes.len(), |length| start + length);
        self.at = end + 1;
        let line = self.bytes[start..end].trim_ascii_end();
        if line.is_empty() || line.starts_with(b"#") {
            return Ok(());
        }
        if line == b"end_of_record" {
            self.end();
            return Ok(());
        }
        let Some(colon) = memchr::memchr(b':', line).filter(|at| is_key(&line[..*at])) else {
            return Err(Malformed::new(start, "a record such as `DA:1,1` or `end_of_record`"));
        };
        let (key, value) = (&line[..colon], &line[colon + 1..]);
        self.record(key, value, start)
    }

    fn record(&mut self, key: &[u8], value: &'a [u8], start: usize) -> Result<(), Malformed> {
        let wrong = |expected: &str| Malformed::new(start, expected);
        match key {
            b"TN" => {
                if value == b"GCOVR_report" {
                    self.sink.writer("gcovr");
                }
                return Ok(());
            }
            b"SF" => return self.begin(value, start),
            _ => {}
        }
        let Some(record) = &mut self.record else { return Err(wrong("`SF:` before what is told of a file")) };
        match key {
            b"DA" => {
                record.has_lines = true;
                self.line(value, start).ok_or_else(|| wrong("`DA:line,hits`"))
            }
            b"BRDA" => self.branch(value, start).ok_or_else(|| wrong("`BRDA:line,block,branch,taken`")),
            b"FN" | b"FNDA" | b"FNL" | b"FNA" => {
                let function = function(key, value).ok_or_else(|| wrong(shape(key)))?;
                if self.has_functions {
                    record.functions.push(function);
                }
                Ok(())
            }
            b"LF" | b"LH" | b"BRF" | b"BRH" | b"FNF" | b"FNH" => {
                let sum = number::whole(value).ok_or_else(|| wrong("a number after the colon"))?;
                record.sums.set(key, sum);
                Ok(())
            }
            // A version of the file, and decisions of their own kind: neither is in the model.
            b"VER" | b"MCDC" | b"MCF" | b"MCH" => Ok(()),
            _ => {
                self.sink.odd(Oddity::UnknownRecord, start);
                Ok(())
            }
        }
    }

    fn begin(&mut self, path: &[u8], start: usize) -> Result<(), Malformed> {
        if self.record.is_some() {
            return Err(Malformed::new(start, "`end_of_record` before the next `SF:`"));
        }
        self.record = Some(Record::default());
        let is_wanted = if path.is_empty() {
            self.sink.odd(Oddity::NoPath, start);
            false
        } else {
            self.sink.file(&text(path))
        };
        if is_wanted { Ok(()) } else { self.skip(start) }
    }

    /// Goes to the end of a record that nobody wants, without reading it.
    fn skip(&mut self, start: usize) -> Result<(), Malformed> {
        const END: &[u8] = b"\nend_of_record";
        // The line feed before it may be that of the record's first line.
        let from = self.at.saturating_sub(1).min(self.bytes.len());
        let end = memchr::memmem::find(&self.bytes[from..], END).map(|at| from + at + END.len());
        let Some(end) = end else { return Err(Malformed::new(start, "`end_of_record` after this")) };
        self.record = None;
        self.at = memchr::memchr(b'\n', &self.bytes[end..]).map_or(self.bytes.len(), |at| end + at + 1);
        Ok(())
    }

    fn end(&mut self) {
        let Some(mut record) = self.record.take() else { return };
        tell_functions(&mut record.functions, self.sink);
        if !record.has_lines {
            let totals = record.sums.totals();
            if !totals.is_empty() {
                self.sink.totals(&totals);
            }
        }
    }

    fn line(&mut self, value: &[u8], start: usize) -> Option<()> {
        let (line, rest) = split(value)?;
        // What follows a second comma is a checksum of the source's line.
        let hits = rest.split(|byte| *byte == b',').next().unwrap_or_default();
        let hits = self.count(hits, start)?;
        if let Some(line) = self.line_number(line, start)? {
            self.sink.line(line, hits);
        }
        Some(())
    }

    fn branch(&mut self, value: &[u8], start: usize) -> Option<()> {
        let (line, rest) = split(value)?;
        let (block, rest) = split(rest)?;
        let comma = memchr::memrchr(b',', rest)?;
        let (branch, taken) = (&rest[..comma], rest[comma + 1..].trim_ascii());
        // 2.x: `e` an exception, `f` a fall-through, `U` unreachable; before 2.x: none.
        let digits = block.iter().position(u8::is_ascii_digit)?;
        let (flags, block) = (&block[..digits], number::whole(&block[digits..])?);
        let taken = if taken == b"-" { 0 } else { self.count(taken, start)? };
        let line = self.line_number(line, start)?;
        // What cannot be reached need not be taken.
        let Some(line) = line.filter(|_| !flags.contains(&b'U')) else { return Some(()) };
        match (u32::try_from(block), number::small(branch)) {
            (Ok(block), Some(branch)) => self.sink.arm(line, ArmName::Numbered(block, branch), taken),
            _ => {
                let name = format!("{block},{}", String::from_utf8_lossy(branch));
                self.sink.arm(line, ArmName::Named(&name), taken);
            }
        }
        Some(())
    }

    fn count(&mut self, text: &[u8], start: usize) -> Option<u64> {
        let (count, odd) = number::count(text)?;
        odd.into_iter().for_each(|odd| self.sink.odd(odd, start));
        Some(count)
    }

    /// `None` if it is no number at all, `Some(None)` if it is none of a line.
    #[expect(
        clippy::option_option,
        reason = "the outer one is a mistake in the record, the inner one an oddity"
    )]
    fn line_number(&mut self, text: &[u8], start: usize) -> Option<Option<u32>> {
        let text = text.trim_ascii();
        let line = match text.strip_prefix(b"-") {
            Some(rest) => number::whole(rest).map(|_| 0)?,
            None => number::whole(text)?,
        };
        let line = number::line(line);
        if line.is_none() {
            self.sink.odd(Oddity::OddLine, start);
        }
        Some(line)
    }
}

impl Sums {
    fn set(&mut self, key: &[u8], sum: u64) {
        match key {
            b"LF" => self.lines.0 = Some(sum),
            b"LH" => self.lines.1 = Some(sum),
            b"BRF" => self.branches.0 = Some(sum),
            b"BRH" => self.branches.1 = Some(sum),
            b"FNF" => self.functions.0 = Some(sum),
            _ => self.functions.1 = Some(sum),
        }
    }

    /// What counts where the lines themselves are missing.
    fn totals(&self) -> Totals {
        let percent = |(found, hit): (Option<u64>, Option<u64>)| {
            let found = found.filter(|found| *found > 0)?;
            Percent::new(hit?.min(found), found)
        };
        Totals {
            lines: percent(self.lines),
            branches: percent(self.branches),
            functions: percent(self.functions),
            statements: None,
        }
    }
}

fn is_key(key: &[u8]) -> bool {
    (2..=8).contains(&key.len()) && key.iter().all(u8::is_ascii_uppercase)
}

/// What a record of a function looks like.
fn shape(key: &[u8]) -> &'static str {
    match key {
        b"FN" => "`FN:line,name` or `FN:line,end,name`",
        b"FNDA" => "`FNDA:hits,name`",
        b"FNL" => "`FNL:index,line` or `FNL:index,line,end`",
        _ => "`FNA:index,hits,name`",
    }
}

fn function<'a>(key: &[u8], value: &'a [u8]) -> Option<Function<'a>> {
    let (first, rest) = match (key, split(value)) {
        (_, Some(parts)) => parts,
        (_, None) => return None,
    };
    let line = |text: &[u8]| number::whole(text).and_then(number::line);
    Some(match key {
        b"FN" => {
            number::whole(first)?;
            // A name may hold commas, and does in C++: what stands before it is its end only if it is a number.
            let name = match split(rest) {
                Some((end, name)) if number::whole(end).is_some() && !name.is_empty() => name,
                _ => rest,
            };
            Function { line: line(first), ..Function::named(name) }
        }
        b"FNDA" => Function { hits: Some(count(first)?), ..Function::named(rest) },
        b"FNL" => {
            let start = rest.split(|byte| *byte == b',').next().unwrap_or_default();
            number::whole(start)?;
            Function { name: None, line: line(start), ..Function::named(first) }
        }
        _ => {
            let (hits, name) = split(rest)?;
            Function { name: Some(name), hits: Some(count(hits)?), ..Function::named(first) }
        }
    })
}

/// Puts together what was told of each function. Where two have one name, both have its calls: nobody can tell.
fn tell_functions(functions: &mut [Function<'_>], sink: &mut dyn Sink) {
    // Names are long and begin alike: their hashes are compared first. Stable: of several names the first one counts.
    functions.sort_by(|one, other| (one.hash, one.key).cmp(&(other.hash, other.key)));
    for same in functions.chunk_by(|one, other| one.key == other.key) {
        let hits = same.iter().filter_map(|function| function.hits).max().unwrap_or(0);
        // By index a function may have several names, its aliases: the first one stands for it.
        let name = same.iter().find_map(|function| function.name).unwrap_or_default();
        let name = text(name);
        let mut last = None;
        for line in same.iter().filter_map(|function| function.line) {
            if last != Some(line) {
                sink.function(&name, Some(line), hits);
            }
            last = Some(line);
        }
        if last.is_none() {
            sink.function(&name, None, hits);
        }
    }
}

/// As text; whole ones are checked faster than such as have to be mended.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// What is before the first comma, and after it.
fn split(text: &[u8]) -> Option<(&[u8], &[u8])> {
    memchr::memchr(b',', text).map(|at| (&text[..at], &text[at + 1..]))
}

/// A count of a function: negative ones are 0.
fn count(text: &[u8]) -> Option<u64> {
    let text = text.trim_ascii();
    number::whole(text).or_else(|| number::whole(text.strip_prefix(b"-")?).map(|_| 0))
}
