use super::Reactions;
use crate::error::Result;
use crate::operation;

impl Reactions<'_> {
    /// Takes a reaction to a comment back.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete(&self, comment: u64, reaction: u64) -> Result<()> {
        self.0.call(&operation::DELETE_REACTION).segment(comment).segment(reaction).done().await
    }
}
