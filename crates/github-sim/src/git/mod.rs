//! The bare repository behind refs and commits. What is pushed to it shows at once: nothing is kept beside it.

mod changes;
mod commits;
mod hooks;
mod open;
mod refs;
mod trees;

use std::path::PathBuf;

pub(crate) use changes::Changed;
pub(crate) use commits::Person;
pub use open::Source;
pub(crate) use open::open;
pub(crate) use refs::Pointer;
pub(crate) use trees::Edit;

/// The repository.
pub(crate) struct Git {
    pub(crate) repository: git2::Repository,
    /// The bare repository's folder.
    pub(crate) path: PathBuf,
    pub(crate) default_branch: String,
    /// What the hook reads, as it was last written.
    locks: String,
}

impl std::fmt::Debug for Git {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Git").field("path", &self.path).finish_non_exhaustive()
    }
}
