//! The end of a run's time.

use std::time::Duration;

/// How long a whole run may take, counted from its [`Clock`](crate::Clock)'s start.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deadline(Option<Duration>);

impl Deadline {
    /// No end.
    pub const NONE: Self = Self(None);

    /// The run ends when so much time has passed since its start.
    #[must_use]
    pub const fn after(time: Duration) -> Self {
        Self(Some(time))
    }

    /// The time from the run's start to its end, if it has one.
    #[must_use]
    pub const fn limit(self) -> Option<Duration> {
        self.0
    }

    /// What is left at a moment, given as the time since the start; `None` if there is no end.
    #[must_use]
    pub fn remaining(self, elapsed: Duration) -> Option<Duration> {
        self.0.map(|limit| limit.saturating_sub(elapsed))
    }

    /// Whether something that takes so long from now on is done in time.
    #[must_use]
    pub fn allows(self, elapsed: Duration, takes: Duration) -> bool {
        self.remaining(elapsed).is_none_or(|left| takes < left)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_shrinks_to_nothing() {
        let second = Duration::from_secs;
        let deadline = Deadline::after(second(10));
        assert_eq!(deadline.remaining(second(3)), Some(second(7)));
        assert_eq!(deadline.remaining(second(12)), Some(Duration::ZERO));
        assert!(deadline.allows(second(3), second(6)));
        assert!(!deadline.allows(second(3), second(7)));
        assert!(Deadline::NONE.allows(second(u64::MAX), second(u64::MAX)));
    }
}
