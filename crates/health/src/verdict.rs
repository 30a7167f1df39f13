//! What a check came to.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::condition::Mismatch;
use crate::probe::Observation;

/// One probe of a check.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The first one is 1.
    pub number: u32,
    /// When it began, in time since the check's start.
    pub at: Duration,
    /// What was seen.
    pub observation: Observation,
    /// The condition that was not met, if there is one.
    pub failed: Option<Mismatch>,
}

/// What a check came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Verdict {
    /// Whether there were as many successes in a row as asked for.
    pub is_healthy: bool,
    /// How many probes were made.
    pub attempts: u32,
    /// How many of the last ones in a row succeeded.
    pub successes: u32,
    /// How many would have been needed.
    pub needed: u32,
    /// From the check's start to its end.
    pub elapsed: Duration,
    /// The last probe.
    pub last: Attempt,
    /// The last one that failed, which may be an earlier one. A last probe that got no answer in what the deadline
    /// left of its time says nothing of the server: what failed before it stands.
    pub last_failure: Option<Attempt>,
}

impl fmt::Display for Verdict {
    /// One line: `unhealthy after 4 probes in 12.0 s: status: expected 200-399, got 503`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (state, s) = (
            if self.is_healthy { "healthy" } else { "unhealthy" },
            if self.attempts == 1 { "" } else { "s" },
        );
        write!(f, "{state} after {} probe{s} in {:.1} s", self.attempts, self.elapsed.as_secs_f64())?;
        if self.is_healthy {
            return Ok(());
        }
        if self.successes > 0 {
            write!(f, ": {} of {} successes in a row", self.successes, self.needed)?;
        }
        let failed =
            self.last_failure.as_ref().and_then(|attempt| Some((attempt.number, attempt.failed.as_ref()?)));
        match failed {
            Some((_, mismatch)) if self.successes == 0 => write!(f, ": {mismatch}"),
            Some((number, mismatch)) => write!(f, "; probe {number} failed with {mismatch}"),
            None => Ok(()),
        }
    }
}
