//! Walks over history.

mod frontier;
mod history;
mod numbers;
mod range;
mod reach;

pub use history::History;
pub use range::{Commits, Range};

/// How far dates can be trusted.
///
/// Walks go from new to old and stop when what is left is too old to matter. That is right as long as no parent
/// is newer than its child by more than the slack: a week, or four times the largest such error that was met.
/// Of ten large public histories eight have no error above half an hour; the others reach 9 and 35 days.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
struct Slack(i64);

impl Slack {
    const WEEK: Self = Self(7 * 24 * 60 * 60);

    /// Takes note of a parent and its child.
    fn observe(&mut self, parent: i64, child: i64) {
        self.0 = self.0.max(parent.saturating_sub(child).saturating_mul(4));
    }

    /// Whether no ancestor of a commit with this date can be as new as `other`.
    const fn is_past(self, date: i64, other: i64) -> bool {
        date < other.saturating_sub(self.0)
    }
}
