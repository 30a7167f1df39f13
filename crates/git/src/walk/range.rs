//! The commits of a range: what one commit reaches and others do not.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::num::NonZeroU32;

use crate::{Commit, Error, Id, Repository};

use super::frontier::Queue;
use super::{History, Slack};

/// Which commits to list: those that `to` reaches and none of `from` does, as `git log to --not from...`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Range {
    /// Left out with all of their ancestors; empty for the whole history.
    pub from: Vec<Id>,
    /// The newest commit; listed unless `from` reaches it.
    pub to: Id,
}

/// The commits of a range, newest first, children before their parents. Of commits that are no relatives the
/// one with the later committer's time comes first. The order is the same in every clone.
#[derive(Debug)]
pub struct Commits<'r> {
    history: History<'r, Commit>,
    order: std::vec::IntoIter<u32>,
}

impl Repository {
    /// Lists the commits of a range.
    ///
    /// The set is exact as long as no clock was wrong by more than a week without this showing in the commits
    /// that are read; where it shows, the walk goes back further to be sure.
    ///
    /// # Errors
    ///
    /// [`Error::Shallow`] where the range goes back beyond what was fetched, [`Error::Missing`],
    /// [`Error::Kind`] and [`Error::Corrupt`] for objects that cannot be read.
    pub fn commits(&self, range: Range) -> Result<Commits<'_>, Error> {
        let mut history = History::new(self, Commit::clone);
        let order = history.list(&range)?.into_iter();
        Ok(Commits { history, order })
    }
}

impl<T> History<'_, T> {
    /// The commits of a range by their numbers in this history, in the order of [`Commits`].
    ///
    /// # Errors
    ///
    /// As [`Repository::commits`].
    pub fn list(&mut self, range: &Range) -> Result<Vec<u32>, Error> {
        if range.from.is_empty() {
            self.repository().objects().expect_many();
        }
        let mut walk = Walk::new(self);
        walk.start(range)?;
        walk.run()?;
        walk.check_boundaries()?;
        Ok(walk.order())
    }
}

impl Iterator for Commits<'_> {
    type Item = Result<Commit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let number = self.order.next()?;
        Some(self.history.take(number))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.order.size_hint()
    }
}

impl ExactSizeIterator for Commits<'_> {}

/// A commit that this walk has met.
struct Met {
    /// Its number in the history.
    number: u32,
    date: i64,
    hidden: bool,
    visited: bool,
}

/// A walk has numbers of its own, in the order of meeting: the order of a list must not depend on what was asked
/// of the history before.
struct Walk<'h, 'r, T> {
    history: &'h mut History<'r, T>,
    met: Vec<Met>,
    /// The place in `met` of each commit of the history.
    places: Vec<Option<NonZeroU32>>,
    queue: Queue,
    /// Queued commits that are not hidden.
    open: usize,
    /// Visited commits whose parents were not fetched.
    boundaries: Vec<u32>,
    slack: Slack,
    /// The oldest date of a visited commit that is not hidden.
    oldest: i64,
}

impl<'h, 'r, T> Walk<'h, 'r, T> {
    fn new(history: &'h mut History<'r, T>) -> Self {
        Self {
            history,
            met: Vec::new(),
            places: Vec::new(),
            queue: Queue::default(),
            open: 0,
            boundaries: Vec::new(),
            slack: Slack::WEEK,
            oldest: i64::MAX,
        }
    }

    fn start(&mut self, range: &Range) -> Result<(), Error> {
        for id in &range.from {
            let number = self.history.number(*id);
            self.meet(number, true)?;
        }
        let number = self.history.number(range.to);
        self.meet(number, false)?;
        Ok(())
    }

    /// Visits commits, newest first, until the set is known.
    fn run(&mut self) -> Result<(), Error> {
        while let Some((date, place)) = self.queue.pop() {
            let hidden = self.met[place as usize].hidden;
            if hidden && self.open == 0 && self.is_settled(date, place) {
                break;
            }
            if !hidden {
                self.open -= 1;
                self.oldest = self.oldest.min(date);
            }
            self.visit(place)?;
        }
        Ok(())
    }

