//! A page cut to the size its place allows, without leaving anything open.

use std::borrow::Cow;

use super::outline::{Line, Outline};
use super::readings::{Readings, is_blank};

/// What a limit counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// UTF-16 code units: Discord and everything else that counts in JavaScript.
    Utf16,
    /// UTF-8 bytes: step summaries (1 MiB), annotations.
    Bytes,
    /// Unicode scalar values: GitHub's bodies (65,536 a comment, 125,000 a release).
    Chars,
}

impl Unit {
    /// The size of a text in this unit.
    #[must_use]
    pub fn count(self, text: &str) -> usize {
        match self {
            Self::Utf16 => text.chars().map(char::len_utf16).sum(),
            Self::Bytes => text.len(),
            Self::Chars => text.chars().count(),
        }
    }

    /// The longest prefix that is no larger than `limit`.
    fn prefix(self, text: &str, limit: usize) -> &str {
        let mut left = limit;
        for (at, c) in text.char_indices() {
            let size = match self {
                Self::Utf16 => c.len_utf16(),
                Self::Bytes => c.len_utf8(),
                Self::Chars => 1,
            };
            if size > left {
                return text.get(..at).unwrap_or_default();
            }
            left -= size;
        }
        text
    }
}

/// Cuts a Markdown page to `limit` and says so.
///
/// A page that fits comes back as it is. Otherwise it is cut before a block, list entry or table
/// row; what is open there is closed (fences, `<details>` and other elements); `note`, Markdown
/// that should link to the rest, follows as its own paragraph. A heading is not left without its
/// section, a marker comment at the top stays, and nothing is cut inside a comment. Only where a
/// single block takes more than half the room is it cut inside: between its lines, or after a
/// word and `…`.
///
/// The result is never larger than `limit`. With no room even for the marker and the note, the
/// note goes first, then the marker.
///
/// ```
/// use deploy_kit_core::markdown::{Unit, truncate};
/// let page = "<!-- key -->\n## Log\n\n```\none\ntwo\nthree\nfour\n```\n";
/// assert_eq!(truncate(page, 47, Unit::Chars, "[rest](u)"), "<!-- key -->\n## Log\n\n```\none\n```\n\n[rest](u)\n");
/// ```
#[must_use]
pub fn truncate<'a>(text: &'a str, limit: usize, unit: Unit, note: &str) -> Cow<'a, str> {
    // A text has at most as many units as bytes, whatever the unit.
    if text.len() <= limit || unit.count(text) <= limit {
        return Cow::Borrowed(text);
    }
    let tail = if note.is_empty() { String::from("\n") } else { format!("\n\n{}\n", note.trim()) };
    let cut = Search { text, limit, unit, tail: &tail }.cut();
    Cow::Owned(cut.unwrap_or_else(|| without_room(text, limit, unit, note)))
}

/// Not even the start of the page fits together with the note.
fn without_room(text: &str, limit: usize, unit: Unit, note: &str) -> String {
    let marker = marker(text).unwrap_or_default();
    let mut readings = Readings::default();
    marker.split('\n').for_each(|line| readings.feed(line));
    let both = readings.are_at_top().then(|| format!("{marker}\n\n{note}"));
    let fits = both.into_iter().chain([marker.to_owned(), note.to_owned()]);
    fits.map(|text| text.trim().to_owned()).find(|text| unit.count(text) <= limit).unwrap_or_default()
}

/// The comment a page starts with.
fn marker(text: &str) -> Option<&str> {
    let end = text.strip_prefix("<!--")?.find("-->")?;
    text.get(..4 + end + 3)
}

struct Search<'a> {
    text: &'a str,
    limit: usize,
    unit: Unit,
    tail: &'a str,
}

/// A place to cut: how much is kept, how large that is, and what has to be closed.
#[derive(Clone)]
struct Cut {
    end: usize,
    size: usize,
    closers: String,
}

/// The start of the page, up to a line's end.
#[derive(Clone, Default)]
struct Start {
    end: usize,
    size: usize,
    outline: Outline,
    readings: Readings,
}

/// The places at which a page may be cut.
#[derive(Default)]
struct Places {
    /// The last one before a block.
    block: Option<Cut>,
    /// The last one before any line.
    line: Option<Cut>,
    /// What is before that line, and what the line is.
    next: Option<(Start, Line)>,
}

