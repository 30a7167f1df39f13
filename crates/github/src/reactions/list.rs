use super::{Reaction, Reactions};
use crate::error::Result;
use crate::operation;

impl Reactions<'_> {
    /// All reactions to a comment, the oldest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, comment: u64) -> Result<Vec<Reaction>> {
        self.0.call(&operation::LIST_REACTIONS).segment(comment).pages().await
    }
}
