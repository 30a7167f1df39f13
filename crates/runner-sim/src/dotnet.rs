//! What .NET's strings and streams do, where that differs from Rust's.

use std::borrow::Cow;

use crate::Culture;
use crate::collation::{is_ignorable, is_joined, is_joining};

/// `StreamReader` with byte order mark detection, which drops it from the start of a stream.
pub(crate) fn decode(bytes: &[u8]) -> Cow<'_, str> {
    String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))
}

/// `Char.IsWhiteSpace`.
pub(crate) fn is_white_space(c: char) -> bool {
    matches!(c,
        '\t'..='\r' | ' ' | '\u{85}' | '\u{A0}' | '\u{1680}' | '\u{2000}'..='\u{200A}'
        | '\u{2028}' | '\u{2029}' | '\u{202F}' | '\u{205F}' | '\u{3000}')
}

/// `String.Split(separator, 2, RemoveEmptyEntries)`: empty parts in front of either part vanish.
pub(crate) fn split_pair(text: &str, separator: char) -> Option<(&str, &str)> {
    let (first, rest) = text.trim_start_matches(separator).split_once(separator)?;
    let rest = rest.trim_start_matches(separator);
    (!rest.is_empty()).then_some((first, rest))
}

/// `String.IndexOf(string)` from `start`, a byte offset. Without a `StringComparison` it follows
/// the culture, which is ICU's collation.
pub(crate) fn find(text: &str, pattern: &str, start: usize, culture: Culture) -> Option<usize> {
    let rest = text.get(start..)?;
    let at = match culture {
        Culture::Ordinal => rest.find(pattern),
        Culture::Linguistic => {
            let free = |at| !text[..start + at].ends_with(is_joining);
            let mut places = rest.char_indices().map(|(at, _)| at);
            places.find(|&at| free(at) && matches_at(&rest[at..], pattern))
        }
    };
    at.map(|at| start + at)
}

/// `String.StartsWith(string)`, by the culture, too.
pub(crate) fn starts_with(text: &str, pattern: &str, culture: Culture) -> bool {
    match culture {
        Culture::Ordinal => text.starts_with(pattern),
        Culture::Linguistic => matches_at(text.trim_start_matches(is_ignorable), pattern),
    }
}

/// `String.Substring(at + count)`, with `count` in UTF-16 units.
pub(crate) fn skip(text: &str, at: usize, count: usize) -> &str {
    let mut rest = text[at..].chars();
    let mut skipped = 0;
    while skipped < count {
        skipped += rest.next().map_or(count, char::len_utf16);
    }
    rest.as_str()
}

/// Whether `text` begins with `pattern` in ICU's eyes: characters of no weight are skipped, and the
/// match must not end within a grapheme.
fn matches_at(text: &str, pattern: &str) -> bool {
    let mut text = text.chars();
    for (number, wanted) in pattern.chars().enumerate() {
        let mut next = text.next();
        while number > 0 && next.is_some_and(is_ignorable) {
            next = text.next();
        }
        if next != Some(wanted) {
            return false;
        }
    }
    !text.next().is_some_and(is_joined)
}

/// `StreamReader.ReadLine` over bytes that come piece by piece: LF, CR and CRLF end a line.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    waiting: Vec<u8>,
    started: bool,
}

impl Lines {
    /// Takes more bytes and gives the lines that are complete.
    pub(crate) fn feed(&mut self, bytes: &[u8]) -> Vec<String> {
        self.waiting.extend_from_slice(bytes);
        let mut lines = Vec::new();
        let mut start = 0;
        let mut at = 0;
        while at < self.waiting.len() {
            let ends = match (self.waiting[at], self.waiting.get(at + 1)) {
                (b'\n', _) => 1,
                (b'\r', Some(b'\n')) => 2,
                (b'\r', Some(_)) => 1,
                // Whether an LF follows is not known yet.
                (b'\r', None) => break,
                _ => 0,
            };
            if ends > 0 {
                lines.push((start, at));
                start = at + ends;
            }
            at += ends.max(1);
        }
        let lines = lines.into_iter().map(|(start, end)| self.line(start, end)).collect();
        self.waiting.drain(..start);
        lines
    }

    /// The last line, if it was left open.
    pub(crate) fn end(&mut self) -> Option<String> {
        let end = self.waiting.strip_suffix(b"\r").map_or(self.waiting.len(), <[u8]>::len);
        let line = (!self.waiting.is_empty()).then(|| self.line(0, end));
        self.waiting.clear();
        line
    }

    fn line(&mut self, start: usize, end: usize) -> String {
        let bytes = &self.waiting[start..end];
        let text = if std::mem::replace(&mut self.started, true) {
            String::from_utf8_lossy(bytes)
        } else {
            decode(bytes)
        };
        text.into_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_part_of_a_pair_ends_at_the_first_separator() {
        assert_eq!(split_pair("a=b=c", '='), Some(("a", "b=c")));
        assert_eq!(split_pair("==a==b", '='), Some(("a", "b")));
        assert_eq!(split_pair("a=", '='), None);
        assert_eq!(split_pair("a", '='), None);
    }

    #[test]
    fn a_culture_skips_what_has_no_width_and_heeds_graphemes() {
        let find = |text| find(text, "::", 0, Culture::Linguistic);
        assert_eq!(find("a::b"), Some(1));
        assert_eq!(find("\u{200d}:\u{200d}:b"), Some(3));
        assert_eq!(find("::\u{301}b"), None);
        assert_eq!(find("\u{600}::b"), None);
        assert_eq!(super::find("::\u{301}b", "::", 0, Culture::Ordinal), Some(0));
        assert!(starts_with("\u{feff}::", "::", Culture::Linguistic));
    }

    #[test]
    fn lines_end_with_lf_cr_or_both() {
        let mut lines = Lines::default();
        assert_eq!(lines.feed(b"\xef\xbb\xbfa\nb\r\nc\rd\r"), ["a", "b", "c"]);
        assert_eq!(lines.feed(b"\n\xff"), ["d"]);
        assert_eq!(lines.end().as_deref(), Some("\u{fffd}"));
        assert_eq!(lines.end(), None);
    }
}
