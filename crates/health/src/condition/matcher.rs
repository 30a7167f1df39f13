//! What a text has to be like.

use std::fmt;
use std::str::FromStr;

use regex_lite::Regex;
use serde::{Deserialize, Serialize};

/// What a text has to be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Matcher {
    /// It is this, white space around it aside.
    Equals(String),
    /// It has this within.
    Contains(String),
    /// It has something like this within.
    Matches(Pattern),
}

impl Matcher {
    /// Whether a text is so.
    #[must_use]
    pub fn accepts(&self, text: &str) -> bool {
        match self {
            Self::Equals(whole) => text.trim() == whole.trim(),
            Self::Contains(part) => text.contains(part.as_str()),
            Self::Matches(pattern) => pattern.0.is_match(text),
        }
    }
}

impl fmt::Display for Matcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Equals(whole) => write!(f, "`{whole}`"),
            Self::Contains(part) => write!(f, "`{part}` within"),
            Self::Matches(pattern) => write!(f, "a match of `{pattern}`"),
        }
    }
}

/// A regular expression in the syntax of the crate `regex-lite`: classes such as `\d` and `\w` and the flag `(?i)`
/// know ASCII alone. The time that a match takes is bounded by the text's length times the pattern's.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Pattern(Regex);

/// Why a text is no regular expression.
#[derive(Debug, Clone, thiserror::Error)]
#[error("`{pattern}` is no regular expression: {reason}")]
pub struct PatternError {
    pattern: String,
    reason: String,
}

impl FromStr for Pattern {
    type Err = PatternError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong =
            |error: regex_lite::Error| PatternError { pattern: text.to_owned(), reason: error.to_string() };
        Regex::new(text).map(Self).map_err(wrong)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_str())
    }
}

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_str() == other.0.as_str()
    }
}

impl Eq for Pattern {}

impl TryFrom<String> for Pattern {
    type Error = PatternError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Pattern> for String {
    fn from(pattern: Pattern) -> Self {
        pattern.to_string()
    }
}
