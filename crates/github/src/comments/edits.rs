use serde::Deserialize;
use serde_json::json;

use super::Comments;
use crate::error::Result;
use crate::operation;

const QUERY: &str = "query($id: ID!) { node(id: $id) { ... on Comment \
    { userContentEdits(first: 50) { nodes { diff } } } } }";

#[derive(Deserialize)]
struct Data {
    node: Option<Node>,
}

#[derive(Deserialize)]
struct Node {
    #[serde(rename = "userContentEdits", default)]
    edits: Option<Edits>,
}

#[derive(Deserialize)]
struct Edits {
    nodes: Option<Vec<Option<Edit>>>,
}

#[derive(Deserialize)]
struct Edit {
    /// The whole text after the edit; none if somebody has deleted it from the history.
    diff: Option<String>,
}

impl Comments<'_> {
    /// What a comment said after each of its last 50 edits. Of one that is gone there is
    /// none, and none of one that was never edited.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn edits(&self, node_id: &str) -> Result<Vec<String>> {
        let found = self
            .0
            .github()
            .ask::<Data>(&operation::LIST_COMMENT_EDITS, QUERY, &json!({ "id": node_id }))
            .await;
        let node = match found {
            Ok(data) => data.node,
            Err(error) if error.is_not_found() => None,
            Err(error) => return Err(error),
        };
        let nodes = node.and_then(|node| node.edits?.nodes).unwrap_or_default();
        Ok(nodes.into_iter().flatten().filter_map(|edit| edit.diff).collect())
    }
}
