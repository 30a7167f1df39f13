//! Issues and comments, those of pull requests as well.

mod comment_states;
mod comments;
mod create;
mod create_comment;
mod delete_comment;
mod get;
mod list;
mod update;
mod update_comment;

use serde::{Deserialize, Serialize};

use crate::User;
use crate::labels::Label;
use crate::milestones::Milestone;

pub use comment_states::CommentState;
pub use create::NewIssue;
pub use list::Filter;
pub use update::IssueChange;

crate::handle! {
    /// Issues of a repository. A pull request is an issue, too, under the same number.
    Issues
}

/// An issue, or a pull request as one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Issue {
    /// Its number within the repository.
    pub number: u64,
    /// Open or closed.
    pub state: State,
    /// The title.
    pub title: String,
    /// The text, in Markdown.
    #[serde(default)]
    pub body: Option<String>,
    /// Its page.
    pub html_url: String,
    /// Who opened it.
    #[serde(default)]
    pub user: Option<User>,
    /// Its labels.
    #[serde(default)]
    pub labels: Vec<Label>,
    /// Its milestone.
    #[serde(default)]
    pub milestone: Option<Milestone>,
    /// Whether only collaborators may comment.
    #[serde(default)]
    pub locked: bool,
    /// There, if it is a pull request.
    #[serde(default)]
    pub pull_request: Option<PullLink>,
}

/// What an issue says of the pull request that it is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PullLink {
    /// RFC 3339, if it is merged.
    #[serde(default)]
    pub merged_at: Option<String>,
}

/// Open or closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// Open.
    Open,
    /// Closed.
    Closed,
}

impl State {
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
        }
    }
}

/// The filter for a state, or for none.
pub(crate) fn state_word(state: Option<State>) -> &'static str {
    state.map_or("all", State::word)
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Comment {
    /// Its number.
    pub id: u64,
    /// Its id for GraphQL, to minimise it.
    #[serde(default)]
    pub node_id: String,
    /// The text, in Markdown.
    #[serde(default)]
    pub body: Option<String>,
    /// Its place.
    pub html_url: String,
    /// Who wrote it; none if the account is gone.
    #[serde(default)]
    pub user: Option<User>,
    /// RFC 3339.
    #[serde(default)]
    pub updated_at: Option<String>,
}

/// Characters of a comment that GitHub accepts: "Body is too long (maximum is 65536 characters)".
pub const BODY_LIMIT: usize = 65_536;

#[derive(Serialize)]
struct Body<'a> {
    body: &'a str,
}
