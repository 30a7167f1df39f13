//! `merge_group`: a merge queue wants its checks.

use serde::Deserialize;

use super::common::{Commit, or_default};

/// The payload of `merge_group`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MergeGroupEvent {
    /// `checks_requested` or `destroyed`.
    #[serde(default, deserialize_with = "or_default")]
    pub action: String,
    /// `destroyed`: `merged`, `invalidated` or `dequeued`.
    pub reason: Option<String>,
    /// The group.
    pub merge_group: MergeGroup,
}

/// Pull requests that are to be merged together.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct MergeGroup {
    /// The commit that would become the target branch's.
    pub head_sha: String,
    /// Such as `refs/heads/gh-readonly-queue/main/pr-7-<sha>`.
    pub head_ref: String,
    /// The commit the target branch stands at.
    pub base_sha: String,
    /// Such as `refs/heads/main`.
    pub base_ref: String,
    /// The commit of `head_sha`.
    pub head_commit: Option<Commit>,
}

impl MergeGroup {
    /// The number of the last pull request in the group, as far as the ref's name tells.
    #[must_use]
    pub fn pull_request(&self) -> Option<u64> {
        let (number, _) = self.head_ref.rsplit_once("/pr-")?.1.split_once('-')?;
        number.parse().ok()
    }
}
