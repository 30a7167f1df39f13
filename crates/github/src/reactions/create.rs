use serde_json::json;

use super::{Emoji, Reaction, Reactions};
use crate::error::Result;
use crate::operation;

impl Reactions<'_> {
    /// Reacts to a comment. An account has each reaction once: to one that is there GitHub answers with it.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, comment: u64, emoji: Emoji) -> Result<Reaction> {
        let body = json!({ "content": emoji.word() });
        self.0.call(&operation::CREATE_REACTION).segment(comment).body(&body).fetch().await
    }
}
