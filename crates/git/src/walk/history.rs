//! The commits that walks have met, each read once.

use std::sync::Arc;

use crate::{Commit, Error, Id, Repository};

use super::numbers::Numbers;

/// The part of a repository's history that was looked at, and of each commit what the caller keeps.
///
/// A question for the last release is followed by one for the commits since then: they are the same commits, and
/// to inflate them is most of what either costs. A commit's bytes are not kept, as half a kilobyte each is what
/// a large history would fill the memory with.
pub struct History<'r, T> {
    repository: &'r Repository,
    keep: Box<dyn Fn(&Commit) -> T + 'r>,
    nodes: Vec<Node<T>>,
    edges: Vec<u32>,
    numbers: Numbers,
    buffer: Vec<u8>,
    /// The memory of the last commit, if nobody keeps it.
    data: Arc<Vec<u8>>,
}

/// A commit that a walk has met, by its own id or as a parent.
struct Node<T> {
    /// Seconds of the committer's time.
    date: i64,
    kept: Option<T>,
    /// Its parents, in `edges`; `None` before it is read.
    edges: Option<Edges>,
    id: Id,
}

#[derive(Clone, Copy)]
struct Edges {
    start: u32,
    count: u32,
}

impl<'r, T> History<'r, T> {
    /// Nothing yet; `keep` says what to keep of each commit that is read.
    pub fn new(repository: &'r Repository, keep: impl Fn(&Commit) -> T + 'r) -> Self {
        Self {
            repository,
            keep: Box::new(keep),
            nodes: Vec::new(),
            edges: Vec::new(),
            numbers: Numbers::default(),
            buffer: Vec::new(),
            data: Arc::default(),
        }
    }

    /// The id of a commit in a list of [`History::list`].
    #[must_use]
    pub fn id(&self, number: u32) -> Id {
        self.nodes[number as usize].id
    }

    /// The parents of a commit in a list of [`History::list`].
    pub fn parents(&self, number: u32) -> impl ExactSizeIterator<Item = Id> + '_ {
        self.parents_of(number).iter().map(|&parent| self.id(parent))
    }

    /// What was kept of a commit. Where that was taken before, the commit is read again.
    ///
    /// # Errors
    ///
    /// As [`History::list`].
    pub fn get(&mut self, number: u32) -> Result<&T, Error> {
        let kept = self.take(number)?;
        Ok(self.nodes[number as usize].kept.insert(kept))
    }

    /// Takes what was kept of a commit. Where that was taken before, the commit is read again.
    ///
    /// # Errors
    ///
    /// As [`History::list`].
    pub fn take(&mut self, number: u32) -> Result<T, Error> {
        let node = &mut self.nodes[number as usize];
        match node.kept.take() {
            Some(kept) => Ok(kept),
            None => {
                let body = self.repository.read_commit(&node.id, &mut self.buffer, Arc::default())?;
                Ok((self.keep)(&Commit::new(node.id, body)))
            }
        }
    }

    /// The repository that it is of.
    #[must_use]
    pub fn repository(&self) -> &'r Repository {
        self.repository
    }

    /// The date of a commit that is not to be met: one that was not read yet is not kept.
    pub(super) fn date_of(&mut self, id: Id) -> Result<i64, Error> {
        let known = self.find(id).map(|number| &self.nodes[number as usize]);
        match known.filter(|node| node.edges.is_some()) {
            Some(node) => Ok(node.date),
            None => Ok(self.repository.read_commit(&id, &mut self.buffer, Arc::default())?.layout.date),
        }
    }

    /// The number of a commit that was met.
    pub(super) fn find(&self, id: Id) -> Option<u32> {
        self.numbers.find(id.prefix(), |number| self.id(number) == id)
    }

    /// The number of a commit; it need not be read yet.
    pub(super) fn number(&mut self, id: Id) -> u32 {
        if let Some(number) = self.find(id) {
            return number;
        }
        let number = self.nodes.len() as u32;
        self.nodes.push(Node { date: 0, kept: None, edges: None, id });
        self.numbers.insert(number, |number| self.nodes[number as usize].id.prefix());
        number
    }

    /// Reads a commit unless it was read before; its date.
    pub(super) fn read(&mut self, number: u32) -> Result<i64, Error> {
        let node = &self.nodes[number as usize];
        if node.edges.is_some() {
            return Ok(node.date);
        }
        let data = std::mem::take(&mut self.data);
        let body = self.repository.read_commit(&node.id, &mut self.buffer, data)?;
        let (date, start) = (body.layout.date, self.edges.len() as u32);
        let commit = Commit::new(node.id, body);
        for parent in commit.parents() {
            let parent = self.number(parent);
            self.edges.push(parent);
        }
        let kept = (self.keep)(&commit);
        self.data = commit.into_data();
        let node = &mut self.nodes[number as usize];
        node.date = date;
        node.kept = Some(kept);
        node.edges = Some(Edges { start, count: self.edges.len() as u32 - start });
        Ok(date)
    }

    /// The parents of a commit; none before it is read.
    pub(super) fn parents_of(&self, number: u32) -> &[u32] {
        let edges = self.nodes[number as usize].edges;
        edges.map_or(&[], |edges| &self.edges[edges.start as usize..(edges.start + edges.count) as usize])
    }

    /// The parents of a commit that are there to be read.
    pub(super) fn followed(&self, number: u32) -> &[u32] {
        if self.is_boundary(number) { &[] } else { self.parents_of(number) }
    }

    /// How many commits were met: their numbers are below this one.
    #[must_use]
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether none was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Whether a commit's parents were not fetched.
    pub(super) fn is_boundary(&self, number: u32) -> bool {
        let shallow = self.repository.shallow();
        !shallow.is_empty() && shallow.binary_search(&self.id(number)).is_ok()
    }
}

impl<T> std::fmt::Debug for History<'_, T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("History").field("commits", &self.nodes.len()).finish_non_exhaustive()
    }
}
