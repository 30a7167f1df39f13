//! Trees: which paths a commit changed, and single files.

use std::cmp::Ordering;

use crate::objects::Kind;
use crate::{Commit, Error, Id, Repository};

/// A line of a tree object: `<mode> <name>\0<id>`.
#[derive(Clone, Copy)]
struct Entry<'a> {
    name: &'a [u8],
    id: Id,
    is_tree: bool,
    mode: &'a [u8],
}

/// What a name in a folder stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A file.
    File,
    /// A file that may be run.
    Executable,
    /// A symbolic link.
    Link,
    /// A folder.
    Folder,
    /// Another repository's commit.
    Submodule,
}

/// A name in a folder of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeEntry {
    /// The name, without its folder; bytes that are not UTF-8 are replaced.
    pub name: String,
    /// What it stands for.
    pub kind: FileKind,
    /// Its object; of a submodule the commit, which is another repository's.
    pub id: Id,
}

impl Entry<'_> {
    fn kind(&self) -> FileKind {
        match self.mode {
            b"100755" => FileKind::Executable,
            b"120000" => FileKind::Link,
            b"160000" => FileKind::Submodule,
            _ if self.is_tree => FileKind::Folder,
            _ => FileKind::File,
        }
    }
}

impl Repository {
    /// The paths of files that a commit changed against its first parent, deleted ones included, as bytes
    /// with `/` between folders, sorted as git sorts them. A first commit changed every file; a merge changed
    /// what it brought to the branch. A renamed file is two paths.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] in a clone without trees (`--filter=tree:0`), [`Error::Corrupt`]; and
    /// [`Error::Shallow`] where the parent was not fetched.
    pub fn changed_paths(&self, commit: &Commit) -> Result<Vec<Vec<u8>>, Error> {
        if self.shallow().binary_search(&commit.id).is_ok() {
            return Err(Error::Shallow { boundary: commit.id });
        }
        let after = self.tree_of(commit)?;
        let before = match commit.parents().next() {
            Some(parent) => Some(self.tree_of(&self.commit(parent)?)?),
            None => None,
        };
        let mut paths = Vec::new();
        self.compare(before, Some(after), &mut Vec::new(), &mut paths)?;
        Ok(paths)
    }

    /// The paths of files in which two commits differ, as [`Self::changed_paths`] gives them.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] in a clone without trees (`--filter=tree:0`), [`Error::Corrupt`].
    pub fn paths_between(&self, one: Id, other: Id) -> Result<Vec<Vec<u8>>, Error> {
        let (before, after) = (self.tree_of(&self.commit(one)?)?, self.tree_of(&self.commit(other)?)?);
        let mut paths = Vec::new();
        self.compare(Some(before), Some(after), &mut Vec::new(), &mut paths)?;
        Ok(paths)
    }

    /// The content of the file at `path` (with `/` between folders) in a commit; `None` where there is no
    /// such file. A symbolic link's content is its target.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] in a clone that left it out, [`Error::Corrupt`].
    pub fn file_at(&self, commit: Id, path: &str) -> Result<Option<Vec<u8>>, Error> {
        let mut buffer = Vec::new();
        let mut id = self.tree_of(&self.commit(commit)?)?;
        let mut parts = path.split('/').filter(|part| !part.is_empty()).peekable();
        while let Some(part) = parts.next() {
            self.objects().read(&id, Kind::Tree, &mut buffer)?;
            let wants_tree = parts.peek().is_some();
            let found = entries(&id, &buffer)?
                .into_iter()
                .find(|entry| entry.name == part.as_bytes() && entry.is_tree == wants_tree);
            match found {
                Some(entry) if wants_tree => id = entry.id,
                Some(entry) => {
                    let id = entry.id;
                    self.objects().read(&id, Kind::Blob, &mut buffer)?;
                    return Ok(Some(buffer));
                }
                None => return Ok(None),
            }
        }
        Ok(None)
    }

