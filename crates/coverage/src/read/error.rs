//! Why a report cannot be read.

use super::{Position, Source};

/// Why a report cannot be read. It names the file, the place and what was expected there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    /// There is nothing in it.
    #[error("`{file}` is empty")]
    Empty {
        /// The file.
        file: String,
    },
    /// Its bytes are not to be had.
    #[error("cannot read `{file}`: {reason}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says, or what unpacks it.
        reason: String,
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
        let (position, rest) =
            (Position::of(bytes, self.offset), bytes.get(self.offset..).unwrap_or_default());
        self.at(file, format, position, rest)
    }

    /// The same, in a file that is not in memory: it is read again up to the place.
    pub(super) fn located(self, source: &Source, format: &'static str) -> Result<ReadError, ReadError> {
        let mut input = source.open()?;
        let (mut line, mut column, mut left) = (1, 1, self.offset);
        let mut bytes = Vec::new();
        while left > 0 {
            bytes.clear();
            let is_end = input.fill(&mut bytes, left.min(super::CHUNK))?;
            left -= bytes.len();
            line += memchr::memchr_iter(b'\n', &bytes).count();
            column = memchr::memrchr(b'\n', &bytes).map_or(column + bytes.len(), |at| bytes.len() - at);
            if is_end {
                break;
            }
        }
        bytes.clear();
        input.fill(&mut bytes, super::CHUNK)?;
        Ok(self.at(&source.name, format, Position { line, column }, &bytes))
    }

    fn at(self, file: &str, format: &'static str, position: Position, rest: &[u8]) -> ReadError {
        let found = self.found.unwrap_or_else(|| match rest {
            [] => "the end of the file".to_owned(),
            rest => format!("`{}`", start(rest)),
        });
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
