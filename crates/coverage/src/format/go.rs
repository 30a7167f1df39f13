//! Go's cover profiles (`golang.org/x/tools/cover`), of `go test -coverprofile` and `go tool covdata textfmt`.
//!
//! ```text
//! mode: set | count | atomic
//! example.com/module/file.go:3.14,5.2 2 1      start line.column,end line.column  statements  count
//! ```
//!
//! A block stands once for every test binary that covers it (`-coverpkg`): it ran if it ran in one of them. Profiles that
//! are put one after the other have a `mode:` line each. Paths begin with the module of go.mod.
//!
//! Go measures statements, not lines. Lines are those that a block touches, less the one where a block only ends: its
//! closing brace alone, as `go tool cover` paints it. A line that several blocks share, as that of an `if` and its `{`, is
//! full if all of them ran: to Codecov it is a partial one otherwise, and the blocks are its arms.

use std::collections::BTreeMap;

use super::number;
use super::{Format, Head};
use crate::model::Span;
use crate::read::{ArmName, Malformed, Oddity, Sink};

/// Go.
#[derive(Debug)]
pub(super) struct Go;

impl Format for Go {
    fn name(&self) -> &'static str {
        "Go cover profile"
    }

    fn recognises(&self, head: &Head<'_>) -> bool {
        head.lines().next().is_some_and(|line| mode(line).is_some())
    }

    fn read(&self, bytes: &[u8], sink: &mut dyn Sink) -> Result<(), Malformed> {
        let bytes_from = |offset: usize| bytes.get(offset..).filter(|rest| !rest.is_empty());
        let mut at = if bytes.starts_with(b"\xef\xbb\xbf") { 3 } else { 0 };
        let mut current = Current { path: &[], is_wanted: false };
        let mut shared = Shared::new();
        while let Some(rest) = bytes_from(at) {
            let length = memchr::memchr(b'\n', rest).unwrap_or(rest.len());
            let line = rest[..length].trim_ascii();
            if !line.is_empty() && !line.starts_with(b"mode:") {
                block(line, at, &mut current, &mut shared, sink)?;
            } else if line.starts_with(b"mode:") && mode(line).is_none() {
                return Err(Malformed::new(at, "`mode: set`, `mode: count` or `mode: atomic`"));
            }
            at += length + 1;
        }
        tell_shared(shared, sink);
        Ok(())
    }
}

/// The blocks at whose ends lines may be shared, by file: line, where the block begins, count. What is in between is the
/// block's alone.
type Shared<'a> = BTreeMap<&'a [u8], Vec<(u32, (u32, u32), u64)>>;

/// Blocks that share a line, once all are known: one may stand far from the other, and more than once.
fn tell_shared(shared: Shared<'_>, sink: &mut dyn Sink) {
    for (path, mut ends) in shared {
        ends.sort_unstable();
        let mut lines = ends
            .chunk_by(|one, other| one.0 == other.0)
            .filter(|line| line.first().map(|block| block.1) != line.last().map(|block| block.1))
            .peekable();
        if lines.peek().is_none() || !sink.file(&String::from_utf8_lossy(path)) {
            continue;
        }
        for (line, (start, column), hits) in lines.flatten() {
            sink.arm(*line, ArmName::Numbered(*start, *column), *hits);
        }
    }
}

/// The file that was told last.
struct Current<'a> {
    path: &'a [u8],
    is_wanted: bool,
}

fn mode(line: &[u8]) -> Option<&[u8]> {
    let mode = line.strip_prefix(b"mode:")?.trim_ascii();
    [&b"set"[..], b"count", b"atomic", b"regonly"].contains(&mode).then_some(mode)
}

fn block<'a>(
    line: &'a [u8],
    at: usize,
    current: &mut Current<'a>,
    shared: &mut Shared<'a>,
    sink: &mut dyn Sink,
) -> Result<(), Malformed> {
    let wrong = || Malformed::new(at, "`file.go:line.column,line.column statements count`");
    let (path, span, weight, count) = parts(line).ok_or_else(wrong)?;
    if path != current.path {
        *current = Current { path, is_wanted: sink.file(&String::from_utf8_lossy(path)) };
    }
    if !current.is_wanted {
        return Ok(());
    }
    let (hits, odd) = number::count(count).ok_or_else(wrong)?;
    odd.into_iter().for_each(|odd| sink.odd(odd, at));
    let (Some(first), Some(last)) = (number::line(span.start.0.into()), number::line(span.end.0.into()))
    else {
        sink.odd(Oddity::OddLine, at);
        return Ok(());
    };
    sink.statement(span, weight, hits);
    // A block without a statement says nothing of its lines.
    if weight == 0 || last < first {
        return Ok(());
    }
    // A block reaches up to its closing brace: alone on its line it is at column 2 at the least.
    let ends_with_brace = last > first && span.end.1 <= 2;
    let last = if ends_with_brace { last - 1 } else { last };
    (first..=last).for_each(|number| sink.line(number, hits));
    let ends = shared.entry(path).or_default();
    ends.push((first, span.start, hits));
    if last > first {
        ends.push((last, span.start, hits));
    }
    Ok(())
}

/// Path, place, statements and count. The path may hold colons and spaces: the parts are found from the end.
fn parts(line: &[u8]) -> Option<(&[u8], Span, u32, &[u8])> {
    let (rest, count) = cut_last(line, b' ')?;
    let (rest, weight) = cut_last(rest.trim_ascii_end(), b' ')?;
    let (path, span) = cut_last(rest.trim_ascii_end(), b':')?;
    let comma = memchr::memchr(b',', span)?;
    let (start, end) = (point(&span[..comma])?, point(&span[comma + 1..])?);
    (!path.is_empty()).then_some((path, Span { start, end }, number::small(weight)?, count))
}

fn point(text: &[u8]) -> Option<(u32, u32)> {
    let (line, column) = cut_last(text, b'.')?;
    Some((number::small(line)?, number::small(column)?))
}

fn cut_last(text: &[u8], at: u8) -> Option<(&[u8], &[u8])> {
    memchr::memrchr(at, text).map(|at| (&text[..at], &text[at + 1..]))
}
