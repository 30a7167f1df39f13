//! `pull_request` and `pull_request_target`.

use serde::Deserialize;

use super::common::{Label, RepositoryInfo, User, or_default};

/// The payload of `pull_request` and `pull_request_target`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PullRequestEvent {
    /// `opened`, `synchronize`, `reopened`, `closed`, `labeled`, …
    #[serde(default, deserialize_with = "or_default")]
    pub action: String,
    /// The pull request's number.
    pub number: u64,
    /// The pull request.
    pub pull_request: PullRequest,
    /// The label that was set or taken away.
    pub label: Option<Label>,
    /// `synchronize`: where the head stood.
    pub before: Option<String>,
    /// `synchronize`: where the head stands.
    pub after: Option<String>,
}

/// A pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PullRequest {
    /// Its number in the repository.
    pub number: u64,
    /// One line by whoever opened it.
    #[serde(default, deserialize_with = "or_default")]
    pub title: String,
    /// Markdown by whoever opened it.
    pub body: Option<String>,
    /// `open` or `closed`.
    pub state: Option<String>,
    /// Whether it is a draft.
    #[serde(default, deserialize_with = "or_default")]
    pub draft: bool,
    /// Whether it is merged.
    #[serde(default, deserialize_with = "or_default")]
    pub merged: bool,
    /// While it is open, a trial merge; afterwards, what is on the target branch.
    pub merge_commit_sha: Option<String>,
    /// Its page.
    pub html_url: Option<String>,
    /// Who opened it; none if the account is gone.
    pub user: Option<User>,
    /// Where its commits are.
    pub head: Branch,
    /// Where they are to go.
    pub base: Branch,
    /// Its labels.
    #[serde(default, deserialize_with = "or_default")]
    pub labels: Vec<Label>,
    /// What the author is to the repository: `MEMBER`, `CONTRIBUTOR`, `NONE`, …
    pub author_association: Option<String>,
}

impl PullRequest {
    /// Whether its commits come from another repository, and be it one that is gone: its run has a
    /// token that can only read, and no secrets.
    #[must_use]
    pub fn is_from_fork(&self) -> bool {
        match (&self.head.repo, &self.base.repo) {
            (Some(head), Some(base)) => head.full_name != base.full_name,
            (None, _) => true,
            (Some(_), None) => false,
        }
    }
}

/// One end of a pull request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Branch {
    /// The branch's name.
    pub r#ref: String,
    /// The commit it stands at.
    pub sha: String,
    /// `owner:branch`
    pub label: Option<String>,
    /// The repository; none if it is gone.
    pub repo: Option<RepositoryInfo>,
}
