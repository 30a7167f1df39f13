//! Where a line holds code spans: the part of CommonMark's inline rules that real commit subjects use.

use std::collections::HashMap;
use std::ops::Range;

/// A part of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment<'a> {
    /// Text outside code spans, as written; a backtick in it has no partner.
    Text(&'a str),
    /// The content of a code span, without its backticks and their padding.
    Code(&'a str),
}

/// Splits one line at its balanced code spans (CommonMark 6.1: a span ends at the next run of
/// backticks of the same length).
///
/// Three kinds of span count as text, because they cannot be shown as code in every place: blank
/// ones, those with a backslash before a pipe, which no table cell can hold (GFM 4.10), and those
/// with `]:`, which behind a bracket would make a link reference definition (CommonMark 4.7).
#[must_use]
pub fn segments(line: &str) -> Vec<Segment<'_>> {
    let part = |part: &Part| {
        let text = line.get(part.range.clone()).unwrap_or_default();
        if part.is_code { Segment::Code(text) } else { Segment::Text(text) }
    };
    parts(line).iter().map(part).collect()
}

/// A segment by place.
pub(super) struct Part {
    pub(super) range: Range<usize>,
    pub(super) is_code: bool,
}

/// [`segments`] as offsets into the line; no part is empty.
pub(super) fn parts(line: &str) -> Vec<Part> {
    let mut out = Vec::new();
    let mut text = 0;
    let push_text = |out: &mut Vec<Part>, range: Range<usize>| {
        if !range.is_empty() {
            out.push(Part { range, is_code: false });
        }
    };
    let runs = if line.contains('`') { runs(line) } else { Vec::new() };
    let mut index = 0;
    while let Some(run) = runs.get(index) {
        let Some((partner, close)) = run.partner.and_then(|at| runs.get(at).map(|close| (at, close.start)))
        else {
            index += 1;
            continue;
        };
        if let Some(content) = code_content(line, run.start + run.len..close) {
            push_text(&mut out, text..run.start);
            out.push(Part { range: content, is_code: true });
            text = close + run.len;
        }
        index = partner + 1;
    }
    push_text(&mut out, text..line.len());
    out
}

/// Where the content is without the one space of padding on both sides, if it can be a code span.
fn code_content(line: &str, range: Range<usize>) -> Option<Range<usize>> {
    let raw = line.get(range.clone())?;
    if raw.trim().is_empty() || raw.contains("\\|") || raw.contains("]:") {
        return None;
    }
    let padded = raw.starts_with(' ') && raw.ends_with(' ');
    Some(if padded { range.start + 1..range.end - 1 } else { range })
}

/// A run of backticks, and the next run of the same length.
struct Run {
    start: usize,
    len: usize,
    partner: Option<usize>,
}

/// All runs with their partners, in one pass each way: hostile input stays linear.
fn runs(line: &str) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, _) in line.bytes().enumerate().filter(|(_, byte)| *byte == b'`') {
        match runs.last_mut() {
            Some(run) if run.start + run.len == at => run.len += 1,
            _ => runs.push(Run { start: at, len: 1, partner: None }),
        }
    }
    let mut next = HashMap::new();
    for (index, run) in runs.iter_mut().enumerate().rev() {
        run.partner = next.insert(run.len, index);
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::Segment::{Code, Text};
    use super::*;

    #[test]
    fn finds_balanced_spans_only() {
        assert_eq!(segments("use `a` and `b"), [Text("use "), Code("a"), Text(" and `b")]);
        assert_eq!(segments("``a`b`` c"), [Code("a`b"), Text(" c")]);
        assert_eq!(segments("`` ` ``"), [Code("`")]);
        assert_eq!(segments("` ` x"), [Text("` ` x")]);
        assert_eq!(segments(r"`a\|b`"), [Text(r"`a\|b`")]);
        assert_eq!(segments(""), []);
    }
}
