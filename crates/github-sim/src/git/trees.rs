//! Trees: reading files, and a tree with some of its files changed.

use git2::{ObjectType, Oid, Tree, TreeEntry, build::TreeUpdateBuilder};

use super::Git;
use crate::wire::Problem;

/// One change of a tree.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    /// A file's new content, by the id of its blob.
    Put {
        /// From the root.
        path: String,
        /// The blob.
        blob: Oid,
        /// `0o100644` and its like.
        mode: i32,
    },
    /// A file that goes.
    Remove(String),
}

impl Git {
    pub(crate) fn write_blob(&self, bytes: &[u8]) -> Result<Oid, Problem> {
        Ok(self.repository.blob(bytes)?)
    }

    /// The entry at a path.
    pub(crate) fn entry(&self, tree: &Tree<'_>, path: &str) -> Result<TreeEntry<'static>, Problem> {
        Ok(tree.get_path(std::path::Path::new(path))?)
    }

    /// A tree with changes made to it.
    pub(crate) fn edited(&self, base: Option<&Tree<'_>>, edits: &[Edit]) -> Result<Oid, Problem> {
        let empty = self.repository.treebuilder(None)?.write()?;
        let base = match base {
            Some(tree) => tree.clone(),
            None => self.repository.find_tree(empty)?,
        };
        let mut builder = TreeUpdateBuilder::new();
        for edit in edits {
            match edit {
                Edit::Put { path, blob, mode } => {
                    builder.upsert(path.as_str(), *blob, filemode(*mode)?);
                }
                Edit::Remove(path) => {
                    builder.remove(path.as_str());
                }
            }
        }
        Ok(builder.create_updated(&self.repository, &base)?)
    }

    /// The tree at a path of a tree: itself for an empty path.
    pub(crate) fn subtree<'a>(&'a self, tree: Tree<'a>, path: &str) -> Result<Tree<'a>, Problem> {
        if path.is_empty() {
            return Ok(tree);
        }
        let entry = self.entry(&tree, path)?;
        if entry.kind() != Some(ObjectType::Tree) {
            return Err(Problem::not_found());
        }
        Ok(self.repository.find_tree(entry.id())?)
    }
}

fn filemode(mode: i32) -> Result<git2::FileMode, Problem> {
    match mode {
        0o100_644 => Ok(git2::FileMode::Blob),
        0o100_755 => Ok(git2::FileMode::BlobExecutable),
        0o120_000 => Ok(git2::FileMode::Link),
        0o160_000 => Ok(git2::FileMode::Commit),
        0o040_000 => Ok(git2::FileMode::Tree),
        _ => Err(Problem::unprocessable("tree.mode must be one of the five supported modes")),
    }
}
