//! Whether the version that answers is the one that was deployed.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::JsonPath;

/// Where an answer tells its version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub enum VersionField {
    /// In a header: `header:x-version`.
    Header(String),
    /// In a JSON document: `build.sha`, `/build/sha`; `json:header:x` should a path start so.
    Json(JsonPath),
    /// It is all of the body: `body`.
    Body,
}

impl FromStr for VersionField {
    type Err = super::path::PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let text = text.trim();
        match text.split_once(':') {
            Some(("header", name)) => Ok(Self::Header(name.trim().to_ascii_lowercase())),
            Some(("json", path)) => path.trim().parse().map(Self::Json),
            _ if text == "body" => Ok(Self::Body),
            _ => text.parse().map(Self::Json),
        }
    }
}

impl fmt::Display for VersionField {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header(name) => write!(f, "header:{name}"),
            Self::Json(path) => write!(f, "json:{path}"),
            Self::Body => f.write_str("body"),
        }
    }
}

impl TryFrom<String> for VersionField {
    type Error = super::path::PathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<VersionField> for String {
    fn from(field: VersionField) -> Self {
        field.to_string()
    }
}

/// Digits from which on a part of a commit's name stands for it: git's own shortest.
const SHORTEST: usize = 7;

/// Whether two texts name the same version: the same text, white space around it and a `v` before a number aside,
/// or the same commit, of which either may be a prefix of at least 7 hexadecimal digits.
///
/// Of two prefixes the shorter needs a letter: `20240101` is a date, not the start of `2024010112`.
#[must_use]
pub fn is_same_version(expected: &str, got: &str) -> bool {
    let (expected, got) = (bare(expected), bare(got));
    if expected.is_empty() || got.is_empty() {
        return false;
    }
    expected == got || is_same_commit(expected, got)
}

fn bare(text: &str) -> &str {
    let text = text.trim();
    let number = text.strip_prefix(['v', 'V']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
    number.unwrap_or(text)
}

fn is_same_commit(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let is_hex = |text: &str| text.bytes().all(|byte| byte.is_ascii_hexdigit());
    // SHA-1 and SHA-256.
    let is_name = matches!(long.len(), 40 | 64) || short.bytes().any(|byte| byte.is_ascii_alphabetic());
    short.len() >= SHORTEST
        && is_hex(short)
        && is_hex(long)
        && is_name
        && long[..short.len()].eq_ignore_ascii_case(short)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHA: &str = "4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed";

    #[test]
    fn versions_and_commits_are_compared_as_people_would() {
        for (expected, got) in [
            (SHA, SHA),
            (SHA, "4f2a9c1"),
            ("4f2a9c1e0b", SHA),
            (SHA, "4F2A9C1E"),
            (SHA, " 4f2a9c1\n"),
            ("4f2a9c1", "4f2a9c1e"),
            ("v1.2.3", "1.2.3"),
            ("1.2.3", "V1.2.3"),
            ("1.2.3", "1.2.3"),
            ("main-42", "main-42"),
            ("1234567890123456789012345678901234567890", "1234567"),
        ] {
            assert!(is_same_version(expected, got) && is_same_version(got, expected), "{expected} {got}");
        }
        for (expected, got) in [
            (SHA, "4f2a9c"),
            (SHA, "4f2a9c2"),
            (SHA, ""),
            ("", ""),
            ("1.2.3", "1.2.30"),
            ("1.2.3", "1.2"),
            ("20240101", "2024010112"),
            ("vNext", "Next"),
            ("main-42", "Main-42"),
            (SHA, "unknown"),
            (SHA, "4f2a9c1-dirty"),
        ] {
            assert!(!is_same_version(expected, got) && !is_same_version(got, expected), "{expected} {got}");
        }
    }

    #[test]
    fn a_field_is_written_as_it_is_read() {
        for (text, field) in [
            ("header:X-Version", VersionField::Header("x-version".to_owned())),
            ("body", VersionField::Body),
            ("build.sha", VersionField::Json("build.sha".parse().unwrap())),
            ("json:body", VersionField::Json("body".parse().unwrap())),
        ] {
            let read: VersionField = text.parse().unwrap();
            assert_eq!(read, field);
            assert_eq!(read.to_string().parse(), Ok(read));
        }
    }
}
