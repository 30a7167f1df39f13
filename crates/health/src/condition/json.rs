//! Conditions on a value of a JSON body.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::Matcher;
use crate::probe::Answer;

/// What a value has to be like.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum JsonMatcher {
    /// It is there, be it `null`.
    Exists,
    /// It is this value; numbers are compared by what they are worth, so that `1` equals `1.0`.
    Equals(Value),
    /// It is a string, number or boolean, whose text is so.
    Text(Matcher),
}

impl JsonMatcher {
    /// What there is instead.
    pub(super) fn violation(&self, found: Option<&Value>) -> Option<String> {
        let Some(found) = found else { return Some("no such value".to_owned()) };
        let accepts = match self {
            Self::Exists => true,
            Self::Equals(value) => is_equal(value, found),
            Self::Text(matcher) => text(found).is_some_and(|text| matcher.accepts(&text)),
        };
        (!accepts).then(|| format!("`{found}`"))
    }
}

impl fmt::Display for JsonMatcher {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Exists => f.write_str("a value"),
            Self::Equals(value) => write!(f, "`{value}`"),
            Self::Text(matcher) => matcher.fmt(f),
        }
    }
}

/// The body as JSON, or what it is instead. A byte order mark is skipped (RFC 8259, section 8.1, lets readers do so).
pub(super) fn parse(answer: &Answer) -> Result<Value, String> {
    let body = answer.body.trim_start_matches('\u{feff}');
    if answer.is_cut {
        return Err(format!("a body longer than the {} bytes that are read", answer.body.len()));
    }
    if body.trim().is_empty() {
        return Err("an empty body".to_owned());
    }
    serde_json::from_str(body).map_err(|error| format!("a body that is no JSON: {error}"))
}

/// A value as text, where it has one.
pub(super) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

fn is_equal(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => one == other || one.as_f64() == other.as_f64(),
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_equal(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let same = |(name, value)| other.get(name).is_some_and(|other| is_equal(value, other));
            one.len() == other.len() && one.iter().all(same)
        }
        _ => one == other,
    }
}
