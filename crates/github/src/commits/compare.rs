use super::{ChangedFile, Commit, Commits};
use crate::error::Result;
use crate::operation;

use serde::Deserialize;

use crate::git::Hash;

/// How one commit stands to another.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Comparison {
    /// How `head` stands to `base`.
    pub status: Relation,
    /// Commits that only `head` has.
    pub ahead_by: u64,
    /// Commits that only `base` has.
    pub behind_by: u64,
    /// Where they part.
    pub merge_base_commit: Hash,
    /// The commits that only `head` has, the oldest first.
    #[serde(default)]
    pub commits: Vec<Commit>,
    /// The files that differ from where they part, 300 at most.
    #[serde(default)]
    pub files: Vec<ChangedFile>,
}

/// How one commit stands to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Relation {
    /// The same commit.
    Identical,
    /// `head` descends from `base`.
    Ahead,
    /// `base` descends from `head`.
    Behind,
    /// Each has commits of its own.
    Diverged,
}

impl Commits<'_> {
    /// What `head` has and `base` has not: all its commits, and up to 300 files.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn compare(&self, base: &str, head: &str) -> Result<Comparison> {
        let call = self.0.call(&operation::COMPARE_COMMITS).rest(&format!("{base}...{head}"));
        let (first, commits): (Comparison, Vec<Commit>) = call.pages_beside("commits").await?;
        Ok(Comparison { commits, ..first })
    }
}
