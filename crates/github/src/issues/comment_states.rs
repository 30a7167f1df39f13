use serde::Deserialize;
use serde_json::json;

use super::Issues;
use crate::client::{Actor, Connection, big_int};
use crate::error::Result;
use crate::operation;

/// `databaseId` is an `Int` of 32 bits, which the ids of comments have outgrown: hence `fullDatabaseId`.
const QUERY: &str = "query($owner: String!, $name: String!, $number: Int!, $after: String) \
    { repository(owner: $owner, name: $name) { issueOrPullRequest(number: $number) { \
    ... on Issue { comments(first: 100, after: $after) { ...states } } \
    ... on PullRequest { comments(first: 100, after: $after) { ...states } } } } } \
    fragment states on IssueCommentConnection { nodes { id fullDatabaseId isMinimized minimizedReason \
    viewerDidAuthor author { __typename login } } pageInfo { hasNextPage endCursor } }";

/// What REST does not say of a comment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentState {
    /// Its id for GraphQL: REST's `node_id`.
    pub node_id: String,
    /// Its number: REST's `id`.
    pub id: Option<u64>,
    /// Whether it is hidden.
    pub is_minimized: bool,
    /// Why: see [`Classifier::reason`](crate::comments::Classifier::reason).
    pub minimized_reason: Option<String>,
    /// Whether the token's account wrote it. All workflows' own tokens are one account, `github-actions[bot]`: that
    /// it is so does not tell which of them it was.
    pub viewer_did_author: bool,
    /// Who wrote it, as REST writes the name: with the `[bot]` of a bot. None if the account is gone.
    pub author: Option<String>,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Found>,
}

#[derive(Deserialize)]
struct Found {
    #[serde(rename = "issueOrPullRequest")]
    issue: Option<Issue>,
}

#[derive(Deserialize)]
struct Issue {
    comments: Connection<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: String,
    #[serde(deserialize_with = "big_int")]
    full_database_id: Option<u64>,
    is_minimized: bool,
    minimized_reason: Option<String>,
    viewer_did_author: bool,
    author: Option<Actor>,
}

impl From<Node> for CommentState {
    fn from(node: Node) -> Self {
        Self {
            node_id: node.id,
            id: node.full_database_id,
            is_minimized: node.is_minimized,
            minimized_reason: node.minimized_reason,
            viewer_did_author: node.viewer_did_author,
            author: node.author.map(Actor::into_login),
        }
    }
}

impl Issues<'_> {
    /// What REST does not say of the comments under an issue or a pull request: which are hidden and which are the
    /// token's own; the oldest first, a request for each 100. `None` if there is no such issue.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn comment_states(&self, number: u64) -> Result<Option<Vec<CommentState>>> {
        let name = self.0.name();
        let variables = json!({ "owner": name.owner, "name": name.name, "number": number });
        let part = |data: Data| Some(data.repository?.issue?.comments);
        let nodes = self.0.github().ask_pages(&operation::LIST_COMMENT_STATES, QUERY, variables, part);
        match nodes.await {
            Ok(nodes) => Ok(nodes.map(|nodes| nodes.into_iter().map(CommentState::from).collect())),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }
}
