//! The edge of a walk: commits that were read but not yet visited, newest first.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap};
use std::hash::{BuildHasherDefault, Hasher};

use crate::commit::{self, Layout};
use crate::objects::{Kind, Objects};
use crate::{Error, Id};

/// A map by id. Ids are hashes already, so their first bytes serve as the hash.
pub(super) type IdMap<T> = HashMap<Key, T, BuildHasherDefault<Prefix>>;

/// An id as a key: hashes by its prefix.
#[derive(PartialEq, Eq)]
pub(super) struct Key(pub Id);

impl std::hash::Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.prefix());
    }
}

/// Takes the number it is given for the hash.
#[derive(Default)]
pub(super) struct Prefix(u64);

impl Hasher for Prefix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, prefix: u64) {
        self.0 = prefix;
    }
}

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

    /// Takes the newest.
    pub(super) fn pop(&mut self) -> Option<(i64, u32)> {
        self.heap.pop().map(|(date, Reverse(number))| (date, number))
    }
}

/// Reads a commit into `buffer`.
pub(super) fn read(objects: &Objects, id: &Id, buffer: &mut Vec<u8>) -> Result<Layout, Error> {
    objects.read(id, Kind::Commit, buffer)?;
    commit::layout(id, buffer)
}