    /// Whether no listed commit can turn out to be hidden by commits of this date or older. One that waits, and
    /// is far older than a parent which is listed, shows that clocks were wrong.
    fn is_settled(&mut self, date: i64, place: u32) -> bool {
        if !self.slack.is_past(date, self.oldest) {
            return false;
        }
        for place in self.queue.iter().chain([place]) {
            let child = &self.met[place as usize];
            for &parent in self.history.parents_of(child.number) {
                let parent = self.place(parent).map(|place| &self.met[place as usize]);
                if let Some(parent) = parent.filter(|parent| !parent.hidden) {
                    self.slack.observe(parent.date, child.date);
                }
            }
        }
        self.slack.is_past(date, self.oldest)
    }

    /// Meets the parents of a commit.
    fn visit(&mut self, place: u32) -> Result<(), Error> {
        let commit = &mut self.met[place as usize];
        commit.visited = true;
        let (number, date, hidden) = (commit.number, commit.date, commit.hidden);
        if self.history.is_boundary(number) {
            self.boundaries.push(place);
        }
        for index in 0.. {
            let Some(&parent) = self.history.followed(number).get(index) else { break };
            let date_of_parent = self.meet(parent, hidden)?;
            self.slack.observe(date_of_parent, date);
        }
        Ok(())
    }

    fn place(&self, number: u32) -> Option<u32> {
        self.places.get(number as usize).copied().flatten().map(|place| place.get() - 1)
    }

    /// Reads and queues a commit if it is new; its date.
    fn meet(&mut self, number: u32, hidden: bool) -> Result<i64, Error> {
        if let Some(place) = self.place(number) {
            if hidden {
                self.hide(place);
            }
            return Ok(self.met[place as usize].date);
        }
        let date = self.history.read(number)?;
        let place = self.met.len() as u32;
        if self.places.len() <= number as usize {
            self.places.resize(self.history.len(), None);
        }
        self.places[number as usize] = NonZeroU32::new(place + 1);
        self.queue.push(date, place);
        self.open += usize::from(!hidden);
        self.met.push(Met { number, date, hidden, visited: false });
        Ok(date)
    }

    /// Hides a commit and all of its ancestors that were met.
    fn hide(&mut self, place: u32) {
        let mut stack = vec![place];
        while let Some(place) = stack.pop() {
            let commit = &mut self.met[place as usize];
            if commit.hidden {
                continue;
            }
            commit.hidden = true;
            if commit.visited {
                let parents = self.history.followed(commit.number);
                let places = parents.iter().filter_map(|&parent| self.place(parent));
                stack.extend(places);
            } else {
                self.open -= 1;
            }
        }
    }

    /// Refuses an answer that commits which were not fetched could change: a listed commit whose parents are
    /// not there, or an excluded one that may have led to listed commits.
    fn check_boundaries(&self) -> Result<(), Error> {
        for &place in &self.boundaries {
            let commit = &self.met[place as usize];
            if !commit.hidden || commit.date > self.oldest {
                return Err(Error::Shallow { boundary: self.history.id(commit.number) });
            }
        }
        Ok(())
    }

    /// The commits that are not hidden, children before their parents.
    fn order(self) -> Vec<u32> {
        let parents = |place: u32| {
            let parents = self.history.followed(self.met[place as usize].number);
            parents.iter().filter_map(|&parent| self.place(parent))
        };
        let listed = || (0..self.met.len() as u32).filter(|&place| !self.met[place as usize].hidden);
        // How many children of each commit are not listed yet.
        let mut children = vec![0_u32; self.met.len()];
        for parent in listed().flat_map(parents) {
            children[parent as usize] += 1;
        }
        let entry = |place: u32| (self.met[place as usize].date, Reverse(place));
        let first = listed().filter(|&place| children[place as usize] == 0);
        let mut ready: BinaryHeap<(i64, Reverse<u32>)> = first.map(entry).collect();
        let mut order = Vec::with_capacity(listed().count());
        while let Some((_, Reverse(place))) = ready.pop() {
            order.push(self.met[place as usize].number);
            for parent in parents(place) {
                children[parent as usize] -= 1;
                if children[parent as usize] == 0 && !self.met[parent as usize].hidden {
                    ready.push(entry(parent));
                }
            }
        }
        order
    }
}
