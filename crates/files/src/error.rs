//! What can be wrong with a version file. The caller knows its path and says it.

use std::fmt;
use std::ops::Range;

use semver::Version;

use super::Absence;

/// A place in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Counted from 1.
    pub line: usize,
    /// In characters, counted from 1.
    pub column: usize,
}

impl Position {
    /// The position of a byte; behind the end is the end.
    pub fn of(content: &str, byte: usize) -> Self {
        let within = (0..=byte.min(content.len())).rev().find(|&at| content.is_char_boundary(at));
        let before = &content[..within.unwrap_or(0)];
        let start = before.rfind('\n').map_or(0, |at| at + 1);
        let line = 1 + before.bytes().filter(|&byte| byte == b'\n').count();
        Self { line, column: 1 + before[start..].trim_start_matches('\u{feff}').chars().count() }
    }
}

impl fmt::Display for Position {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}, column {}", self.line, self.column)
    }
}

/// Why a file cannot be read or changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// The text is not of its format.
    #[error("{at}: no valid {language}: {message}")]
    Syntax {
        /// Where.
        at: Position,
        /// TOML, JSON.
        language: &'static str,
        /// What its parser says.
        message: String,
    },
    /// Something else stands where a version should.
    #[error("{at}: `{text}` is no version: {reason}")]
    Version {
        /// Where.
        at: Position,
        /// What stands there.
        text: String,
        /// What is wrong with it.
        reason: String,
    },
    /// A requirement that says more than one thing does not hold the new version.
    #[error("{at}: `{name}` is required as `{requirement}`, which {version} does not satisfy")]
    Requirement {
        /// Where.
        at: Position,
        /// The package that is required.
        name: String,
        /// What stands there.
        requirement: String,
        /// The version that is released.
        version: Version,
    },
    /// The format's ecosystem has no way to write the version.
    #[error("{at}: {version} cannot be written here: {reason}")]
    Spelling {
        /// Where.
        at: Position,
        /// The version.
        version: Version,
        /// What stands in the way.
        reason: String,
    },
    /// A comment marks a version that is not there.
    #[error("{at}: a mark lacks {what}")]
    Mark {
        /// Where the mark stands.
        at: Position,
        /// What it lacks.
        what: String,
    },
    /// The configuration's regular expression is none.
    #[error("the pattern `{pattern}` is no regular expression: {message}")]
    Pattern {
        /// The pattern.
        pattern: String,
        /// What its parser says.
        message: String,
    },
    /// A version is to be written and the file has no place for it.
    #[error(transparent)]
    Absent(#[from] Absence),
}

impl Error {
    pub(crate) fn syntax(
        content: &str,
        span: Option<Range<usize>>,
        language: &'static str,
        message: &str,
    ) -> Self {
        let at = Position::of(content, span.map_or(0, |span| span.start));
        Self::Syntax { at, language, message: lower_first(message.trim_end()) }
    }

    /// Where in the file.
    pub fn at(&self) -> Option<Position> {
        match self {
            Self::Syntax { at, .. }
            | Self::Version { at, .. }
            | Self::Requirement { at, .. }
            | Self::Spelling { at, .. }
            | Self::Mark { at, .. } => Some(*at),
            Self::Pattern { .. } | Self::Absent(_) => None,
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Requirement { .. } => Some("widen the requirement in a commit of its own"),
            Self::Version { .. } | Self::Spelling { .. } => {
                Some("`{ path = \"…\", format = \"none\" }` in `version-files` leaves a file alone")
            }
            Self::Absent(absence) => absence.hint(),
            _ => None,
        }
    }
}

fn lower_first(message: &str) -> String {
    let mut letters = message.chars();
    // `TOML …` stays as it is, `Expected …` does not.
    match (letters.next(), letters.clone().next()) {
        (Some(first), Some(second)) if second.is_lowercase() => first.to_lowercase().chain(letters).collect(),
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_characters() {
        let text = "\u{feff}aé\r\nxy";
        for (byte, line, column) in
            [(0, 1, 1), (3, 1, 1), (4, 1, 2), (6, 1, 3), (8, 2, 1), (9, 2, 2), (99, 2, 3)]
        {
            assert_eq!(Position::of(text, byte), Position { line, column }, "{byte}");
        }
        assert_eq!(Position::of(text, 5), Position { line: 1, column: 2 }, "within é");
    }

    #[test]
    fn a_parsers_words_in_lower_case() {
        for (said, says) in [("Expected comma", "expected comma"), ("TOML is odd", "TOML is odd"), ("", "")] {
            assert_eq!(lower_first(said), says);
        }
    }
}
