//! Walks over history.

mod frontier;
mod range;
mod reach;

pub use range::{Commits, Range};

/// By how many seconds the clocks of two commits may disagree before dates are not trusted: a week.
///
/// Walks go from new to old and stop when what is left is too old to matter. That is right if a parent is
/// never newer than its child; clocks of laptops are off by minutes, those of a few by days.
const SLACK: i64 = 7 * 24 * 60 * 60;
