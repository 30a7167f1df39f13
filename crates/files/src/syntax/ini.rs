//! INI files as Python's `configparser` reads them.
//! <https://docs.python.org/3/library/configparser.html#supported-ini-file-structure>

use super::Text;
use super::line::{lines, part};

/// The value of a key in a section, if it stands on one line.
pub(crate) fn value(content: &str, section: &str, key: &str) -> Option<Text> {
    let mut within = false;
    let mut lines = lines(content).peekable();
    while let Some((start, line)) = lines.next() {
        if line.starts_with([' ', '\t', '#', ';']) || line.is_empty() {
            continue;
        }
        if let Some(name) = line.strip_prefix('[') {
            within = name.split(']').next() == Some(section);
            continue;
        }
        let Some(at) = line.find(['=', ':']).filter(|_| within) else { continue };
        if !line[..at].trim_end().eq_ignore_ascii_case(key) {
            continue;
        }
        // A value goes on where the next line is indented.
        let goes_on = |(_, next): &(usize, &str)| next.starts_with([' ', '\t']) && !next.trim().is_empty();
        if lines.peek().is_some_and(goes_on) {
            return None;
        }
        let value = line[at + 1..].trim();
        let begin = at + 1 + (line[at + 1..].len() - line[at + 1..].trim_start().len());
        return (!value.is_empty()).then(|| part(start, line, begin..begin + value.len()));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_sections() {
        let text = "\u{feff}[a]\r\nversion = 1\r\n\r\n[metadata]\r\n# version = 2\r\nlong =\r\n  version = 3\r\nVersion : 4 # 5\r\nlist = 6\r\n  7\r\nempty =\r\n";
        let find = |key| value(text, "metadata", key).map(|found| (text[found.span].to_owned(), found.value));
        assert_eq!(find("version"), Some(("4 # 5".to_owned(), "4 # 5".to_owned())));
        assert_eq!((find("list"), find("empty"), find("long")), (None, None, None));
    }
}
