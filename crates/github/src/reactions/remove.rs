use serde::de::IgnoredAny;
use serde_json::json;

use super::{Emoji, Reactions};
use crate::error::Result;
use crate::operation;

const MUTATION: &str = "mutation($input: RemoveReactionInput!) \
    { removeReaction(input: $input) { clientMutationId } }";

impl Reactions<'_> {
    /// Takes the token's own reaction to a comment of any kind back.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn remove(&self, node_id: &str, emoji: Emoji) -> Result<()> {
        let variables = json!({ "input": { "subjectId": node_id, "content": emoji.name() } });
        let answer = self.0.github().ask(&operation::REMOVE_REACTION, MUTATION, &variables);
        answer.await.map(|IgnoredAny| ())
    }
}
