//! How a repository merges pull requests.

use serde::Serialize;

/// The settings, as `GET /repos/{owner}/{repo}` names them; the default is what a new repository has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MergeSettings {
    /// Whether a merge commit may be made.
    pub allow_merge_commit: bool,
    /// Whether a pull request may be squashed into one commit.
    pub allow_squash_merge: bool,
    /// Whether its commits may be put on top of the base.
    pub allow_rebase_merge: bool,
    /// The title of a squash commit.
    pub squash_merge_commit_title: SquashTitle,
    /// The text of a squash commit.
    pub squash_merge_commit_message: SquashMessage,
    /// The title of a merge commit.
    pub merge_commit_title: MergeTitle,
    /// The text of a merge commit.
    pub merge_commit_message: MergeMessage,
    /// Whether the branch goes when its pull request is merged.
    pub delete_branch_on_merge: bool,
}

impl Default for MergeSettings {
    fn default() -> Self {
        Self {
            allow_merge_commit: true,
            allow_squash_merge: true,
            allow_rebase_merge: true,
            squash_merge_commit_title: SquashTitle::CommitOrPrTitle,
            squash_merge_commit_message: SquashMessage::CommitMessages,
            merge_commit_title: MergeTitle::MergeMessage,
            merge_commit_message: MergeMessage::PrTitle,
            delete_branch_on_merge: false,
        }
    }
}

impl MergeSettings {
    /// Whether a method is switched on.
    pub(crate) fn allow(&self, method: MergeMethod) -> bool {
        match method {
            MergeMethod::Merge => self.allow_merge_commit,
            MergeMethod::Squash => self.allow_squash_merge,
            MergeMethod::Rebase => self.allow_rebase_merge,
        }
    }
}

/// How one pull request is merged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MergeMethod {
    /// With a merge commit.
    #[default]
    Merge,
    /// As one commit.
    Squash,
    /// As copies of its commits.
    Rebase,
}

/// What a squash commit's title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashTitle {
    /// The pull request's.
    PrTitle,
    /// The commit's if there is one alone, else the pull request's.
    CommitOrPrTitle,
}

/// What a squash commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashMessage {
    /// The pull request's.
    PrBody,
    /// The commits', one after the other.
    CommitMessages,
    /// None.
    Blank,
}

/// What a merge commit's title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeTitle {
    /// The pull request's.
    PrTitle,
    /// `Merge pull request #12 from octo-org/topic`.
    MergeMessage,
}

/// What a merge commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeMessage {
    /// The pull request's text.
    PrBody,
    /// The pull request's title.
    PrTitle,
    /// None.
    Blank,
}
