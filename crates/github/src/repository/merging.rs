use serde::Deserialize;
use serde_json::json;

use super::Repo;
use crate::error::Result;
use crate::operation;

/// REST tells these only who may write contents; GraphQL tells all who may read.
const QUERY: &str = "query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) \
    { mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed squashMergeCommitTitle squashMergeCommitMessage \
    mergeCommitTitle mergeCommitMessage } }";

#[derive(Deserialize)]
struct Answer {
    data: Data,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Merging>,
}

/// How pull requests may be merged, and what their commits say.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Merging {
    /// Whether a merge commit may be made.
    pub merge_commit_allowed: bool,
    /// Whether a pull request may be squashed into one commit.
    pub squash_merge_allowed: bool,
    /// Whether its commits may be put on top of the base.
    pub rebase_merge_allowed: bool,
    /// What a squash commit's title is.
    pub squash_merge_commit_title: SquashTitle,
    /// What a squash commit's text is.
    pub squash_merge_commit_message: SquashMessage,
    /// What a merge commit's title is.
    pub merge_commit_title: MergeTitle,
    /// What a merge commit's text is.
    pub merge_commit_message: MergeMessage,
}

/// As in a new repository: all ways are open.
impl Default for Merging {
    fn default() -> Self {
        Self {
            merge_commit_allowed: true,
            squash_merge_allowed: true,
            rebase_merge_allowed: true,
            squash_merge_commit_title: SquashTitle::CommitOrPrTitle,
            squash_merge_commit_message: SquashMessage::CommitMessages,
            merge_commit_title: MergeTitle::MergeMessage,
            merge_commit_message: MergeMessage::PrTitle,
        }
    }
}

/// What a squash commit's title is, the number in parentheses aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashTitle {
    /// The pull request's.
    PrTitle,
    /// The commit's if there is one alone, else the pull request's.
    #[serde(other)]
    CommitOrPrTitle,
}

/// What a squash commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashMessage {
    /// The pull request's.
    PrBody,
    /// None.
    Blank,
    /// The commits', one after the other.
    #[serde(other)]
    CommitMessages,
}

/// What a merge commit's title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeTitle {
    /// The pull request's, its number in parentheses.
    PrTitle,
    /// `Merge pull request #12 from owner/branch`.
    #[serde(other)]
    MergeMessage,
}

/// What a merge commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeMessage {
    /// The pull request's text.
    PrBody,
    /// None.
    Blank,
    /// The pull request's title.
    #[serde(other)]
    PrTitle,
}

impl Repo {
    /// How pull requests may be merged. A setting that GitHub has and this program does not know counts as the default.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn merging(&self) -> Result<Merging> {
        let variables = json!({ "owner": self.name().owner, "name": self.name().name });
        let body = json!({ "query": QUERY, "variables": variables });
        let call = self.github().call(&operation::GET_MERGING).body(&body);
        Ok(call.fetch::<Answer>().await?.data.repository.unwrap_or_default())
    }
}
