//! When to probe again, and when to stop: a state machine that sees outcomes and says what is next.
//!
//! It has no clock, no sleep and no chance of its own: the moment is passed in, and so is the jitter's seed.

use std::time::Duration;

use deploy_kit_http::retry::Backoff;
use serde::{Deserialize, Serialize};

/// How often, and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Poll {
    /// When the last probe has to be over, from the start.
    pub deadline: Duration,
    /// The wait after the first failure; it doubles with each further one in a row, and half of it is left to chance.
    /// Also the wait between successes where several are asked for.
    pub first: Duration,
    /// The longest wait.
    pub longest: Duration,
    /// How many successes in a row make it healthy; 0 counts as 1.
    pub consecutive: u32,
}

impl Default for Poll {
    fn default() -> Self {
        Self {
            deadline: Duration::from_secs(300),
            first: Duration::from_secs(1),
            longest: Duration::from_secs(15),
            consecutive: 1,
        }
    }
}

/// How a probe ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Seen {
    /// All conditions were met.
    Good,
    /// One was not.
    Bad,
    /// One was not, and no later probe can end otherwise.
    Hopeless,
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Probe, within so much time.
    Probe(Duration),
    /// Wait so long, then ask again what is next.
    Wait(Duration),
    /// There is nothing more to find out: whether it is healthy.
    Done(bool),
}

/// The shortest time that the last probe is given, even if it ends past the deadline.
const LEAST: Duration = Duration::from_secs(1);

/// A check under way.
#[derive(Debug, Clone)]
pub struct Machine {
    poll: Poll,
    /// The time-out of a probe.
    timeout: Duration,
    seed: u64,
    backoff: Backoff,
    successes: u32,
    is_waiting: bool,
}

impl Machine {
    /// Nothing seen yet. `timeout` is that of a probe, `seed` feeds the jitter.
    #[must_use]
    pub fn new(poll: Poll, timeout: Duration, seed: u64) -> Self {
        let backoff = Backoff::new(poll.first, poll.longest, seed);
        Self { poll, timeout, seed, backoff, successes: 0, is_waiting: false }
    }

    /// How many successes in a row there were.
    #[must_use]
    pub fn successes(&self) -> u32 {
        self.successes
    }

    /// Takes how the last probe ended, if one ended since the last call, and says what is next. `now` is the time since
    /// the start.
    pub fn next(&mut self, now: Duration, seen: Option<Seen>) -> Next {
        let Some(seen) = seen else { return self.probe(now) };
        self.is_waiting = true;
        let wait = match seen {
            Seen::Hopeless => return Next::Done(false),
            Seen::Good => {
                self.successes += 1;
                // What failed after it is a new trouble, not more of the old.
                self.seed = self.seed.wrapping_add(1);
                self.backoff = Backoff::new(self.poll.first, self.poll.longest, self.seed);
                if self.successes >= self.poll.consecutive {
                    return Next::Done(true);
                }
                self.poll.first.min(self.poll.longest)
            }
            Seen::Bad => {
                self.successes = 0;
                self.backoff.step()
            }
        };
        self.wait(now, wait)
    }

    /// The first probe is made whatever the deadline is: without one there is nothing to tell.
    fn probe(&mut self, now: Duration) -> Next {
        let left = self.poll.deadline.saturating_sub(now);
        if left.is_zero() && self.is_waiting {
            return Next::Done(false);
        }
        Next::Probe(self.timeout.min(left.max(LEAST)))
    }

    /// A wait past the deadline is cut, so that a last probe just before it still sees what comes up late.
    fn wait(&self, now: Duration, wait: Duration) -> Next {
        let left = self.poll.deadline.saturating_sub(now);
        let last = left.saturating_sub(self.timeout.min(LEAST));
        match (wait <= last, last.is_zero()) {
            (true, _) => Next::Wait(wait),
            (false, false) => Next::Wait(last),
            (false, true) => Next::Done(false),
        }
    }
}

#[cfg(test)]
mod tests;
