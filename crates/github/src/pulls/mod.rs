//! Pull requests.

mod commits;
mod create;
mod draft;
mod files;
mod get;
mod list;
mod update;

use serde::Deserialize;

use crate::User;
use crate::issues::State;
use crate::labels::Label;

pub use create::NewPull;
pub use list::Filter;
pub use update::PullChange;

crate::handle! {
    /// Pull requests of a repository.
    Pulls
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Pull {
    /// What GraphQL knows it by.
    #[serde(default)]
    pub node_id: String,
    /// Its number within the repository.
    pub number: u64,
    /// Open or closed; merged is closed.
    pub state: State,
    /// The title.
    pub title: String,
    /// The text, in Markdown.
    #[serde(default)]
    pub body: Option<String>,
    /// Its page.
    pub html_url: String,
    /// Whether it is a draft.
    #[serde(default)]
    pub draft: bool,
    /// Who opened it.
    #[serde(default)]
    pub user: Option<User>,
    /// Its labels.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// What it brings.
    pub head: Side,
    /// Where it brings it.
    pub base: Side,
    /// RFC 3339, if it is merged.
    #[serde(default)]
    pub merged_at: Option<String>,
    /// The commit that merged it; while it is open, one that tries.
    #[serde(default)]
    pub merge_commit_sha: Option<String>,
}

impl Pull {
    /// Whether it is merged.
    #[must_use]
    pub fn is_merged(&self) -> bool {
        self.merged_at.is_some()
    }
}

/// One of the two branches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Side {
    /// The branch.
    #[serde(rename = "ref")]
    pub branch: String,
    /// Its head's hash.
    pub sha: String,
    /// Its repository; none if a fork is gone.
    #[serde(default)]
    pub repo: Option<Origin>,
}

/// A repository's name.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Origin {
    /// `owner/name`.
    pub full_name: String,
}
