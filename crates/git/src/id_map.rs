//! Maps by id, quicker than the standard library's.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use crate::Id;

/// A map by id. Ids are hashes already, so their first bytes serve as the hash.
pub(crate) type IdMap<T> = HashMap<Key, T, BuildHasherDefault<Prefix>>;

/// An id as a key: hashes by its prefix.
#[derive(PartialEq, Eq)]
pub(crate) struct Key(pub Id);

impl std::hash::Hash for Key {
    fn hash<H: Hasher>(&self, state: &mut H) {
        state.write_u64(self.0.prefix());
    }
}

/// Takes the number it is given for the hash.
#[derive(Default)]
pub(crate) struct Prefix(u64);

impl Hasher for Prefix {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, _: &[u8]) {}

    fn write_u64(&mut self, prefix: u64) {
        self.0 = prefix;
    }
}
