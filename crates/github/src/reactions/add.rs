use serde::de::IgnoredAny;
use serde_json::json;

use super::{Emoji, Reactions};
use crate::error::Result;
use crate::operation;

const MUTATION: &str = "mutation($input: AddReactionInput!) \
    { addReaction(input: $input) { clientMutationId } }";

impl Reactions<'_> {
    /// Reacts to a comment of any kind, by its `node_id`. An account has each reaction once: one that is there stays.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn add(&self, node_id: &str, emoji: Emoji) -> Result<()> {
        let variables = json!({ "input": { "subjectId": node_id, "content": emoji.name() } });
        let answer = self.0.github().ask(&operation::ADD_REACTION, MUTATION, &variables);
        answer.await.map(|IgnoredAny| ())
    }
}
