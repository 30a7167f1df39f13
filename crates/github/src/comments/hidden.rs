use serde::Deserialize;
use serde_json::json;

use super::Comments;
use crate::error::Result;
use crate::operation;

const QUERY: &str = "query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Minimizable { isMinimized } } }";

/// GitHub takes no more ids at once.
const MOST: usize = 100;

#[derive(Deserialize)]
struct Data {
    nodes: Vec<Option<Node>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    id: String,
    #[serde(default)]
    is_minimized: bool,
}

impl Comments<'_> {
    /// Which of these comments are hidden, by their `node_id`. Where one of them is gone GitHub says so and no more:
    /// then none is.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn hidden(&self, node_ids: &[String]) -> Result<Vec<String>> {
        let mut hidden = Vec::new();
        for ids in node_ids.chunks(MOST) {
            let asked = json!({ "ids": ids });
            let found = self.0.github().ask::<Data>(&operation::LIST_HIDDEN_COMMENTS, QUERY, &asked);
            let nodes = match found.await {
                Ok(data) => data.nodes,
                Err(error) if error.is_not_found() => Vec::new(),
                Err(error) => return Err(error),
            };
            hidden.extend(nodes.into_iter().flatten().filter(|node| node.is_minimized).map(|node| node.id));
        }
        Ok(hidden)
    }
}
