//! The commits of a range: what one commit reaches and others do not.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::commit::Body;
use crate::id_map::{IdMap, Key};
use crate::{Commit, Error, Id, Repository};

use super::Slack;
use super::frontier::Queue;

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
pub struct Commits {
    nodes: Vec<Node>,
    edges: Vec<u32>,
    /// How many commits of the range are children of each node and not yet listed.
    children: Vec<u32>,
    ready: BinaryHeap<(i64, Reverse<u32>)>,
    left: usize,
}

/// A commit that the walk has met.
#[derive(Debug)]
struct Node {
    id: Id,
    date: i64,
    hidden: bool,
    visited: bool,
    /// Its parents, in `edges`; none before the commit is visited.
    edges: (u32, u32),
    body: Option<Body>,
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
    pub fn commits(&self, range: Range) -> Result<Commits, Error> {
        let mut walk = Walk::new(self);
        walk.start(&range)?;
        walk.run()?;
        walk.into_commits()
    }
}

struct Walk<'a> {
    repository: &'a Repository,
    nodes: Vec<Node>,
    edges: Vec<u32>,
    numbers: IdMap<u32>,
    queue: Queue,
    buffer: Vec<u8>,
    /// Queued commits that are not hidden.
    open: usize,
    /// Visited commits whose parents were not fetched.
    boundaries: Vec<u32>,
    slack: Slack,
    /// The oldest date of a visited commit that is not hidden.
    oldest: i64,
}

impl<'a> Walk<'a> {
    fn new(repository: &'a Repository) -> Self {
        Self {
            repository,
            nodes: Vec::new(),
            edges: Vec::new(),
            numbers: IdMap::default(),
            queue: Queue::default(),
            buffer: Vec::new(),
            open: 0,
            boundaries: Vec::new(),
            slack: Slack::WEEK,
            oldest: i64::MAX,
        }
    }

    fn start(&mut self, range: &Range) -> Result<(), Error> {
        for id in &range.from {
            self.meet(*id, true)?;
        }
        self.meet(range.to, false)?;
        Ok(())
    }

    /// Visits commits, newest first, until the set is known.
    fn run(&mut self) -> Result<(), Error> {
        while let Some((date, number)) = self.queue.pop() {
            let hidden = self.nodes[number as usize].hidden;
            if hidden && self.open == 0 && self.is_settled(date, number) {
                break;
            }
            if !hidden {
                self.open -= 1;
                self.oldest = self.oldest.min(date);
            }
            self.visit(number)?;
        }
        Ok(())
    }

    /// Whether no listed commit can turn out to be hidden by commits of this date or older. One that waits, and
    /// is far older than a parent which is listed, shows that clocks were wrong.
    fn is_settled(&mut self, date: i64, number: u32) -> bool {
        if !self.slack.is_past(date, self.oldest) {
            return false;
        }
        for number in self.queue.iter().chain([number]) {
            let node = &self.nodes[number as usize];
            for id in node.body.iter().flat_map(Body::parents) {
                let parent = self.numbers.get(&Key(id)).map(|number| &self.nodes[*number as usize]);
                if let Some(parent) = parent.filter(|parent| !parent.hidden) {
                    self.slack.observe(parent.date, node.date);
                }
            }
        }
        self.slack.is_past(date, self.oldest)
    }

    /// Meets the parents of a commit and remembers them; a hidden commit's bytes are not needed any more.
    fn visit(&mut self, number: u32) -> Result<(), Error> {
        let node = &mut self.nodes[number as usize];
        let (id, date, hidden) = (node.id, node.date, node.hidden);
        let body = if hidden { node.body.take() } else { None };
        let first = self.edges.len() as u32;
        if self.repository.shallow().binary_search(&id).is_ok() {
            self.boundaries.push(number);
        } else {
            for index in 0.. {
                let body = body.as_ref().or(self.nodes[number as usize].body.as_ref());
                let Some(parent) = body.and_then(|body| body.parents().nth(index)) else {
                    break;
                };
                let parent = self.meet(parent, hidden)?;
                self.slack.observe(self.nodes[parent as usize].date, date);
                self.edges.push(parent);
            }
        }
        let node = &mut self.nodes[number as usize];
        node.edges = (first, self.edges.len() as u32);
        node.visited = true;
        Ok(())
    }

    /// The number of a commit; reads and queues it if it is new.
    fn meet(&mut self, id: Id, hidden: bool) -> Result<u32, Error> {
        if let Some(&number) = self.numbers.get(&Key(id)) {
            if hidden {
                self.hide(number);
            }
            return Ok(number);
        }
        let body = self.repository.read_commit(&id, &mut self.buffer)?;
        let date = body.layout.date;
        let number = self.nodes.len() as u32;
        self.numbers.insert(Key(id), number);
        self.queue.push(date, number);
        self.open += usize::from(!hidden);
        self.nodes.push(Node { id, date, hidden, visited: false, edges: (0, 0), body: Some(body) });
        Ok(number)
    }

    /// Hides a commit and all of its ancestors that were met.
    fn hide(&mut self, number: u32) {
        let mut stack = vec![number];
        while let Some(number) = stack.pop() {
            let node = &mut self.nodes[number as usize];
            if node.hidden {
                continue;
            }
            node.hidden = true;
            if node.visited {
                node.body = None;
                stack.extend_from_slice(&self.edges[node.edges.0 as usize..node.edges.1 as usize]);
            } else {
                self.open -= 1;
            }
        }
    }

    /// Refuses an answer that commits which were not fetched could change: a listed commit whose parents are
    /// not there, or an excluded one that may have led to listed commits.
    fn check_boundaries(&self) -> Result<(), Error> {
        for &number in &self.boundaries {
            let node = &self.nodes[number as usize];
            if !node.hidden || node.date > self.oldest {
                return Err(Error::Shallow { boundary: node.id });
            }
        }
        Ok(())
    }

    fn into_commits(self) -> Result<Commits, Error> {
        self.check_boundaries()?;
        let mut children = vec![0; self.nodes.len()];
        let mut left = 0;
        for node in self.nodes.iter().filter(|node| !node.hidden) {
            left += 1;
            for &parent in &self.edges[node.edges.0 as usize..node.edges.1 as usize] {
                children[parent as usize] += 1;
            }
        }
        let mut commits =
            Commits { nodes: self.nodes, edges: self.edges, children, ready: BinaryHeap::new(), left };
        for number in 0..commits.nodes.len() as u32 {
            commits.enqueue(number);
        }
        Ok(commits)
    }
}

impl Commits {
    /// Queues a commit if it is to be listed and all of its children have been.
    fn enqueue(&mut self, number: u32) {
        let node = &self.nodes[number as usize];
        if !node.hidden && self.children[number as usize] == 0 {
            self.ready.push((node.date, Reverse(number)));
        }
    }
}

impl Iterator for Commits {
    type Item = Result<Commit, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let (_, Reverse(number)) = self.ready.pop()?;
        self.left -= 1;
        let node = &mut self.nodes[number as usize];
        let (id, edges, body) = (node.id, node.edges, node.body.take());
        for edge in edges.0..edges.1 {
            let parent = self.edges[edge as usize];
            self.children[parent as usize] -= 1;
            self.enqueue(parent);
        }
        Some(Ok(Commit::new(id, body?)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        (self.left, Some(self.left))
    }
}

impl ExactSizeIterator for Commits {}
