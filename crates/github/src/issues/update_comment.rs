use super::{Body, Comment, Issues};
use crate::error::Result;
use crate::operation;

impl Issues<'_> {
    /// Replaces a comment's text.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update_comment(&self, comment: u64, body: &str) -> Result<Comment> {
        self.0.call(&operation::UPDATE_COMMENT).segment(comment).body(&Body { body }).fetch().await
    }
}
