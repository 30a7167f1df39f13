//! Where a value stands in a JSON document.
//!
//! Both standards of the field are read. A text that starts with `/` is a JSON Pointer (RFC 6901), as Kubernetes and
//! OpenAPI have it. All else is a singular query of JSONPath (RFC 9535, section 2.3.5.1), as most health checks have
//! it: `$.build.sha`, `$['build']['sha']`, `$.items[0].name`, `$.items[-1]`; its `$.` may be left out, and a
//! name may hold hyphens and start with a digit. What gives several values (`*`, `..`, filters) is refused: a condition is on one value.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The place of one value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct JsonPath {
    text: String,
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    /// A member of an object; of a pointer, or written with a dot, an element of an array as well.
    Name(String),
    /// An element of an array; from the end if negative.
    Index(i64),
}

/// Why a text names no place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{text}` is no path of one JSON value at character {at}: write `/build/sha`, `build.sha` or `$.items[0]`"
)]
pub struct PathError {
    text: String,
    at: usize,
}

impl JsonPath {
    /// The value at this place, if there is one.
    #[must_use]
    pub fn find<'a>(&self, document: &'a Value) -> Option<&'a Value> {
        self.steps.iter().try_fold(document, |value, step| step.of(value))
    }
}

impl Step {
    fn of<'a>(&self, value: &'a Value) -> Option<&'a Value> {
        match (self, value) {
            (Self::Name(name), Value::Object(members)) => members.get(name),
            (Self::Name(name), Value::Array(items)) => items.get(index(name)?),
            (Self::Index(index), Value::Array(items)) => {
                let length = i64::try_from(items.len()).ok()?;
                let at = if *index < 0 { length.checked_add(*index)? } else { *index };
                items.get(usize::try_from(at).ok()?)
            }
            _ => None,
        }
    }
}

/// An index as RFC 6901, section 4, writes it: no sign, no leading zero.
fn index(text: &str) -> Option<usize> {
    let is_plain = text == "0" || !text.starts_with(['0', '+']);
    text.parse().ok().filter(|_| is_plain)
}

impl FromStr for JsonPath {
    type Err = PathError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = |rest: &str| {
            let at = text[..text.len() - rest.len()].chars().count() + 1;
            PathError { text: text.to_owned(), at }
        };
        let steps = if text.starts_with('/') { pointer(text) } else { query(text) };
        steps.map(|steps| Self { text: text.to_owned(), steps }).map_err(wrong)
    }
}

/// RFC 6901, section 3; an error is the rest that cannot be read.
fn pointer(text: &str) -> Result<Vec<Step>, &str> {
    let mut steps = Vec::new();
    let mut rest = text;
    while let Some(after) = rest.strip_prefix('/') {
        let end = after.find('/').unwrap_or(after.len());
        let token = &after[..end];
        // A tilde stands for itself only as `~0`.
        if let Some((at, _)) =
            token.match_indices('~').find(|(at, _)| !token[at + 1..].starts_with(['0', '1']))
        {
            return Err(&after[at..]);
        }
        steps.push(Step::Name(token.replace("~1", "/").replace("~0", "~")));
        rest = &after[end..];
    }
    Ok(steps)
}

fn query(text: &str) -> Result<Vec<Step>, &str> {
    let mut steps = Vec::new();
    let mut rest = match text.strip_prefix('$') {
        Some(rest) => rest,
        None => {
            let (step, rest) = if text.starts_with('[') { bracket(text)? } else { name(text)? };
            steps.push(step);
            rest
        }
    };
    while !rest.is_empty() {
        let (step, after) = match rest.strip_prefix('.') {
            Some(after) => name(after)?,
            None => bracket(rest)?,
        };
        steps.push(step);
        rest = after;
    }
    Ok(steps)
}

/// `name`, up to the next dot or bracket.
fn name(text: &str) -> Result<(Step, &str), &str> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-') || !c.is_ascii();
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    if end == 0 { Err(text) } else { Ok((Step::Name(text[..end].to_owned()), &text[end..])) }
}

