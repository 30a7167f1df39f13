//! Why a report cannot be read.

use super::Position;

/// Why a report cannot be read. It names the file, the place and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("`{file}` is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// It is of no format that is known.
    #[error("`{file}` is no coverage report of a known format: it begins with `{start}`")]
    Unknown {
        /// The file.
        file: String,
        /// How it begins.
        start: String,
    },
    /// It is not as its format has it, or it is cut off.
    #[error("`{file}`:{position}: expected {expected} in this {format} report, found {found}")]
    Malformed {
        /// The file.
        file: String,
        /// The format's name.
        format: &'static str,
        /// Where.
        position: Position,
        /// What should have been there.
        expected: String,
        /// What is there, shortened.
        found: String,
    },
}

/// A mistake in a report, as a parser tells it: by the offset of its byte.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Malformed {
    /// Where, in bytes from the start.
    pub offset: usize,
    /// What should have been there.
    pub expected: String,
    /// What is there; the bytes at the offset if it is `None`.
    pub found: Option<String>,
}

impl Malformed {
    /// Something else was expected at an offset.
    pub fn new(offset: usize, expected: impl Into<String>) -> Self {
        Self { offset, expected: expected.into(), found: None }
    }

    /// The same, with words of its own for what is there.
    #[must_use]
    pub fn found(mut self, found: impl Into<String>) -> Self {
        self.found = Some(found.into());
        self
    }

    pub(super) fn within(self, file: &str, format: &'static str, bytes: &[u8]) -> ReadError {
        let found = self.found.unwrap_or_else(|| match bytes.get(self.offset..) {
            None | Some([]) => "the end of the file".to_owned(),
            Some(rest) => format!("`{}`", start(rest)),
        });
        let position = Position::of(bytes, self.offset);
        ReadError::Malformed { file: file.to_owned(), format, position, expected: self.expected, found }
    }
}

/// Characters of a report that an error shows.
const SHOWN: usize = 40;

/// How bytes begin: one line, shortened, without characters of control.
pub(super) fn start(bytes: &[u8]) -> String {
    let line =
        bytes.split(|byte| matches!(byte, b'\n' | b'\r')).find(|line| !line.is_empty()).unwrap_or_default();
    let text = String::from_utf8_lossy(&line[..line.len().min(4 * SHOWN)]);
    let visible = |c: char| if c.is_control() { char::REPLACEMENT_CHARACTER } else { c };
    let short: String = text.chars().take(SHOWN).map(visible).collect();
    if text.chars().nth(SHOWN).is_some() { short + "…" } else { short }
}