impl Search<'_> {
    fn cut(&self) -> Option<String> {
        let room = self.limit.checked_sub(self.unit.count(self.tail))?;
        let Places { block, line, next } = self.places(room);
        // Half a page of whole entries is better than a full page with one cut in two.
        let is_long = |cut: &Cut| cut.size >= room / 2;
        let inside = || next.and_then(|(start, kind)| self.inside_line(&start, kind, room));
        let cut = match (block, line) {
            (Some(block), _) if is_long(&block) => block,
            (_, Some(line)) if is_long(&line) => line,
            (block, line) => inside().or(block).or(line)?,
        };
        let kept = self.text.get(..cut.end)?;
        Some(format!("{kept}{}{}", cut.closers, self.tail))
    }

    fn places(&self, room: usize) -> Places {
        let mut places = Places::default();
        let mut start = Start::default();
        // The same without the blank lines at its end.
        let mut kept = (0, Readings::default());
        let mut heading = false;
        let marker = marker(self.text).map_or(0, str::len);
        for text in self.text.split_inclusive('\n') {
            let line = without_break(text);
            let before = start.clone();
            let kind = start.outline.feed(line);
            if let Some(closers) = self.closers(&before, &kept.1, room) {
                let cut = Cut { end: kept.0, size: before.size, closers };
                let whole = matches!(kind, Line::Heading | Line::Item | Line::Block | Line::Row) && !heading;
                if cut.end > 0 && (whole || before.end <= marker + 1) {
                    places.block = Some(cut.clone());
                }
                places.line = Some(cut).filter(|cut| cut.end > 0);
                places.next = Some((before, kind));
            }
            if start.size > room {
                break;
            }
            if kind != Line::Blank {
                heading = kind == Line::Heading;
            }
            start.readings.feed(line);
            if !is_blank(line) {
                kept = (start.end + line.len(), start.readings.clone());
            }
            start.end += text.len();
            start.size += self.unit.count(text);
        }
        places
    }

    /// What closes all that is open, if a page that ends here takes the note, and has the room.
    fn closers(&self, start: &Start, kept: &Readings, room: usize) -> Option<String> {
        if start.outline.is_hidden() {
            return None;
        }
        let closers = start.outline.closers();
        (start.size + self.unit.count(&closers) <= room && are_closed(kept.clone(), &closers))
            .then_some(closers)
    }

    /// Cuts the line that did not fit, after a word if there is one near.
    fn inside_line(&self, start: &Start, kind: Line, room: usize) -> Option<Cut> {
        if kind == Line::Hidden {
            return None;
        }
        let line = without_break(self.text.get(start.end..)?.split_inclusive('\n').next()?);
        if line.trim_start().starts_with('<') && kind != Line::Fenced {
            return None;
        }
        // What is open before the line has to be closed after it too, and the line may open more.
        let mut spare = self.unit.count(&start.outline.closers()) + self.unit.count("…");
        for _ in 0..8 {
            let kept = self.unit.prefix(line, room.checked_sub(start.size + spare)?);
            let kept = after_word(kept);
            let (mut outline, mut readings) = (start.outline.clone(), start.readings.clone());
            let last = format!("{kept}…");
            outline.feed(&last);
            readings.feed(&last);
            let closers = outline.closers();
            let size = start.size + self.unit.count(&last);
            if outline.is_hidden() || kept.trim().is_empty() {
                return None;
            }
            if size + self.unit.count(&closers) <= room {
                let cut = Cut { end: start.end + kept.len(), size, closers: format!("…{closers}") };
                return are_closed(readings, &closers).then_some(cut);
            }
            spare = self.unit.count(&closers) + self.unit.count("…");
        }
        None
    }
}

/// Whether nothing would take in a note behind these closers.
fn are_closed(mut readings: Readings, closers: &str) -> bool {
    // They start with a line break.
    closers.split('\n').skip(1).for_each(|line| readings.feed(line));
    readings.are_at_top()
}

