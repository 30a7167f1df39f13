//! Commits: their history, what is between two of them, whence they came, comments on them, and new ones on a
//! branch.

mod comments;
mod compare;
mod create_comment;
mod create_on_branch;
mod delete_comment;
mod get;
mod list;
mod pulls;
mod update_comment;

use serde::Deserialize;

use crate::User;
use crate::git::{Hash, Signature};

pub use compare::{Comparison, Relation};
pub use create_on_branch::{Addition, Created, NewCommitOnBranch};

crate::handle! {
    /// Commits of a repository.
    Commits
}

/// A commit, and who GitHub thinks it is from.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Commit {
    /// Its hash.
    pub sha: String,
    /// What git knows of it.
    pub commit: Details,
    /// The account of its author, if an account has that address.
    #[serde(default)]
    pub author: Option<Account>,
    /// The commits before it.
    #[serde(default)]
    pub parents: Vec<Hash>,
    /// Its page.
    #[serde(default)]
    pub html_url: String,
}

/// What git knows of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Details {
    /// The whole message.
    pub message: String,
    /// Who wrote it, and when.
    #[serde(default)]
    pub author: Option<Signature>,
    /// Who committed it, and when.
    #[serde(default)]
    pub committer: Option<Signature>,
}

/// An account that may be an empty object: GitHub sends one for an author who is gone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Account {
    /// The name.
    #[serde(default)]
    pub login: Option<String>,
}

impl From<User> for Account {
    fn from(user: User) -> Self {
        Self { login: Some(user.login) }
    }
}

/// A file that a commit or a pull request changes.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ChangedFile {
    /// The path.
    pub filename: String,
    /// `added`, `removed`, `modified`, `renamed`, `copied`, `changed` or `unchanged`.
    pub status: String,
    /// Lines added.
    #[serde(default)]
    pub additions: u64,
    /// Lines deleted.
    #[serde(default)]
    pub deletions: u64,
    /// The path before a renaming.
    #[serde(default)]
    pub previous_filename: Option<String>,
    /// The unified diff, unless it is too long or binary.
    #[serde(default)]
    pub patch: Option<String>,
}
