//! What came of a probe, as plain data.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::ProbeError;

/// What was seen.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    /// From the start of the probe to its end, redirects and the body included. In JSON: milliseconds.
    #[serde(rename = "elapsed_ms", with = "milliseconds")]
    pub elapsed: Duration,
    /// How many redirects were followed.
    pub redirects: u32,
    /// How it ended.
    pub outcome: Outcome,
}

/// How a probe ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// There was an answer.
    Answer(Answer),
    /// There was none.
    Error(ProbeError),
}

/// The last answer, after all redirects.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers, in lower case and in order; bytes that are no UTF-8 are replaced.
    pub headers: Vec<(String, String)>,
    /// The body's start; bytes that are no UTF-8 are replaced.
    pub body: String,
    /// Whether the body is longer than the request's limit, so that its end is missing.
    pub is_cut: bool,
    /// From the last request to its answer's headers. In JSON: milliseconds.
    #[serde(rename = "first_byte_ms", with = "milliseconds")]
    pub first_byte: Duration,
}

impl Observation {
    /// The answer, if there was one.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match &self.outcome {
            Outcome::Answer(answer) => Some(answer),
            Outcome::Error(_) => None,
        }
    }

    /// The error, if there was no answer.
    #[must_use]
    pub fn error(&self) -> Option<&ProbeError> {
        match &self.outcome {
            Outcome::Answer(_) => None,
            Outcome::Error(error) => Some(error),
        }
    }
}

impl Answer {
    /// The values of a header, in order.
    pub fn values<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        let named = self.headers.iter().filter(move |(header, _)| header.eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_str())
    }
}

/// A duration as a number of milliseconds with its fraction.
mod milliseconds {
    use std::time::Duration;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(time: &Duration, serializer: S) -> Result<S::Ok, S::Error> {
        (time.as_secs_f64() * 1000.0).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
        let time = f64::deserialize(deserializer)?;
        Duration::try_from_secs_f64(time / 1000.0).map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_plain_data() {
        let answer = Answer {
            status: 200,
            headers: vec![("x-version".to_owned(), "1".to_owned())],
            body: "ok".to_owned(),
            is_cut: false,
            first_byte: Duration::from_micros(1500),
        };
        let seen =
            Observation { elapsed: Duration::from_millis(2), redirects: 1, outcome: Outcome::Answer(answer) };
        let json = serde_json::to_string(&seen).unwrap();
        insta::assert_snapshot!(json, @r#"{"elapsed_ms":2.0,"redirects":1,"outcome":{"answer":{"status":200,"headers":[["x-version","1"]],"body":"ok","is_cut":false,"first_byte_ms":1.5}}}"#);
        assert_eq!(serde_json::from_str::<Observation>(&json).unwrap(), seen);
    }
}