fn without_break(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// The text up to its last space, if that is among the last 40 bytes.
fn after_word(text: &str) -> &str {
    match text.rfind(' ') {
        Some(at) if text.len() - at <= 40 && at > 0 => text.get(..at).unwrap_or(text),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(page: &str, limit: usize, expect: &str) {
        assert_eq!(truncate(page, limit, Unit::Chars, "(more)"), expect);
        assert!(expect.chars().count() <= limit);
    }

    #[test]
    fn a_page_that_fits_is_left_alone() {
        assert!(matches!(truncate("abc", 3, Unit::Chars, "n"), Cow::Borrowed("abc")));
        assert!(matches!(truncate("ééé", 3, Unit::Chars, "n"), Cow::Borrowed(_)));
    }

    #[test]
    fn entries_stay_whole_and_headings_are_not_left_behind() {
        let page = "## A\n\n* one\n* two\n  more\n* three\n\n## B\n\n* four is long\n";
        check(page, 36, "## A\n\n* one\n* two\n  more\n\n(more)\n");
        check(page, 48, "## A\n\n* one\n* two\n  more\n* three\n\n(more)\n");
    }

    #[test]
    fn what_looks_like_a_fence_in_a_declaration_is_none() {
        for (open, end) in [("<!X", ">"), ("<?x", "?>"), ("<![CDATA[", "]]>")] {
            let page = format!("{open}\n```\n{end}\n\nwords\n\n{}\n", "more words ".repeat(9));
            check(&page, 40, &format!("{open}\n```\n{end}\n\nwords\n\n(more)\n"));
        }
    }

    #[test]
    fn only_blanks_may_follow_a_fence() {
        let page = format!("```\na\n``` \u{c}\nb\n{}", "words\n".repeat(9));
        check(&page, 40, "```\na\n``` \u{c}\nb\nwords\nwords\n```\n\n(more)\n");
    }

    #[test]
    fn what_is_read_in_two_ways_is_not_kept() {
        // Tabs behind a fence end it for some parsers only, and a declaration in small letters is none for GitHub.
        for doubtful in ["```\na\n```\t\t", "<!x\n```\n>", "- a\nb\n  ```\nc"] {
            let page = format!("words\n\n{doubtful}\nwords\n\n{}\n", "more words ".repeat(9));
            let cut = truncate(&page, 50, Unit::Chars, "(more)");
            assert!(!cut.contains(&format!("{doubtful}\n")) && cut.starts_with("words\n"), "{cut}");
        }
    }

    #[test]
    fn an_arrow_is_no_tag() {
        let page = format!("<->\n- a\n```\n{}\n```\n", "words\n".repeat(9));
        check(&page, 40, "<->\n- a\n```\nwords\nwords\n```\n\n(more)\n");
    }

    #[test]
    fn what_is_open_is_closed() {
        let lines = |count| "  line\n".repeat(count);
        let page =
            format!("<details><summary>Log</summary>\n\n- a\n  ```sh\n{}  ```\n\n</details>\n", lines(30));
        let kept = format!("<details><summary>Log</summary>\n\n- a\n  ```sh\n{}  ```", lines(9));
        check(&page, 140, &format!("{kept}\n\n</details>\n\n(more)\n"));
    }

    #[test]
    fn a_table_is_cut_between_rows() {
        let page = "| a | b |\n| - | - |\n| 1 | 2 |\n| 3 | 4 |\n| 5 | 6 |\n";
        check(page, 42, "| a | b |\n| - | - |\n| 1 | 2 |\n\n(more)\n");
    }

    #[test]
    fn one_long_block_is_cut_inside() {
        check(&"word ".repeat(30), 30, "word word word word…\n\n(more)\n");
        check(&format!("```\n{}\n```\n", "x".repeat(99)), 30, "```\nxxxxxxxxxxxx…\n```\n\n(more)\n");
    }

    #[test]
    fn comments_are_never_open() {
        let page = format!("<!-- key -->\n<!-- {}\n-->\ntext\n", "x\n".repeat(40));
        check(&page, 40, "<!-- key -->\n\n(more)\n");
        check(&page, 12, "<!-- key -->");
        check(&page, 7, "(more)");
        check(&page, 2, "");
    }

    #[test]
    fn units_differ() {
        assert_eq!(Unit::Utf16.count("a😀"), 3);
        assert_eq!(Unit::Bytes.count("a😀"), 5);
        assert_eq!(Unit::Chars.count("a😀"), 2);
        assert_eq!(Unit::Utf16.prefix("a😀b", 2), "a");
    }
}
