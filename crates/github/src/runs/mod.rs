//! Runs of workflows, and the artifacts that they left.

mod artifacts;
mod download;
mod get;

use serde::{Deserialize, Deserializer};

use crate::pulls::Origin;

crate::handle! {
    /// Runs of a repository's workflows.
    Runs
}

/// A run of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Run {
    /// Its number: `GITHUB_RUN_ID`.
    pub id: u64,
    /// Which attempt of it this is, from 1: `GITHUB_RUN_ATTEMPT`.
    #[serde(default)]
    pub run_attempt: Option<u64>,
    /// The workflow's name. Whoever changes the workflow in a fork chooses it.
    #[serde(default)]
    pub name: Option<String>,
    /// The workflow's file: `.github/workflows/ci.yml`.
    #[serde(default)]
    pub path: String,
    /// The event that started it: `pull_request`, `push`.
    pub event: String,
    /// The commit that it ran on; for `pull_request` the head of the pull request, not the merge that is checked out.
    pub head_sha: String,
    /// The branch of that commit.
    #[serde(default)]
    pub head_branch: Option<String>,
    /// The repository of that branch; none if a fork is gone.
    #[serde(default)]
    pub head_repository: Option<Origin>,
    /// `completed`, `in_progress` and the like.
    #[serde(default)]
    pub status: Option<String>,
    /// `success`, `failure` and the like, once it is completed.
    #[serde(default)]
    pub conclusion: Option<String>,
    /// Its page.
    #[serde(default)]
    pub html_url: String,
    /// The open pull requests from its branch. Always empty for a fork (github/docs#22501): ask for the pull requests
    /// of the commit, or list those of `owner:branch`.
    #[serde(default, deserialize_with = "or_none")]
    pub pull_requests: Vec<RunPull>,
}

/// A pull request that a run names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RunPull {
    /// Its number within the repository.
    pub number: u64,
    /// What it brings.
    pub head: RunSide,
}

/// A branch of a pull request that a run names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RunSide {
    /// The branch.
    #[serde(rename = "ref")]
    pub branch: String,
    /// Its head's hash.
    pub sha: String,
}

/// Files that a run left behind.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Artifact {
    /// Its number.
    pub id: u64,
    /// Its name. Several attempts of a run may leave one each of the same name.
    pub name: String,
    /// Bytes of the archive: packed, as they are downloaded.
    pub size_in_bytes: u64,
    /// Whether it is past its retention, and so no longer there.
    #[serde(default)]
    pub expired: bool,
    /// `sha256:` and the archive's hash in hexadecimal. Uploads by version 3 and older have none.
    #[serde(default)]
    pub digest: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub created_at: Option<String>,
}

fn or_none<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<RunPull>, D::Error> {
    Ok(Option::deserialize(deserializer)?.unwrap_or_default())
}
