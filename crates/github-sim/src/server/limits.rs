//! Rate limits: the hourly one, and the secondary ones on writes.
//!
//! Source: "Rate limits for the REST API": 80 content-creating requests a minute, 500 an hour.

use std::collections::{BTreeMap, VecDeque};
use std::time::{Duration, Instant};

use crate::wire::{Problem, Request, Response};

/// The limits, and what was used of them.
#[derive(Debug)]
pub(crate) struct Limits {
    /// Requests an hour and token.
    hourly: u64,
    /// Writes a minute and an hour, if they are limited.
    writes: Option<(usize, usize)>,
    used: BTreeMap<String, u64>,
    /// When the hour ends, in seconds since 1970.
    reset: i64,
    recent: VecDeque<Instant>,
}

impl Limits {
    pub(crate) fn new(hourly: u64, writes: Option<(usize, usize)>, now: i64) -> Self {
        Self { hourly, writes, used: BTreeMap::new(), reset: now + 3600, recent: VecDeque::new() }
    }

    /// Counts a request, or refuses it.
    pub(crate) fn admit(&mut self, token: Option<&str>, request: &Request, now: i64) -> Result<(), Problem> {
        if request.path == "/rate_limit" {
            return Ok(());
        }
        if now >= self.reset {
            self.used.clear();
            self.reset = now + 3600;
        }
        let used = self.used.entry(token.unwrap_or_default().to_owned()).or_default();
        if *used >= self.hourly {
            return Err(primary_problem(self.reset));
        }
        *used += 1;
        if request.reads() || request.path == "/graphql" {
            return Ok(());
        }
        self.write()
    }

    fn write(&mut self) -> Result<(), Problem> {
        let Some((minute, hour)) = self.writes else { return Ok(()) };
        let now = Instant::now();
        while self.recent.front().is_some_and(|first| now.duration_since(*first) > Duration::from_secs(3600))
        {
            self.recent.pop_front();
        }
        let last = |seconds: u64| {
            self.recent.iter().filter(|it| now.duration_since(**it) < Duration::from_secs(seconds)).count()
        };
        if last(60) >= minute || last(3600) >= hour {
            return Err(secondary_problem(403, 60));
        }
        self.recent.push_back(now);
        Ok(())
    }

    pub(crate) fn left(&self, token: Option<&str>) -> u64 {
        self.hourly.saturating_sub(self.used.get(token.unwrap_or_default()).copied().unwrap_or(0))
    }

    /// What every answer says of the hourly limit. A 304 is not counted.
    pub(super) fn headers(&mut self, token: Option<&str>, free: bool) -> Vec<(&'static str, String)> {
        if free && let Some(used) = self.used.get_mut(token.unwrap_or_default()) {
            *used = used.saturating_sub(1);
        }
        let left = self.left(token);
        vec![
            ("x-ratelimit-limit", self.hourly.to_string()),
            ("x-ratelimit-remaining", left.to_string()),
            ("x-ratelimit-used", (self.hourly - left).to_string()),
            ("x-ratelimit-reset", self.reset.to_string()),
            ("x-ratelimit-resource", "core".to_owned()),
        ]
    }

    /// `rate-limit-overview`.
    pub(crate) fn overview(&self, token: Option<&str>) -> serde_json::Value {
        let left = self.left(token);
        let core = serde_json::json!({
            "limit": self.hourly, "used": self.hourly - left, "remaining": left, "reset": self.reset,
        });
        serde_json::json!({
            "resources": { "core": core, "search": core, "graphql": core },
            "rate": core,
        })
    }
}

fn secondary_problem(status: u16, retry_after: u64) -> Problem {
    let message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    Problem::new(status, message).header("retry-after", &retry_after.to_string())
}

fn primary_problem(reset: i64) -> Problem {
    Problem::new(403, "API rate limit exceeded for installation.")
        .header("x-ratelimit-remaining", "0")
        .header("x-ratelimit-reset", &reset.to_string())
}

/// The answer of the secondary limit.
pub(super) fn secondary(status: u16, retry_after: u64) -> Response {
    secondary_problem(status, retry_after).into()
}

/// The answer of the hourly limit.
pub(super) fn primary(reset: i64) -> Response {
    primary_problem(reset).into()
}
