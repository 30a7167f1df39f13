use serde::Deserialize;
use serde_json::json;

use super::{Emoji, Reactions};
use crate::error::{Kind, Result};
use crate::operation;

const QUERY: &str = "query($id: ID!) { node(id: $id) { ... on Reactable \
    { reactionGroups { content viewerHasReacted } } } }";

#[derive(Deserialize)]
struct Data {
    node: Option<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    reaction_groups: Option<Vec<Group>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Group {
    content: String,
    viewer_has_reacted: bool,
}

impl Reactions<'_> {
    /// The token's own reactions to a comment of any kind, by its `node_id`. All workflows' own tokens are one account.
    ///
    /// # Errors
    /// [`Kind::NotFound`] if the comment is gone; else see [`Kind`].
    pub async fn own(&self, node_id: &str) -> Result<Vec<Emoji>> {
        let operation = &operation::LIST_OWN_REACTIONS;
        let data: Data = self.0.github().ask(operation, QUERY, &json!({ "id": node_id })).await?;
        let gone = || Kind::NotFound { message: "there is no such comment".to_owned() };
        let node = data.node.ok_or_else(|| self.0.github().call(operation).fail(gone()))?;
        let own =
            node.reaction_groups.unwrap_or_default().into_iter().filter(|group| group.viewer_has_reacted);
        Ok(own.filter_map(|group| Emoji::named(&group.content)).collect())
    }
}
