//! A page cut to the size its place allows, without leaving anything open.

use std::borrow::Cow;

use super::outline::{Line, Outline};

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
    let fits = [format!("{marker}\n\n{note}"), marker.to_owned(), note.to_owned()];
    fits.into_iter()
        .map(|text| text.trim().to_owned())
        .find(|text| unit.count(text) <= limit)
        .unwrap_or_default()
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
#[derive(Clone, Default)]
struct Cut {
    end: usize,
    size: usize,
    closers: String,
}

impl Search<'_> {
    fn cut(&self) -> Option<String> {
        let tail = self.unit.count(self.tail);
        let room = self.limit.checked_sub(tail)?;
        let (block, line, next) = self.scan(room);
        // Half a page of whole entries is better than a full page with one cut in two.
        let best = [block, line].into_iter().flatten().find(|cut| cut.size >= room / 2);
        let cut = match best {
            Some(cut) => cut,
            None => self.inside_line(next, room).or_else(|| self.scan(room).0)?,
        };
        let kept = self.text.get(..cut.end)?.trim_end();
        if kept.is_empty() {
            return None;
        }
        Some(format!("{kept}{}{}", cut.closers, self.tail))
    }

    /// The last places that fit: before a block, and before any line; and the line after that one.
    fn scan(&self, room: usize) -> (Option<Cut>, Option<Cut>, Next) {
        let mut outline = Outline::default();
        let (mut block, mut line): (Option<Cut>, Option<Cut>) = (None, None);
        let mut next = Next::default();
        let (mut end, mut size) = (0, 0);
        let mut heading = false;
        let marker = marker(self.text).map_or(0, str::len);
        for text in self.text.split_inclusive('\n') {
            let before = outline.clone();
            let kind = outline.feed(text.trim_end_matches(['\n', '\r']));
            let closers = if before.is_hidden() { String::new() } else { before.closers() };
            if !before.is_hidden() && size + self.unit.count(&closers) <= room {
                let cut = Cut { end, size, closers };
                let whole = matches!(kind, Line::Heading | Line::Item | Line::Block | Line::Row) && !heading;
                if whole || end <= marker + 1 {
                    block = Some(cut.clone());
                }
                line = Some(cut);
                next = Next { end, size, outline: before, kind: Some(kind) };
            }
            if size > room {
                break;
            }
            if kind != Line::Blank {
                heading = kind == Line::Heading;
            }
            end += text.len();
            size += self.unit.count(text);
        }
        (block, line, next)
    }

    /// Cuts the line that did not fit, after a word if there is one near.
    fn inside_line(&self, next: Next, room: usize) -> Option<Cut> {
        if matches!(next.kind, None | Some(Line::Hidden)) {
            return None;
        }
        let line = self.text.get(next.end..)?.split('\n').next()?;
        if line.trim_start().starts_with('<') && next.kind != Some(Line::Fenced) {
            return None;
        }
        // What is open before the line has to be closed after it too, and the line may open more.
        let mut spare = self.unit.count(&next.outline.closers()) + self.unit.count("…");
        for _ in 0..8 {
            let kept = self.unit.prefix(line, room.checked_sub(next.size + spare)?);
            let kept = after_word(kept);
            let mut outline = next.outline.clone();
            outline.feed(&format!("{kept}…"));
            let closers = outline.closers();
            let size = next.size + self.unit.count(kept) + self.unit.count("…");
            if outline.is_hidden() || kept.trim().is_empty() {
                return None;
            }
            if size + self.unit.count(&closers) <= room {
                return Some(Cut { end: next.end + kept.len(), size, closers: format!("…{closers}") });
            }
            spare = self.unit.count(&closers) + self.unit.count("…");
        }
        None
    }
}

/// The first line that does not fit, and what is open before it.
#[derive(Default)]
struct Next {
    end: usize,
    size: usize,
    outline: Outline,
    kind: Option<Line>,
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
        for (open, end) in [("<!x", ">"), ("<?x", "?>"), ("<![CDATA[", "]]>")] {
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
