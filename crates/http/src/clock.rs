//! The clock of a run.

use std::time::Duration;

use tokio::time::Instant;

/// Where time is read: monotonic since the run's start, and wall time from that start.
///
/// It is tokio's clock, so that a test with paused time waits for nothing.
#[derive(Debug, Clone, Copy)]
pub struct Clock {
    start: Instant,
    unix: u64,
}

/// A moment of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Since the clock's start.
    pub elapsed: Duration,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub unix: u64,
}

impl Clock {
    /// Starts now; `unix` is what the time is, in seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn start(unix: i64) -> Self {
        Self { start: Instant::now(), unix: u64::try_from(unix).unwrap_or(0) }
    }

    /// This moment.
    #[must_use]
    pub fn now(&self) -> Now {
        let elapsed = self.start.elapsed();
        Now { elapsed, unix: self.unix + elapsed.as_secs() }
    }
}
