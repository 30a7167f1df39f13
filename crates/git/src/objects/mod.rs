//! Objects by id. The only module that knows how git stores them.

use std::path::Path;

use gix_hash::{Kind as HashKind, oid};
use gix_object::{Exists as _, Find as _, Kind as ObjectKind};

use crate::{Error, Id};

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
    handle: gix_odb::Handle,
    partial: bool,
}

impl Objects {
    /// Opens the store in `folder`; no pack is touched before the first object is read.
    pub(crate) fn open(folder: &Path, partial: bool) -> Result<Self, Error> {
        let handle = gix_odb::at(folder, HashKind::Sha1)
            .map_err(|source| Error::Io { path: folder.to_owned(), source })?;
        Ok(Self { handle, partial })
    }

    /// Reads any object into `buffer`; `None` where there is none.
    pub(crate) fn find(&self, id: &Id, buffer: &mut Vec<u8>) -> Result<Option<Kind>, Error> {
        let found = self.handle.try_find(oid::from_bytes_unchecked(id.as_bytes()), buffer);
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

    /// Whether there is such an object.
    pub(crate) fn contains(&self, id: &Id) -> bool {
        self.handle.exists(oid::from_bytes_unchecked(id.as_bytes()))
    }

    /// Reads an object of the kind that is needed.
    pub(crate) fn read(&self, id: &Id, expected: Kind, buffer: &mut Vec<u8>) -> Result<(), Error> {
        match self.find(id, buffer)? {
            Some(kind) if kind == expected => Ok(()),
            Some(kind) => Err(Error::Kind { id: *id, expected: expected.name(), found: kind.name() }),
            None => Err(Error::Missing { id: *id, kind: expected.name(), partial: self.partial }),
        }
    }

    /// The ids that start with these hexadecimal digits, at most `limit` of them.
    pub(crate) fn with_prefix(&self, digits: &str, limit: usize) -> Result<Vec<Id>, Error> {
        let Ok(prefix) = gix_hash::Prefix::from_hex(digits) else {
            return Ok(Vec::new());
        };
        let mut found = std::collections::HashSet::default();
        let result = self.handle.lookup_prefix(prefix, Some(&mut found));
        result.map_err(|error| Error::Damaged {
            path: self.handle.store_ref().path().to_owned(),
            reason: error.to_string(),
        })?;
        let mut ids: Vec<Id> = found.iter().filter_map(|id| Id::from_slice(id.as_bytes())).collect();
        ids.sort_unstable();
        ids.truncate(limit);
        Ok(ids)
    }
}
