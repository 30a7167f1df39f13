use super::Issues;
use crate::error::Result;
use crate::operation;

impl Issues<'_> {
    /// Deletes a comment.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete_comment(&self, comment: u64) -> Result<()> {
        self.0.call(&operation::DELETE_COMMENT).segment(comment).done().await
    }
}
