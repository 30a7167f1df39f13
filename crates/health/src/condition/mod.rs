//! What an answer has to be like: pure, from an observation to the first condition that is not met.

mod json;
mod matcher;
mod mismatch;
mod path;
mod statuses;
mod version;

use std::time::Duration;

use deploy_kit_core::actions::Masks;
use serde::{Deserialize, Serialize};

pub use json::JsonMatcher;
pub use matcher::{Matcher, Pattern, PatternError};
pub use mismatch::Mismatch;
pub use path::{JsonPath, PathError};
pub use statuses::{Statuses, StatusesError};
pub use version::{VersionField, is_same_version};

use crate::probe::{Answer, Observation, Outcome};

/// All conditions on an answer: its status, then the others in order.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Conditions {
    /// The statuses that are fine.
    pub statuses: Statuses,
    /// What else is asked for.
    pub others: Vec<Condition>,
}

/// A condition on an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// The version that answers is the one that was deployed.
    Version {
        /// Where the answer tells it.
        field: VersionField,
        /// What it has to be: a version, or a commit.
        expected: String,
    },
    /// A header has a value that is so.
    Header {
        /// Its name, in any case.
        name: String,
        /// What one of its values has to be like.
        value: Matcher,
    },
    /// The body is so.
    Body(Matcher),
    /// A value of a JSON body is so.
    Json {
        /// Where it stands.
        path: JsonPath,
        /// What it has to be like.
        value: JsonMatcher,
    },
    /// The whole probe, redirects and body included, took no longer.
    Within(Duration),
}

impl Conditions {
    /// Those with an expected version in addition to the usual statuses.
    #[must_use]
    pub fn version(field: VersionField, expected: impl Into<String>) -> Self {
        let version = Condition::Version { field, expected: expected.into() };
        Self { others: vec![version], ..Self::default() }
    }

    /// The first condition that is not met.
    #[must_use]
    pub fn judge(&self, seen: &Observation, masks: &Masks) -> Option<Mismatch> {
        let answer = match &seen.outcome {
            Outcome::Error(error) => {
                let expected = "an answer".to_owned();
                return Some(Mismatch::new("request".to_owned(), expected, &error.to_string(), seen, masks));
            }
            Outcome::Answer(answer) => answer,
        };
        if !self.statuses.contains(answer.status) {
            let expected = self.statuses.to_string();
            return Some(Mismatch::new(
                "status".to_owned(),
                expected,
                &answer.status.to_string(),
                seen,
                masks,
            ));
        }
        self.others.iter().find_map(|condition| {
            let got = condition.violation(answer, seen.elapsed)?;
            Some(Mismatch::new(condition.name(), condition.expected(), &got, seen, masks))
        })
    }
}

impl Condition {
    fn name(&self) -> String {
        match self {
            Self::Version { field, .. } => format!("version in `{field}`"),
            Self::Header { name, .. } => format!("header `{name}`"),
            Self::Body(_) => "body".to_owned(),
            Self::Json { path, .. } => format!("JSON `{path}`"),
            Self::Within(_) => "response time".to_owned(),
        }
    }

    fn expected(&self) -> String {
        match self {
            Self::Version { expected, .. } => format!("`{expected}`"),
            Self::Header { value, .. } | Self::Body(value) => value.to_string(),
            Self::Json { value, .. } => value.to_string(),
            Self::Within(limit) => format!("at most {}", milliseconds(*limit)),
        }
    }

    /// What there is instead of what is asked for.
    fn violation(&self, answer: &Answer, elapsed: Duration) -> Option<String> {
        match self {
            Self::Version { field, expected } => {
                let found = version(field, answer);
                match found {
                    Ok(got) if is_same_version(expected, &got) => None,
                    Ok(got) => Some(format!("`{got}`")),
                    Err(nothing) => Some(nothing),
                }
            }
            Self::Header { name, value } if answer.values(name).any(|text| value.accepts(text)) => None,
            Self::Header { name, .. } => Some(header(name, answer)),
            Self::Body(matcher) if matcher.accepts(&answer.body) => None,
            Self::Body(_) => Some(size(answer)),
            Self::Json { path, value } => match json::parse(answer) {
                Ok(document) => value.violation(path.find(&document)),
                Err(nothing) => Some(nothing),
            },
            Self::Within(limit) => (elapsed > *limit).then(|| milliseconds(elapsed)),
        }
    }
}

/// The version that an answer tells, or what there is instead.
fn version(field: &VersionField, answer: &Answer) -> Result<String, String> {
    match field {
        VersionField::Header(name) => {
            answer.values(name).next().map(str::to_owned).ok_or_else(|| header(name, answer))
        }
        VersionField::Body => Ok(answer.body.trim().to_owned()),
        VersionField::Json(path) => {
            let document = json::parse(answer)?;
            let value = path.find(&document).ok_or("no such value")?;
            json::text(value).ok_or_else(|| value.to_string())
        }
    }
}

fn header(name: &str, answer: &Answer) -> String {
    let values: Vec<_> = answer.values(name).map(|value| format!("`{value}`")).collect();
    if values.is_empty() { "no such header".to_owned() } else { values.join(", ") }
}

fn size(answer: &Answer) -> String {
    match (answer.body.len(), answer.is_cut) {
        (0, _) => "an empty body".to_owned(),
        (bytes, false) => format!("a body of {bytes} bytes without it"),
        (bytes, true) => format!("a longer body, without it in the first {bytes} bytes"),
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

#[cfg(test)]
mod tests;
