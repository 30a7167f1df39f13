use super::Commits;
use crate::error::Result;
use crate::operation;

impl Commits<'_> {
    /// Deletes a comment on a commit.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete_comment(&self, comment: u64) -> Result<()> {
        self.0.call(&operation::DELETE_COMMIT_COMMENT).segment(comment).done().await
    }
}
