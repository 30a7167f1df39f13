//! Packs, read in windows (gitformat-pack(5)).
//!
//! gix and git map packs and their indexes into memory. A walk touches the index all over, so the whole of it,
//! twenty megabytes in a large repository, counts as the process's memory. Here an index costs a small read for
//! each object, and a pack is read in windows of a few dozen kilobytes; commits lie one after the other.

mod data;
mod delta;
mod file;
mod index;

use std::io;
use std::path::{Path, PathBuf};

use crate::{Error, Id};

use self::data::Data;
use self::index::Index;
use super::Kind;

/// The packs of one folder of objects.
#[derive(Default)]
pub(super) struct Packs {
    packs: Vec<Pack>,
    /// The pack in which the last object was: the next is most likely there too.
    last: usize,
}

struct Pack {
    path: PathBuf,
    index: Index,
    data: Data,
}

/// Why an object could not be read from a pack.
enum Failure {
    Io(io::Error),
    Corrupt(&'static str),
    /// It is a delta to an object that is not in the pack, which git writes only in transit.
    Elsewhere,
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

impl Packs {
    /// Opens the packs in `objects/pack`. Those with an index of another version than 2 are left out.
    pub(super) fn open(objects: &Path) -> Result<Self, Error> {
        let folder = objects.join("pack");
        let io_error = |path: &Path, source| Error::Io { path: path.to_owned(), source };
        let entries = match std::fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Self::default()),
            Err(source) => return Err(io_error(&folder, source)),
        };
        let mut packs = Vec::new();
        for entry in entries {
            let path = entry.map_err(|source| io_error(&folder, source))?.path();
            if path.extension() != Some("idx".as_ref()) {
                continue;
            }
            let data_path = path.with_extension("pack");
            let Ok(data) = Data::open(&data_path) else {
                // An index without its pack is left by a repack that runs now; the objects are elsewhere.
                continue;
            };
            if let Some(index) = Index::open(&path).map_err(|source| io_error(&path, source))? {
                packs.push(Pack { path, index, data });
            }
        }
        // The largest first: it has the history.
        packs.sort_by_key(|pack| std::cmp::Reverse(pack.index.len()));
        Ok(Self { packs, last: 0 })
    }

    /// Reads an object into `buffer`; `None` where no pack has it.
    pub(super) fn find(&mut self, id: &Id, buffer: &mut Vec<u8>) -> Result<Option<Kind>, Error> {
        let count = self.packs.len();
        for number in (self.last..count).chain(0..self.last.min(count)) {
            let pack = &mut self.packs[number];
            match pack.find(id, buffer) {
                Ok(Some(kind)) => {
                    self.last = number;
                    return Ok(Some(kind));
                }
                Ok(None) | Err(Failure::Elsewhere) => {}
                Err(Failure::Io(source)) => {
                    let path = pack.path.clone();
                    return Err(Error::Io { path, source });
                }
                Err(Failure::Corrupt(reason)) => {
                    let reason = format!("{reason} in `{}`", pack.path.with_extension("pack").display());
                    return Err(Error::Corrupt { id: *id, reason });
                }
            }
        }
        Ok(None)
    }

    /// Prepares for a walk over a whole history.
    pub(super) fn expect_many(&mut self) {
        self.packs.iter_mut().for_each(|pack| pack.index.expect_many());
    }

    /// Whether a pack has the object.
    pub(super) fn contains(&mut self, id: &Id) -> bool {
        self.packs.iter_mut().any(|pack| matches!(pack.index.find(id), Ok(Some(_))))
    }
}

impl Pack {
    fn find(&mut self, id: &Id, buffer: &mut Vec<u8>) -> Result<Option<Kind>, Failure> {
        match self.index.find(id)? {
            Some(offset) => self.data.read(offset, &mut self.index, buffer).map(Some),
            None => Ok(None),
        }
    }
}