    /// What the folder at `path` (with `/` between folders; empty for the root) holds in a commit; `None` where
    /// there is no such folder.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] in a clone that left it out, [`Error::Corrupt`].
    pub fn folder_at(&self, commit: Id, path: &str) -> Result<Option<Vec<TreeEntry>>, Error> {
        let mut id = self.tree_of(&self.commit(commit)?)?;
        for part in path.split('/').filter(|part| !part.is_empty()) {
            let data = self.tree_data(Some(id))?;
            let entries = entries(&id, &data)?;
            match entries.into_iter().find(|entry| entry.is_tree && entry.name == part.as_bytes()) {
                Some(entry) => id = entry.id,
                None => return Ok(None),
            }
        }
        let data = self.tree_data(Some(id))?;
        let named = |entry: Entry<'_>| TreeEntry {
            name: String::from_utf8_lossy(entry.name).into_owned(),
            kind: entry.kind(),
            id: entry.id,
        };
        Ok(Some(entries(&id, &data)?.into_iter().map(named).collect()))
    }

    /// The paths of all files of a commit, links included, in git's order; those that are not UTF-8 are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Missing`] in a clone that left folders out, [`Error::Corrupt`].
    pub fn paths_at(&self, commit: Id) -> Result<Vec<String>, Error> {
        let mut paths = Vec::new();
        self.add_paths(self.tree_of(&self.commit(commit)?)?, &mut String::new(), &mut paths)?;
        Ok(paths)
    }

    fn add_paths(&self, tree: Id, folder: &mut String, paths: &mut Vec<String>) -> Result<(), Error> {
        let data = self.tree_data(Some(tree))?;
        for entry in entries(&tree, &data)? {
            let Ok(name) = std::str::from_utf8(entry.name) else { continue };
            let length = folder.len();
            folder.push_str(name);
            match entry.kind() {
                FileKind::Folder => {
                    folder.push('/');
                    self.add_paths(entry.id, folder, paths)?;
                }
                FileKind::Submodule => {}
                FileKind::File | FileKind::Executable | FileKind::Link => paths.push(folder.clone()),
            }
            folder.truncate(length);
        }
        Ok(())
    }

    /// Whether the list of a commit's files is here; a partial clone may have left it out.
    pub(crate) fn has_tree(&self, commit: &Commit) -> Result<bool, Error> {
        let id = self.tree_of(commit)?;
        Ok(id == EMPTY || self.objects().contains(&id)?)
    }

    fn tree_of(&self, commit: &Commit) -> Result<Id, Error> {
        commit.tree().ok_or_else(|| Error::Corrupt { id: commit.id, reason: "it names no tree".to_owned() })
    }

    /// Adds the files in which two trees differ; a tree that is absent is empty.
    fn compare(
        &self,
        before: Option<Id>,
        after: Option<Id>,
        folder: &mut Vec<u8>,
        paths: &mut Vec<Vec<u8>>,
    ) -> Result<(), Error> {
        if before == after {
            return Ok(());
        }
        let (before_data, after_data) = (self.tree_data(before)?, self.tree_data(after)?);
        let before_entries = entries(&before.unwrap_or(EMPTY), &before_data)?;
        let after_entries = entries(&after.unwrap_or(EMPTY), &after_data)?;
        let (mut old, mut new) = (before_entries.as_slice(), after_entries.as_slice());
        loop {
            let order = match (old.first(), new.first()) {
                (None, None) => return Ok(()),
                (Some(_), None) => Ordering::Less,
                (None, Some(_)) => Ordering::Greater,
                (Some(old), Some(new)) => order(old, new),
            };
            let left = if order.is_le() { take(&mut old) } else { None };
            let right = if order.is_ge() { take(&mut new) } else { None };
            self.compare_entries(left, right, folder, paths)?;
        }
    }

    /// One name on both sides, or on one: descends into folders, notes files.
    fn compare_entries(
        &self,
        old: Option<Entry<'_>>,
        new: Option<Entry<'_>>,
        folder: &mut Vec<u8>,
        paths: &mut Vec<Vec<u8>>,
    ) -> Result<(), Error> {
        let Some(entry) = old.or(new) else {
            return Ok(());
        };
        let length = folder.len();
        folder.extend_from_slice(entry.name);
        if entry.is_tree {
            folder.push(b'/');
            self.compare(old.map(|e| e.id), new.map(|e| e.id), folder, paths)?;
        } else if old.map(|e| e.id) != new.map(|e| e.id) {
            paths.push(folder.clone());
        }
        folder.truncate(length);
        Ok(())
    }

    fn tree_data(&self, id: Option<Id>) -> Result<Vec<u8>, Error> {
        let mut data = Vec::new();
        if let Some(id) = id.filter(|id| *id != EMPTY) {
            self.objects().read(&id, Kind::Tree, &mut data)?;
        }
        Ok(data)
    }
}

/// The id of the tree without entries, which git does not always store.
const EMPTY: Id = Id::from_bytes([
    0x4b, 0x82, 0x5d, 0xc6, 0x42, 0xcb, 0x6e, 0xb9, 0xa0, 0x60, 0xe5, 0x4b, 0xf8, 0xd6, 0x92, 0x88, 0xfb,
    0xee, 0x49, 0x04,
]);

fn take<'a>(entries: &mut &[Entry<'a>]) -> Option<Entry<'a>> {
    let (first, rest) = entries.split_first()?;
    *entries = rest;
    Some(*first)
}

/// The order of entries within a tree: folders as if their names ended in `/`. A file and a folder of one
/// name are two entries.
fn order(a: &Entry<'_>, b: &Entry<'_>) -> Ordering {
    let common = a.name.len().min(b.name.len());
    a.name[..common].cmp(&b.name[..common]).then_with(|| {
        let end = |entry: &Entry<'_>| {
            let slash = if entry.is_tree { b'/' } else { 0 };
            (entry.name.get(common).copied().unwrap_or(slash), entry.name.len())
        };
        end(a).cmp(&end(b))
    })
}

fn entries<'a>(id: &Id, data: &'a [u8]) -> Result<Vec<Entry<'a>>, Error> {
    let mut entries = Vec::with_capacity(data.len() / 40);
    let mut rest = data;
    while !rest.is_empty() {
        let entry = next_entry(&mut rest).ok_or_else(|| Error::Corrupt {
            id: *id,
            reason: "an entry of the tree is cut short".to_owned(),
        })?;
        entries.push(entry);
    }
    Ok(entries)
}

fn next_entry<'a>(rest: &mut &'a [u8]) -> Option<Entry<'a>> {
    let space = memchr::memchr(b' ', rest)?;
    let (mode, tail) = (&rest[..space], &rest[space + 1..]);
    let zero = memchr::memchr(0, tail)?;
    let (name, tail) = (&tail[..zero], &tail[zero + 1..]);
    let id = Id::from_slice(tail.get(..20)?)?;
    *rest = &tail[20..];
    Some(Entry { name, id, is_tree: matches!(mode, b"40000" | b"040000"), mode })
}
