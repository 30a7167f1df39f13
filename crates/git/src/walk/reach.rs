//! Which of many tags a commit reaches.

use crate::commit::Body;
use crate::id_map::{IdMap, Key};
use crate::refs::Tag;
use crate::{Error, Id, Repository};

use super::Slack;
use super::frontier::Queue;

impl Repository {
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
    pub fn highest_reachable(&self, from: Id, ranked: &[&Tag]) -> Result<Option<usize>, Error> {
        Search::new(self, ranked).run(from)
    }
}

struct Search<'a> {
    repository: &'a Repository,
    ranked: &'a [&'a Tag],
    /// The highest rank of each commit or tag object.
    ranks: IdMap<u32>,
    seen: IdMap<()>,
    queue: Queue,
    /// What was met, by number.
    waiting: Vec<(Id, Body)>,
    buffer: Vec<u8>,
    /// The highest rank met.
    best: Option<usize>,
    /// The highest rank that may still be met.
    next: usize,
    /// The date of the tag at `next`, once it was read.
    next_date: Option<i64>,
    boundary: Option<Id>,
    slack: Slack,
}

impl<'a> Search<'a> {
    fn new(repository: &'a Repository, ranked: &'a [&'a Tag]) -> Self {
        let mut ranks = IdMap::default();
        ranks.reserve(ranked.len());
        for (rank, tag) in ranked.iter().enumerate() {
            ranks.entry(Key(tag.target())).or_insert(rank as u32);
        }
        Self {
            repository,
            ranked,
            ranks,
            seen: IdMap::default(),
            queue: Queue::default(),
            waiting: Vec::new(),
            buffer: Vec::new(),
            best: None,
            next: 0,
            next_date: None,
            boundary: None,
            slack: Slack::WEEK,
        }
    }

    fn run(mut self, from: Id) -> Result<Option<usize>, Error> {
        self.peel_unknown()?;
        self.meet(from)?;
        while let Some((date, number)) = self.queue.pop() {
            if self.is_settled(date)? {
                return Ok(self.best);
            }
            let (id, body) = self.waiting[number as usize].clone();
            if let Some(&rank) = self.ranks.get(&Key(id)) {
                let rank = rank as usize;
                if self.best.is_none_or(|best| rank < best) {
                    self.best = Some(rank);
                }
                if self.best == Some(self.next) {
                    return Ok(self.best);
                }
            }
            if self.repository.shallow().binary_search(&id).is_ok() {
                self.boundary = Some(id);
                continue;
            }
            for parent in body.parents() {
                let parent = self.meet(parent)?;
                self.slack.observe(parent.unwrap_or(date), date);
            }
            self.repository.remember(id, body);
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
        if self.best.is_none() && self.repository.is_shallow() {
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
        if self.seen.contains_key(&Key(tag.target())) {
            // It waits in the queue, or was met under another name.
            return Ok(i64::MIN);
        }
        match tag.commit(self.repository)? {
            Some(id) => Ok(self.read(&id)?.layout.date),
            None => Ok(i64::MAX),
        }
    }

    /// Finds where the tags lead of which `packed-refs` does not tell.
    fn peel_unknown(&mut self) -> Result<(), Error> {
        for (rank, tag) in self.ranked.iter().enumerate() {
            if tag.peeled().is_none()
                && let Some(id) = tag.commit(self.repository)?
            {
                let known = self.ranks.entry(Key(id)).or_insert(rank as u32);
                *known = (*known).min(rank as u32);
            }
        }
        Ok(())
    }

    /// Reads and queues a commit that is new; its date.
    fn meet(&mut self, id: Id) -> Result<Option<i64>, Error> {
        if self.seen.insert(Key(id), ()).is_some() {
            return Ok(None);
        }
        let body = self.read(&id)?;
        let date = body.layout.date;
        self.queue.push(date, self.waiting.len() as u32);
        self.waiting.push((id, body));
        Ok(Some(date))
    }

    fn read(&mut self, id: &Id) -> Result<Body, Error> {
        self.repository.read_commit(id, &mut self.buffer)
    }
}
