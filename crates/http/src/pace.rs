//! How fast GitHub lets one write.
//!
//! "In general, no more than 80 content-generating requests per minute and no more than 500
//! content-generating requests per hour are allowed" (GitHub, *Rate limits for the REST API*).
//! Going slower is cheaper than being refused: who ignores a secondary limit may be banned.

use std::collections::VecDeque;
use std::time::Duration;

/// So many writes in so much time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// How many writes.
    pub writes: usize,
    /// In how much time, wherever it begins.
    pub within: Duration,
}

/// GitHub's own limits for requests that create content.
pub const GITHUB: [Limit; 2] = [
    Limit { writes: 80, within: Duration::from_secs(60) },
    Limit { writes: 500, within: Duration::from_secs(3600) },
];

/// Hands out the moments of writes so that no window of time holds more than its limit.
///
/// A window, not a bucket that refills: a full bucket that drains at once lets nearly twice the limit pass
/// within a minute.
#[derive(Debug, Clone)]
pub struct Pace {
    limits: Vec<Limit>,
    /// The moments handed out, in order; as many as the largest limit looks back on.
    written: VecDeque<Duration>,
}

impl Pace {
    /// A pace within limits.
    #[must_use]
    pub fn new(limits: &[Limit]) -> Self {
        Self { limits: limits.to_vec(), written: VecDeque::new() }
    }

    /// How long a write has to wait from `elapsed`, the time since the run's start.
    #[must_use]
    pub fn wait(&self, elapsed: Duration) -> Duration {
        let last = self.written.back().copied().unwrap_or_default();
        let free = self.limits.iter().filter_map(|limit| {
            let at = self.written.len().checked_sub(limit.writes)?;
            self.written.get(at).map(|written| *written + limit.within)
        });
        free.fold(last, Duration::max).saturating_sub(elapsed)
    }

    /// Takes the next moment, and gives how long to wait for it.
    pub fn reserve(&mut self, elapsed: Duration) -> Duration {
        let wait = self.wait(elapsed);
        self.written.push_back(elapsed + wait);
        let most = self.limits.iter().map(|limit| limit.writes).max().unwrap_or(0);
        while self.written.len() > most {
            self.written.pop_front();
        }
        wait
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn eighty_go_at_once_and_the_next_a_minute_later() {
        let mut pace = Pace::new(&GITHUB);
        for _ in 0..80 {
            assert_eq!(pace.reserve(Duration::from_secs(5)), Duration::ZERO);
        }
        assert_eq!(pace.reserve(Duration::from_secs(35)), Duration::from_secs(30));
        assert_eq!(pace.wait(Duration::from_secs(65)), Duration::ZERO);
    }

    #[test]
    fn the_five_hundred_and_first_waits_for_the_hour() {
        let mut pace = Pace::new(&GITHUB);
        let mut now = Duration::ZERO;
        for _ in 0..500 {
            now += pace.reserve(now);
        }
        assert!(now < Duration::from_secs(3600));
        now += pace.reserve(now);
        assert_eq!(now, Duration::from_secs(3600));
    }

    proptest! {
        #[test]
        fn no_window_holds_more_than_its_limit(gaps in proptest::collection::vec(0u64..4000, 1..700)) {
            let limits = [
                Limit { writes: 5, within: Duration::from_secs(6) },
                Limit { writes: 20, within: Duration::from_secs(60) },
            ];
            let mut pace = Pace::new(&limits);
            let mut now = Duration::ZERO;
            let mut written = Vec::new();
            for gap in gaps {
                now += Duration::from_millis(gap);
                written.push(now + pace.reserve(now));
            }
            for limit in limits {
                for window in written.windows(limit.writes + 1) {
                    prop_assert!(window[limit.writes] - window[0] >= limit.within);
                }
            }
        }
    }
}
