//! What an answer says about trying again.

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderName};

use crate::Now;

const REMAINING: HeaderName = HeaderName::from_static("x-ratelimit-remaining");
const RESET: HeaderName = HeaderName::from_static("x-ratelimit-reset");

/// A status, and the headers about limits.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// `retry-after`, as it stands: seconds or a date.
    pub retry_after: Option<After>,
    /// `x-ratelimit-reset`, in Unix seconds, if `x-ratelimit-remaining` is 0.
    pub reset: Option<u64>,
    /// `date`: the server's own clock, in Unix seconds.
    pub date: Option<u64>,
    /// Whether the body calls it a secondary limit: GitHub answers 403 then, with or without `retry-after`.
    pub is_secondary: bool,
}

/// `retry-after` (RFC 9110, section 10.2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    /// Seconds from now.
    Seconds(u64),
    /// Unix seconds.
    Date(u64),
}

impl Answer {
    /// Reads status and headers.
    #[must_use]
    pub fn read(status: u16, headers: &HeaderMap) -> Self {
        let text = |name: &HeaderName| headers.get(name).and_then(|value| value.to_str().ok()).map(str::trim);
        let number = |name: &HeaderName| text(name).and_then(|text| text.parse::<u64>().ok());
        let retry_after = text(&http::header::RETRY_AFTER).and_then(|text| match text.parse() {
            Ok(seconds) => Some(After::Seconds(seconds)),
            Err(_) => date(text).map(After::Date),
        });
        let is_empty = number(&REMAINING) == Some(0);
        Self {
            status,
            retry_after,
            reset: number(&RESET).filter(|_| is_empty),
            date: text(&http::header::DATE).and_then(date),
            is_secondary: false,
        }
    }

    /// Whether the server refused it for its pace, and so did not act.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        match self.status {
            429 => true,
            403 => self.is_secondary || self.retry_after.is_some() || self.reset.is_some(),
            _ => false,
        }
    }

    /// The wait that the server asks for.
    ///
    /// Dates are compared with the server's own clock where it tells it: runners' clocks are wrong at times.
    #[must_use]
    pub fn asked(&self, now: Now) -> Option<Duration> {
        let clock = self.date.unwrap_or(now.unix);
        let until = |unix: u64| Duration::from_secs(unix.saturating_sub(clock));
        match (self.retry_after, self.reset) {
            (Some(After::Seconds(seconds)), _) => Some(Duration::from_secs(seconds)),
            (Some(After::Date(unix)), _) => Some(until(unix)),
            // The limit ends with that second, not with its beginning.
            (None, Some(unix)) => Some(until(unix) + Duration::from_secs(1)),
            (None, None) => None,
        }
    }
}

fn date(text: &str) -> Option<u64> {
    let time = httpdate::parse_http_date(text).ok()?;
    time.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(status: u16, headers: &[(&'static str, &str)]) -> Answer {
        let headers = headers.iter().map(|(name, value)| {
            (HeaderName::from_static(name), http::HeaderValue::from_str(value).unwrap())
        });
        Answer::read(status, &headers.collect())
    }

    const NOW: Now = Now { elapsed: Duration::ZERO, unix: 784_111_777 };

    #[test]
    fn retry_after_is_seconds_or_a_date() {
        let seconds = answer(429, &[("retry-after", " 7 ")]);
        assert_eq!(seconds.asked(NOW), Some(Duration::from_secs(7)));
        let date = answer(503, &[("retry-after", "Sun, 06 Nov 1994 08:49:47 GMT")]);
        assert_eq!(date.asked(NOW), Some(Duration::from_secs(10)));
        let past = answer(503, &[("retry-after", "Sun, 06 Nov 1994 08:49:00 GMT")]);
        assert_eq!(past.asked(NOW), Some(Duration::ZERO));
        assert_eq!(answer(503, &[("retry-after", "soon")]).asked(NOW), None);
    }

    #[test]
    fn the_servers_clock_counts() {
        let late = answer(
            403,
            &[
                ("x-ratelimit-remaining", "0"),
                ("x-ratelimit-reset", "1000"),
                ("date", "Thu, 01 Jan 1970 00:15:00 GMT"),
            ],
        );
        assert_eq!(late.asked(NOW), Some(Duration::from_secs(101)));
        assert!(late.is_limit());
    }

    #[test]
    fn a_reset_counts_only_when_nothing_remains() {
        let some = answer(403, &[("x-ratelimit-remaining", "12"), ("x-ratelimit-reset", "999999999")]);
        assert_eq!((some.asked(NOW), some.is_limit()), (None, false));
    }

    #[test]
    fn a_plain_403_is_no_limit() {
        assert!(!answer(403, &[]).is_limit());
        assert!(answer(403, &[("retry-after", "60")]).is_limit());
        assert!(Answer { is_secondary: true, ..answer(403, &[]) }.is_limit());
        assert!(answer(429, &[]).is_limit());
    }
}
