//! The time the embedded GitHub tells.

use std::time::{SystemTime, UNIX_EPOCH};

/// Where timestamps come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// Always the same second since 1970: two runs that do the same make commits with the same ids.
    Fixed(i64),
}

impl Clock {
    /// Seconds since 1970.
    pub fn now(self) -> i64 {
        match self {
            Self::Fixed(seconds) => seconds,
            Self::System => SystemTime::now()
                .duration_since(UNIX_EPOCH)
                .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX)),
        }
    }
}

/// `2026-01-31T12:00:00Z`, as GitHub writes times.
pub(crate) fn rfc3339(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map(|time| time.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_github_does() {
        assert_eq!(rfc3339(0), "1970-01-01T00:00:00Z");
        assert_eq!(rfc3339(1_700_000_000), "2023-11-14T22:13:20Z");
        assert_eq!(Clock::Fixed(7).now(), 7);
    }
}
