use serde::Deserialize;

/// How pull requests may be merged, and what their commits say. GitHub tells only who may write contents: all is
/// `None` for others, and on servers that do not know a setting yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Merging {
    /// Whether a merge commit may be made.
    #[serde(default)]
    pub allow_merge_commit: Option<bool>,
    /// Whether a pull request may be squashed into one commit.
    #[serde(default)]
    pub allow_squash_merge: Option<bool>,
    /// Whether its commits may be put on top of the base.
    #[serde(default)]
    pub allow_rebase_merge: Option<bool>,
    /// What a squash commit's title is.
    #[serde(default)]
    pub squash_merge_commit_title: Option<SquashTitle>,
    /// What a squash commit's text is.
    #[serde(default)]
    pub squash_merge_commit_message: Option<SquashMessage>,
    /// What a merge commit's title is.
    #[serde(default)]
    pub merge_commit_title: Option<MergeTitle>,
    /// What a merge commit's text is.
    #[serde(default)]
    pub merge_commit_message: Option<MergeMessage>,
    /// Whether the branch goes when its pull request is merged.
    #[serde(default)]
    pub delete_branch_on_merge: Option<bool>,
}

/// What a squash commit's title is, the number in parentheses aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashTitle {
    /// The pull request's.
    PrTitle,
    /// The commit's if there is one alone, else the pull request's.
    CommitOrPrTitle,
    /// One that this program does not know.
    #[serde(other)]
    Unknown,
}

/// What a squash commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum SquashMessage {
    /// The pull request's.
    PrBody,
    /// The commits', one after the other.
    CommitMessages,
    /// None.
    Blank,
    /// One that this program does not know.
    #[serde(other)]
    Unknown,
}

/// What a merge commit's title is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeTitle {
    /// The pull request's, its number in parentheses.
    PrTitle,
    /// `Merge pull request #12 from owner/branch`.
    MergeMessage,
    /// One that this program does not know.
    #[serde(other)]
    Unknown,
}

/// What a merge commit's text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum MergeMessage {
    /// The pull request's text.
    PrBody,
    /// The pull request's title.
    PrTitle,
    /// None.
    Blank,
    /// One that this program does not know.
    #[serde(other)]
    Unknown,
}
