//! Objects by id. The only module that knows how git stores them.
//!
//! Packs are read by [`pack`], all else, which is loose objects, alternates and old formats, by gix.

mod pack;

use std::cell::{OnceCell, RefCell};
use std::collections::HashSet;
use std::path::PathBuf;

use gix_hash::{Kind as HashKind, oid};
use gix_object::{Exists as _, Find as _, Kind as ObjectKind};

use crate::{Error, Id};

use self::pack::Packs;

/// What an object is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Commit,
    Tree,
    Blob,
    Tag,
}

impl Kind {
    /// The kind as messages name it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Commit => "commit",
            Self::Tree => "tree",
            Self::Blob => "blob",
            Self::Tag => "tag",
        }
    }
}

/// The object store of a repository: packs, loose objects, and those of its alternates.
pub(crate) struct Objects {
    packs: RefCell<Packs>,
    /// Opened when an object is in no pack.
    other: OnceCell<gix_odb::Handle>,
    folder: PathBuf,
    partial: bool,
}

impl Objects {
    /// Opens the store in `folder`.
    pub(crate) fn open(folder: PathBuf, partial: bool) -> Result<Self, Error> {
        Ok(Self { packs: RefCell::new(Packs::open(&folder)?), other: OnceCell::new(), folder, partial })
    }

    fn other(&self) -> Result<&gix_odb::Handle, Error> {
        if let Some(handle) = self.other.get() {
            return Ok(handle);
        }
        let handle = gix_odb::at(&self.folder, HashKind::Sha1)
            .map_err(|source| Error::Io { path: self.folder.clone(), source })?;
        Ok(self.other.get_or_init(|| handle))
    }

    /// Reads any object into `buffer`; `None` where there is none.
    pub(crate) fn find(&self, id: &Id, buffer: &mut Vec<u8>) -> Result<Option<Kind>, Error> {
        if let Some(kind) = self.packs.borrow_mut().find(id, buffer)? {
            return Ok(Some(kind));
        }
        let found = self.other()?.try_find(oid::from_bytes_unchecked(id.as_bytes()), buffer);
        match found {
            Ok(Some(object)) => Ok(Some(match object.kind {
                ObjectKind::Commit => Kind::Commit,
                ObjectKind::Tree => Kind::Tree,
                ObjectKind::Blob => Kind::Blob,
                ObjectKind::Tag => Kind::Tag,
            })),
            Ok(None) => Ok(None),
            Err(error) => Err(Error::Corrupt { id: *id, reason: error.to_string() }),
        }
    }

    /// Prepares for a walk over a whole history: memory for speed.
    pub(crate) fn expect_many(&self) {
        self.packs.borrow_mut().expect_many();
    }

    /// Whether there is such an object.
    pub(crate) fn contains(&self, id: &Id) -> Result<bool, Error> {
        let id_ref = oid::from_bytes_unchecked(id.as_bytes());
        Ok(self.packs.borrow_mut().contains(id) || self.other()?.exists(id_ref))
    }

    /// Reads an object of the kind that is needed.
    pub(crate) fn read(&self, id: &Id, expected: Kind, buffer: &mut Vec<u8>) -> Result<(), Error> {
        match self.find(id, buffer)? {
            Some(kind) if kind == expected => Ok(()),
            Some(kind) => Err(Error::Kind { id: *id, expected: expected.name(), found: kind.name() }),
            None => Err(Error::Missing { id: *id, kind: expected.name(), partial: self.partial }),
        }
    }

    /// The ids that start with these hexadecimal digits, in order.
    pub(crate) fn with_prefix(&self, digits: &str) -> Result<Vec<Id>, Error> {
        let Ok(prefix) = gix_hash::Prefix::from_hex(digits) else {
            return Ok(Vec::new());
        };
        let mut found = HashSet::default();
        let result = self.other()?.lookup_prefix(prefix, Some(&mut found));
        result.map_err(|error| Error::Damaged { path: self.folder.clone(), reason: error.to_string() })?;
        let mut ids: Vec<Id> = found.iter().filter_map(|id| Id::from_slice(id.as_bytes())).collect();
        ids.sort_unstable();
        Ok(ids)
    }
}
