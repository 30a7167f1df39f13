//! Discussions and the comments under them. REST knows neither.

mod create_comment;
mod delete_comment;
mod get;
mod update_comment;

use serde::Deserialize;

use crate::client::Actor;

crate::handle! {
    /// Discussions of a repository.
    Discussions
}

/// A discussion with the comments under it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discussion {
    /// Its id for GraphQL, to comment on it.
    pub node_id: String,
    /// Its number within the repository: issues, pull requests and discussions share one count.
    pub number: u64,
    /// The title.
    pub title: String,
    /// Its page.
    pub html_url: String,
    /// The oldest first, without the replies to them.
    pub comments: Vec<DiscussionComment>,
}

/// A comment under a discussion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiscussionComment {
    /// Its id for GraphQL, to change, hide or delete it.
    pub node_id: String,
    /// Its number: the one of its place's address.
    pub id: Option<u64>,
    /// The text, in Markdown.
    pub body: String,
    /// Its place.
    pub html_url: String,
    /// Who wrote it, as REST writes the name: with the `[bot]` of a bot. None if the account is gone.
    pub author: Option<String>,
    /// Whether the token's account wrote it: see
    /// [`CommentState::viewer_did_author`](crate::issues::CommentState::viewer_did_author).
    pub viewer_did_author: bool,
    /// Whether it is hidden.
    pub is_minimized: bool,
}

/// The fields that every document here asks for of a comment.
macro_rules! comment_fields {
    () => {
        "id databaseId body url viewerDidAuthor isMinimized author { __typename login }"
    };
}
use comment_fields;

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: String,
    database_id: Option<u64>,
    body: String,
    url: String,
    viewer_did_author: bool,
    is_minimized: bool,
    author: Option<Actor>,
}

impl From<Node> for DiscussionComment {
    fn from(node: Node) -> Self {
        Self {
            node_id: node.id,
            id: node.database_id,
            body: node.body,
            html_url: node.url,
            author: node.author.map(Actor::into_login),
            viewer_did_author: node.viewer_did_author,
            is_minimized: node.is_minimized,
        }
    }
}

/// What a mutation gives back, under a key of its own.
#[derive(Debug, Deserialize)]
struct Payload {
    comment: Node,
}
