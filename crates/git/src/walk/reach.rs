//! Which of many tags a commit reaches.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::id_map::{IdMap, Key};
use crate::refs::Tag;
use crate::{Error, Id, Repository};

use super::{History, Slack};

impl Repository {
    /// As [`History::highest_reachable`], where nothing else is asked.
    ///
    /// # Errors
    ///
    /// As there.
    pub fn highest_reachable(&self, from: Id, ranked: &[&Tag]) -> Result<Option<usize>, Error> {
        History::new(self, |_| ()).highest_reachable(from, ranked)
    }
}

impl<T> History<'_, T> {
    /// The highest of `ranked`, which go from the highest to the lowest, that is `from` or an ancestor of it;
    /// its index.
    ///
    /// Walks from `from` towards older commits and stops when no higher tag can follow. Tags that are not met
    /// cost nothing, except those that rank above the best one met: their commits' times are read, and a tag
    /// counts as unreachable once the walk is a week past it.
    ///
    /// # Errors
    ///
    /// [`Error::Shallow`] where history ends before the answer is known, [`Error::Missing`],
    /// [`Error::Kind`] and [`Error::Corrupt`] for objects that cannot be read.
    pub fn highest_reachable(&mut self, from: Id, ranked: &[&Tag]) -> Result<Option<usize>, Error> {
        Search::new(self, ranked).run(from)
    }
}

struct Search<'a, 'r, T> {
    history: &'a mut History<'r, T>,
    ranked: &'a [&'a Tag],
    /// The highest rank of each commit or tag object.
    ranks: IdMap<u32>,
    /// The commits of the history that this search has met, by number.
    seen: Vec<bool>,
    queue: BinaryHeap<(i64, Reverse<u32>)>,
    /// The highest rank met.
    best: Option<usize>,
    /// The highest rank that may still be met.
    next: usize,
    /// The date of the tag at `next`, once it was read.
    next_date: Option<i64>,
    boundary: Option<Id>,
    slack: Slack,
}

impl<'a, 'r, T> Search<'a, 'r, T> {
    fn new(history: &'a mut History<'r, T>, ranked: &'a [&'a Tag]) -> Self {
        let mut ranks = IdMap::default();
        ranks.reserve(ranked.len());
        for (rank, tag) in ranked.iter().enumerate() {
            ranks.entry(Key(tag.target())).or_insert(rank as u32);
        }
        Self {
            history,
            ranked,
            ranks,
            seen: Vec::new(),
            queue: BinaryHeap::new(),
            best: None,
            next: 0,
            next_date: None,
            boundary: None,
            slack: Slack::WEEK,
        }
    }

    fn run(mut self, from: Id) -> Result<Option<usize>, Error> {
        self.peel_unknown()?;
        let from = self.history.number(from);
        self.meet(from)?;
        while let Some((date, Reverse(number))) = self.queue.pop() {
            if self.is_settled(date)? {
                return Ok(self.best);
            }
            let id = self.history.id(number);
            if let Some(&rank) = self.ranks.get(&Key(id)) {
                let rank = rank as usize;
                if self.best.is_none_or(|best| rank < best) {
                    self.best = Some(rank);
                }
                if self.best == Some(self.next) {
                    return Ok(self.best);
                }
            }
            if self.history.is_boundary(number) {
                self.boundary = Some(id);
            }
            for index in 0.. {
                let Some(&parent) = self.history.followed(number).get(index) else { break };
                let parent = self.meet(parent)?;
                self.slack.observe(parent.unwrap_or(date), date);
            }
        }
        match self.boundary {
            // Something may be missing: only the highest of all is a sure answer.
            Some(boundary) if self.best.is_none_or(|best| best > self.next) => {
                Err(Error::Shallow { boundary })
            }
            _ => Ok(self.best),
        }
    }

    /// Whether nothing higher than the best can be met by commits of this date or older.
    fn is_settled(&mut self, date: i64) -> Result<bool, Error> {
        if self.best.is_none() && self.history.repository().is_shallow() {
            // Tags beyond the boundary were not fetched, so they are not among the ranked ones.
            return Ok(false);
        }
        let end = self.best.unwrap_or(self.ranked.len());
        while self.next < end {
            let next_date = match self.next_date {
                Some(next_date) => next_date,
                None => self.date_of(self.next)?,
            };
            self.next_date = Some(next_date);
            if !self.slack.is_past(date, next_date) {
                return Ok(false);
            }
            self.next += 1;
            self.next_date = None;
        }
        Ok(true)
    }

    /// The time of a tag's commit; a tag that leads to no commit is never met.
    fn date_of(&mut self, rank: usize) -> Result<i64, Error> {
        let tag = self.ranked[rank];
        if self.history.find(tag.target()).is_some_and(|number| self.has_seen(number)) {
            // It waits in the queue, or was met under another name.
            return Ok(i64::MIN);
        }
        match tag.commit(self.history.repository())? {
            Some(id) => self.history.date_of(id),
            None => Ok(i64::MAX),
        }
    }

    /// Finds where the tags lead of which `packed-refs` does not tell.
    fn peel_unknown(&mut self) -> Result<(), Error> {
        for (rank, tag) in self.ranked.iter().enumerate() {
            if tag.peeled().is_none()
                && let Some(id) = tag.commit(self.history.repository())?
            {
                let known = self.ranks.entry(Key(id)).or_insert(rank as u32);
                *known = (*known).min(rank as u32);
            }
        }
        Ok(())
    }

    /// Reads and queues a commit that is new; its date.
    fn meet(&mut self, number: u32) -> Result<Option<i64>, Error> {
        if self.has_seen(number) {
            return Ok(None);
        }
        let date = self.history.read(number)?;
        if self.seen.len() <= number as usize {
            self.seen.resize(self.history.len(), false);
        }
        self.seen[number as usize] = true;
        self.queue.push((date, Reverse(number)));
        Ok(Some(date))
    }

    fn has_seen(&self, number: u32) -> bool {
        self.seen.get(number as usize).copied().unwrap_or(false)
    }
}
