//! The one retry policy: a state machine that sees outcomes and says what is next.
//!
//! It has no clock, no sleep and no random numbers of its own: the moment is passed in, the seed of the
//! jitter too, so that every decision can be tested and repeated.

mod answer;
mod backoff;
mod repeat;

use std::time::Duration;

pub use answer::{After, Answer};
pub use backoff::Backoff;
pub use repeat::repeat;

use crate::{Deadline, Failure, FailureKind, Now};

/// How often and how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// Attempts in all, the first included.
    pub attempts: u32,
    /// The wait after the first failure; it doubles with each further one. Half of it is left to chance.
    pub first: Duration,
    /// The longest wait that is our own choice. What the server asks for is bounded by the deadline alone.
    pub longest: Duration,
    /// The wait after a secondary limit that does not say how long: "at least one minute" (GitHub).
    pub limited: Duration,
}

impl Default for Policy {
    fn default() -> Self {
        Self {
            attempts: 5,
            first: Duration::from_millis(500),
            longest: Duration::from_secs(30),
            limited: Duration::from_secs(60),
        }
    }
}

/// Whether a request may be sent twice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Repeatable {
    /// Twice is as good as once: a read, a replacement, a deletion, or a write that the caller made so by a
    /// marker that the server or a later read recognises.
    Yes,
    /// Each time counts: sent again only if the server cannot have acted the first time.
    No,
}

/// How an attempt ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// There was an answer.
    Answered(Answer),
    /// There was none.
    Failed(Failure),
}

/// What to do now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Next {
    /// Try again after so much time.
    Retry(Duration),
    /// Leave it at that.
    Stop(Stop),
}

/// Why there is no further attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// The outcome stands: another attempt would give the same.
    Settled,
    /// The server may have acted, and the request must not be sent twice: re-read before going on.
    Ambiguous,
    /// All attempts are used up.
    Exhausted,
    /// The wait, given here, would go past the run's deadline.
    Deadline(Duration),
}

/// The attempts of one request.
#[derive(Debug, Clone)]
pub struct Retry {
    policy: Policy,
    repeatable: Repeatable,
    deadline: Deadline,
    backoff: Backoff,
    attempts: u32,
    /// Whether an earlier attempt may have reached the server's state.
    doubtful: bool,
}

impl Retry {
    /// No attempt made yet. `seed` feeds the jitter.
    #[must_use]
    pub fn new(policy: Policy, repeatable: Repeatable, deadline: Deadline, seed: u64) -> Self {
        let backoff = Backoff::new(policy.first, policy.longest, seed);
        Self { policy, repeatable, deadline, backoff, attempts: 0, doubtful: false }
    }

    /// Whether an attempt so far may have been acted on without our hearing of it. A deletion that then finds
    /// nothing to delete has done its work.
    #[must_use]
    pub fn is_doubtful(&self) -> bool {
        self.doubtful
    }

    /// What is left of the run's time.
    #[must_use]
    pub fn remaining(&self, now: Now) -> Option<Duration> {
        self.deadline.remaining(now.elapsed)
    }

    /// Takes the outcome of an attempt and says what is next.
    pub fn next(&mut self, outcome: &Outcome, now: Now) -> Next {
        self.attempts += 1;
        let verdict = Verdict::of(outcome, now);
        let doubtful = matches!(verdict, Verdict::Doubtful | Verdict::Over);
        self.doubtful |= doubtful;
        let wait = match verdict {
            Verdict::Settled => return Next::Stop(Stop::Settled),
            Verdict::Over if self.repeatable == Repeatable::No => return Next::Stop(Stop::Ambiguous),
            Verdict::Over => return Next::Stop(Stop::Settled),
            Verdict::Doubtful if self.repeatable == Repeatable::No => return Next::Stop(Stop::Ambiguous),
            Verdict::Limited(Some(asked)) => asked,
            Verdict::Limited(None) => self.policy.limited.max(self.backoff.step()),
            Verdict::Doubtful | Verdict::Unsent => match asked(outcome, now) {
                Some(asked) => asked,
                None => self.backoff.step(),
            },
        };
        if self.attempts >= self.policy.attempts {
            Next::Stop(Stop::Exhausted)
        } else if !self.deadline.allows(now.elapsed, wait) {
            Next::Stop(Stop::Deadline(wait))
        } else {
            Next::Retry(wait)
        }
    }
}

/// What an outcome means for another attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Settled,
    /// Refused for its pace, so not acted on; with the wait if one is asked for.
    Limited(Option<Duration>),
    /// Not sent, or not taken in.
    Unsent,
    /// Perhaps acted on.
    Doubtful,
    /// Perhaps acted on, and no time to find out.
    Over,
}

impl Verdict {
    fn of(outcome: &Outcome, now: Now) -> Self {
        match outcome {
            Outcome::Answered(answer) if answer.is_limit() => Self::Limited(answer.asked(now)),
            // 408: the server did not get the whole request. 501 and 505: it never will do it.
            Outcome::Answered(answer) => match answer.status {
                408 => Self::Unsent,
                501 | 505 => Self::Settled,
                500..=599 => Self::Doubtful,
                _ => Self::Settled,
            },
            Outcome::Failed(failure) if failure.kind() == FailureKind::Deadline => Self::Over,
            Outcome::Failed(failure) if !failure.is_transient() => Self::Settled,
            Outcome::Failed(failure) if failure.is_unsent() => Self::Unsent,
            Outcome::Failed(_) => Self::Doubtful,
        }
    }
}

/// The wait that an answer asks for: a 503 can say `retry-after`, too.
fn asked(outcome: &Outcome, now: Now) -> Option<Duration> {
    match outcome {
        Outcome::Answered(answer) => answer.asked(now),
        Outcome::Failed(_) => None,
    }
}

#[cfg(test)]
mod tests;
