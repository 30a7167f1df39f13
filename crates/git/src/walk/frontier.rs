//! The edge of a walk: commits that were read but not yet visited, newest first.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Commits by date, newest first; of one date the first that was pushed.
#[derive(Default)]
pub(super) struct Queue {
    heap: BinaryHeap<(i64, Reverse<u32>)>,
}

impl Queue {
    /// Adds the commit with this number.
    pub(super) fn push(&mut self, date: i64, number: u32) {
        self.heap.push((date, Reverse(number)));
    }

    /// The numbers of the commits that wait, in no order.
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.heap.iter().map(|(_, Reverse(number))| *number)
    }

    /// Takes the newest.
    pub(super) fn pop(&mut self) -> Option<(i64, u32)> {
        self.heap.pop().map(|(date, Reverse(number))| (date, number))
    }
}
