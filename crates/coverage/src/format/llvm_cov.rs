//! `llvm-cov export -format=text`, of clang, rustc and Swift (versions 2.0.0 to 3.1.0).
//!
//! ```json
//! {"data": [{"files": [{"filename": "/abs/a.c", "segments": [[3, 10, 4, true, true, false], [5, 2, 0, false, false, false]],
//!      "branches": [[4, 7, 4, 12, 3, 1, 0, 0, 4]], "summary": {"lines": {"count": 3, "covered": 3}}}],
//!   "functions": [{"name": "f", "count": 4, "filenames": ["/abs/a.c"], "regions": [[3, 10, 5, 2, 4, 0, 0, 0]]}]}],
//!  "type": "llvm.coverage.json.export", "version": "2.0.1"}
//! ```
//!
//! A segment is a place where the count changes. Lines are rebuilt from segments as LLVM does
//! (`LineCoverageStats`, llvm/lib/ProfileData/Coverage/CoverageMapping.cpp). llvm-cov's own sum of lines is one
//! over functions and may differ, so the sums stand beside the lines. With `-summary-only` they are all there is.

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, Visitor};

use super::json::{self, Count, Keys};
use super::number;
use super::{Format, Head};
use crate::model::{Percent, Span, Totals};
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// llvm-cov.
#[derive(Debug)]
pub(super) struct LlvmCov;

impl Format for LlvmCov {
    fn name(&self) -> &'static str {
        "llvm-cov"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        let end = &head.text[head.text.len().saturating_sub(512)..];
        let keys =
            |keys: &Keys| keys.has(&["data", "files", "segments"]) || keys.has(&["data", "files", "summary"]);
        head.keys().is_some_and(|all| {
            keys(all)
                || (all.has(&["data"]) && memchr::memmem::find(end, b"llvm.coverage.json.export").is_some())
        })
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let document: Document = json::parse(bytes)?;
        for export in &document.data {
            // The functions of a file, told with it: `filenames` is a list of those that its regions stand in.
            let mut functions: HashMap<&str, Vec<&Function>> = HashMap::new();
            for function in &export.functions {
                if let Some(name) = function.filenames.first() {
                    functions.entry(name).or_default().push(function);
                }
            }
            for file in &export.files {
                if sink.file(&file.filename) {
                    file.tell(functions.remove(&*file.filename).as_deref().unwrap_or_default(), sink);
                }
            }
        }
        Ok(())
    }
}

#[derive(Deserialize)]
struct Document {
    data: Vec<Export>,
}

#[derive(Deserialize)]
struct Export {
    files: Vec<File>,
    #[serde(default)]
    functions: Vec<Function>,
}

#[derive(Deserialize)]
struct File {
    filename: String,
    #[serde(default)]
    segments: Vec<Segment>,
    /// Lines and columns of start and end, counts of true and false, and what later versions add.
    #[serde(default)]
    branches: Vec<Vec<Count>>,
    summary: Option<Summary>,
}

#[derive(Deserialize)]
struct Function {
    name: String,
    count: Count,
    filenames: Vec<String>,
    /// Lines and columns of start and end, count, the number of the file, that of an expansion, the kind.
    #[serde(default)]
    regions: Vec<Vec<Count>>,
}

#[derive(Deserialize)]
struct Summary {
    lines: Option<Sum>,
    branches: Option<Sum>,
    functions: Option<Sum>,
    regions: Option<Sum>,
}

#[derive(Deserialize)]
struct Sum {
    count: u64,
    covered: u64,
}

/// A place where the count changes: line, column, count, whether it has one, whether a region begins; since LLVM 9
/// whether it is a gap.
struct Segment {
    line: u64,
    count: u64,
    has_count: bool,
    is_entry: bool,
    is_gap: bool,
}

impl<'de> Deserialize<'de> for Segment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let parts = Vec::<Part>::deserialize(deserializer)?;
        let [line, _, count, has_count, is_entry, rest @ ..] = &parts[..] else {
            return Err(serde::de::Error::invalid_length(parts.len(), &"a segment of at least 5 parts"));
        };
        let is_gap = rest.first().is_some_and(|gap| gap.0 > 0);
        Ok(Self {
            line: line.0,
            count: count.0,
            has_count: has_count.0 > 0,
            is_entry: is_entry.0 > 0,
            is_gap,
        })
    }
}

/// A part of a segment: a number, or a truth, which is 0 or 1 before LLVM 9.
struct Part(u64);