/// `[0]`, `[-1]`, `['name']` or `["name"]`.
fn bracket(text: &str) -> Result<(Step, &str), &str> {
    let inner = text.strip_prefix('[').ok_or(text)?;
    let (step, rest) = match inner.chars().next() {
        Some(quote @ ('\'' | '"')) => quoted(&inner[1..], quote)?,
        _ => {
            let end = inner.find(']').ok_or(inner)?;
            let digits = inner[..end].trim_start_matches('-');
            let is_plain = digits == "0" || !digits.starts_with(['0', '+']);
            let index = inner[..end].parse().ok().filter(|_| is_plain).ok_or(inner)?;
            (Step::Index(index), &inner[end..])
        }
    };
    rest.strip_prefix(']').map(|rest| (step, rest)).ok_or(rest)
}

/// A name in quotes, with the backslash before a quote or a backslash.
fn quoted(text: &str, quote: char) -> Result<(Step, &str), &str> {
    let mut name = String::new();
    let mut chars = text.char_indices();
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => match chars.next() {
                Some((_, c @ ('\\' | '\'' | '"'))) => name.push(c),
                _ => return Err(&text[at..]),
            },
            c if c == quote => return Ok((Step::Name(name), &text[at + 1..])),
            c => name.push(c),
        }
    }
    Err("")
}

impl fmt::Display for JsonPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl TryFrom<String> for JsonPath {
    type Error = PathError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<JsonPath> for String {
    fn from(path: JsonPath) -> Self {
        path.text
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_standards_find_the_same() {
        let document = json!({
            "build": {"git-sha": "a", "x/y": "b", "m~n": "c", "": "d", "a.b": "e", "it's": "f", "ä": "g"},
            "items": [{"name": "one"}, {"name": "two"}],
            "0": "zero"
        });
        for (path, value) in [
            ("/build/git-sha", "a"),
            ("build.git-sha", "a"),
            ("$.build.git-sha", "a"),
            ("$['build'][\"git-sha\"]", "a"),
            ("/build/x~1y", "b"),
            ("/build/m~0n", "c"),
            ("/build/", "d"),
            ("$.build['']", "d"),
            ("/build/a.b", "e"),
            ("build['a.b']", "e"),
            (r"build['it\'s']", "f"),
            ("build.ä", "g"),
            ("/items/0/name", "one"),
            ("items[0].name", "one"),
            ("items.0.name", "one"),
            ("$.items[-1].name", "two"),
            ("0", "zero"),
            ("['0']", "zero"),
        ] {
            let found = path.parse::<JsonPath>().unwrap();
            assert_eq!(found.find(&document), Some(&json!(value)), "{path}");
            assert_eq!(found.to_string(), path);
        }
        assert_eq!("$".parse::<JsonPath>().unwrap().find(&document), Some(&document));
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let document = json!({"items": [1, 2], "name": "x", "null": null});
        for path in [
            "nothing",
            "items[2]",
            "items[-3]",
            "/items/01",
            "/items/-",
            "items.x",
            "name.x",
            "name[0]",
            "$[0]",
            "/name/0",
        ] {
            assert_eq!(path.parse::<JsonPath>().unwrap().find(&document), None, "{path}");
        }
        assert_eq!("null".parse::<JsonPath>().unwrap().find(&document), Some(&Value::Null));
    }

    #[test]
    fn what_names_no_single_value_is_refused_where_it_does_not() {
        for (path, at) in [
            ("", 1),
            ("a..b", 3),
            ("a.*", 3),
            ("a[*]", 3),
            ("$..a", 3),
            ("a[?@.b]", 3),
            ("a[0:2]", 3),
            ("a[01]", 3),
            ("a['b]", 6),
            ("a.", 3),
            ("a[0", 3),
            ("/a~2", 3),
            ("/a~", 3),
            ("a b", 2),
            (".a", 1),
            ("a[--1]", 3),
            ("a[+1]", 3),
        ] {
            assert_eq!(path.parse::<JsonPath>().unwrap_err().at, at, "{path}");
        }
    }
}
