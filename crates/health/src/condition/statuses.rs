//! Sets of HTTP statuses: `200`, `2xx`, `200-299,304`.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// A set of statuses. The default is 200–399: an answer that is no error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Statuses(Vec<RangeInclusive<u16>>);

/// What HTTP knows (RFC 9110, section 15).
const ALL: RangeInclusive<u16> = 100..=599;

impl Statuses {
    /// Whether a status is one of them.
    #[must_use]
    pub fn contains(&self, status: u16) -> bool {
        self.0.iter().any(|range| range.contains(&status))
    }
}

impl Default for Statuses {
    fn default() -> Self {
        Self(vec![200..=399])
    }
}

/// Why a text is no set of statuses.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no status: write `200`, `2xx`, `200-299` or several of them with commas")]
pub struct StatusesError(String);

impl FromStr for Statuses {
    type Err = StatusesError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let part = |part: &str| range(part.trim()).ok_or_else(|| StatusesError(part.trim().to_owned()));
        text.split(',').map(part).collect::<Result<_, _>>().map(Self)
    }
}

fn range(text: &str) -> Option<RangeInclusive<u16>> {
    let (first, last) = match (text.split_once('-'), text.as_bytes()) {
        (Some((first, last)), _) => (status(first.trim())?, status(last.trim())?),
        (None, [class @ b'1'..=b'5', b'x' | b'X', b'x' | b'X']) => {
            let class = u16::from(class - b'0') * 100;
            (class, class + 99)
        }
        (None, _) => (status(text)?, status(text)?),
    };
    (first <= last).then_some(first..=last)
}

fn status(text: &str) -> Option<u16> {
    let is_number = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|status| is_number && ALL.contains(status))
}

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, range) in self.0.iter().enumerate() {
            let comma = if at == 0 { "" } else { "," };
            match (range.start(), range.end()) {
                (first, last) if first == last => write!(f, "{comma}{first}")?,
                (first, last) => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl TryFrom<String> for Statuses {
    type Error = StatusesError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Statuses> for String {
    fn from(statuses: Statuses) -> Self {
        statuses.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_ways_of_writing() {
        for (text, shown, yes, no) in [
            ("200", "200", &[200][..], &[201, 199][..]),
            ("2xx", "200-299", &[200, 299], &[199, 300]),
            ("200-299,304", "200-299,304", &[250, 304], &[303, 305]),
            (" 2XX , 401 ", "200-299,401", &[204, 401], &[400]),
        ] {
            let statuses: Statuses = text.parse().unwrap();
            assert_eq!(statuses.to_string(), shown);
            assert_eq!(shown.parse(), Ok(statuses.clone()));
            assert!(yes.iter().all(|status| statuses.contains(*status)), "{text}");
            assert!(!no.iter().any(|status| statuses.contains(*status)), "{text}");
        }
        let usual = Statuses::default();
        assert!(usual.contains(200) && usual.contains(399) && !usual.contains(400) && !usual.contains(199));
    }

    #[test]
    fn what_is_no_status_is_refused() {
        for text in [
            "", "20", "2000", "6xx", "0xx", "2x", "600", "099", "299-200", "200,", "200 299", "+20",
            "2xx-3xx",
        ] {
            assert!(text.parse::<Statuses>().is_err(), "{text}");
        }
    }
}
