//! Links to lines.

use std::ops::RangeInclusive;

use deploy_kit_core::markdown::{code_span, link};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// What a path within an address may hold as it is.
const PATH: AsciiSet = NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Where the files of a commit can be seen.
#[derive(Debug, Clone)]
pub(super) struct Place {
    blob: Option<String>,
}

impl Place {
    /// In a repository's pages; nowhere without one.
    pub(super) fn new(repository_url: Option<&str>, sha: &str) -> Self {
        Self { blob: repository_url.map(|url| format!("{url}/blob/{sha}")) }
    }

    /// A file.
    pub(super) fn file(&self, path: &str) -> String {
        let text = code_span(path);
        match self.url(path) {
            // What is within backticks is no link's end.
            Some(url) => format!("[{text}]({url})"),
            None => text,
        }
    }

    /// Some of its lines.
    pub(super) fn lines(&self, path: &str, lines: &RangeInclusive<u32>) -> String {
        let (first, last) = (lines.start(), lines.end());
        let text = if first == last { first.to_string() } else { format!("{first}–{last}") };
        match self.url(path) {
            Some(url) if first == last => link(&text, &format!("{url}#L{first}")),
            Some(url) => link(&text, &format!("{url}#L{first}-L{last}")),
            None => text,
        }
    }

    fn url(&self, path: &str) -> Option<String> {
        Some(format!("{}/{}", self.blob.as_ref()?, utf8_percent_encode(path, &PATH)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_of_any_kind_is_a_link_to_its_lines() {
        let place = Place::new(Some("https://github.com/o/r"), "abc");
        assert_eq!(
            place.lines("src/a b)#.rs", &(3..=7)),
            "[3–7](https://github.com/o/r/blob/abc/src/a%20b%29%23.rs#L3-L7)"
        );
        assert_eq!(place.file("a`b.rs"), "[``a`b.rs``](https://github.com/o/r/blob/abc/a%60b.rs)");
        assert_eq!(Place::new(None, "abc").file("a.rs"), "`a.rs`");
    }
}
