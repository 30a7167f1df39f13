//! Files that are read by the line: the first that assigns a version.

use std::ops::Range;

use super::Text;

/// The lines of a text with their bytes, without line endings.
pub(crate) fn lines(content: &str) -> impl Iterator<Item = (usize, &str)> {
    let text = content.strip_prefix('\u{feff}').unwrap_or(content);
    let mut start = content.len() - text.len();
    text.split_inclusive('\n').map(move |line| {
        let at = start;
        start += line.len();
        (at, line.trim_end_matches(['\n', '\r']))
    })
}

/// What stands between quotes at the start of a text, spaces aside: the part of it, quotes left out.
pub(crate) fn quoted(text: &str) -> Option<Range<usize>> {
    let start = text.len() - text.trim_start().len();
    let quote = text[start..].chars().next().filter(|c| "\"'".contains(*c))?;
    let length = text[start + 1..].find(quote)?;
    Some(start + 1..start + 1 + length)
}

/// A part of a line as a text of its file.
pub(crate) fn part(start: usize, line: &str, span: Range<usize>) -> Text {
    Text { value: line[span.clone()].to_owned(), span: start + span.start..start + span.end }
}

/// What is left of a line behind one of these words and a separator, with where that starts.
pub(crate) fn after<'a>(line: &'a str, word: &str, separators: &[&str]) -> Option<(usize, &'a str)> {
    let rest = line.trim_start().strip_prefix(word)?;
    let spaced = rest.trim_start();
    let separator = separators.iter().find(|separator| spaced.starts_with(**separator))?;
    // A space that separates is there already or the word is longer.
    let value = match separator.is_empty() {
        true if spaced.len() == rest.len() => return None,
        _ => &spaced[separator.len()..],
    };
    Some((line.len() - value.len(), value))
}