impl<'de> Deserialize<'de> for Part {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(PartVisitor)
    }
}

struct PartVisitor;

impl Visitor<'_> for PartVisitor {
    type Value = Part;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a number or a truth")
    }

    fn visit_bool<E>(self, truth: bool) -> Result<Part, E> {
        Ok(Part(u64::from(truth)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Part, E> {
        Ok(Part(number))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Part, E> {
        Ok(Part(0))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Part, E> {
        // A count beyond 2⁶⁴; the conversion saturates.
        Ok(Part(number as u64))
    }
}

/// The kind of a region that is code, and not skipped, a gap or an expansion.
const CODE: u64 = 0;

impl File {
    fn tell(&self, functions: &[&Function], sink: &mut dyn Sink) {
        tell_lines(&self.segments, sink);
        for (at, branch) in self.branches.iter().enumerate() {
            let [line, column, _, _, taken, other, ..] = &branch[..] else {
                sink.odd(Oddity::UnknownRecord, 0);
                continue;
            };
            let Some(line) = number::line(line.hits) else {
                sink.odd(Oddity::OddLine, 0);
                continue;
            };
            // Two branches at one place are those of two instantiations: they are one.
            let column = u32::try_from(column.hits).unwrap_or(u32::try_from(at).unwrap_or(u32::MAX));
            sink.arm(line, ArmName::Numbered(column, 0), taken.hits);
            sink.arm(line, ArmName::Numbered(column, 1), other.hits);
        }
        for function in functions {
            function.tell(sink);
        }
        if let Some(summary) = &self.summary {
            sink.totals(&summary.totals());
        }
    }
}

impl Function {
    fn tell(&self, sink: &mut dyn Sink) {
        let regions: Vec<_> = self.regions.iter().filter_map(|region| place(region)).collect();
        let line = regions.first().map(|(span, _)| span.start.0);
        sink.function(&self.name, line, self.count.hits);
        for (span, hits) in regions {
            sink.statement(span, 1, hits);
        }
    }
}

/// Where a region of code stands in the function's own file, and its count.
fn place(region: &[Count]) -> Option<(Span, u64)> {
    let [start_line, start_column, end_line, end_column, count, file, _, kind, ..] = region else {
        return None;
    };
    let small = |count: &Count| u32::try_from(count.hits).ok();
    let start = (number::line(start_line.hits)?, small(start_column)?);
    let end = (number::line(end_line.hits)?, small(end_column)?);
    (kind.hits == CODE && file.hits == 0).then_some((Span { start, end }, count.hits))
}

/// Lines from segments, which are in order.
fn tell_lines(segments: &[Segment], sink: &mut dyn Sink) {
    let mut wrapped: Option<&Segment> = None;
    let mut rest = segments;
    let Some(first) = segments.first() else { return };
    let mut line = first.line;
    while let Some(next) = rest.first() {
        let length = rest.iter().take_while(|segment| segment.line <= line).count();
        let (own, later) = rest.split_at(length);
        if let (Some(hits), Some(number)) = (hits(own, wrapped), number::line(line)) {
            sink.line(number, hits);
        }
        wrapped = own.last().or(wrapped);
        rest = later;
        // Lines that nothing counts are passed over at once: a segment may claim to be very far away.
        let is_counted = wrapped.is_some_and(|segment| segment.has_count);
        let far = next.line.max(rest.first().map_or(0, |segment| segment.line));
        line = if is_counted && number::line(line).is_some() { line + 1 } else { far.max(line + 1) };
    }
}

/// How often a line ran; `None` if it is not mapped.
fn hits(own: &[Segment], wrapped: Option<&Segment>) -> Option<u64> {
    let starts = || own.iter().filter(|segment| !segment.is_gap && segment.has_count && segment.is_entry);
    let is_skipped = own.first().is_some_and(|first| !first.has_count && first.is_entry);
    let is_wrapped = wrapped.is_some_and(|segment| segment.has_count);
    if is_skipped || !(is_wrapped || starts().next().is_some()) {
        return None;
    }
    starts().chain(wrapped).map(|segment| segment.count).max()
}

impl Summary {
    fn totals(&self) -> Totals {
        let percent = |sum: &Option<Sum>| sum.as_ref().and_then(|sum| Percent::new(sum.covered, sum.count));
        Totals {
            lines: percent(&self.lines),
            branches: percent(&self.branches),
            functions: percent(&self.functions),
            statements: percent(&self.regions),
        }
    }
}
