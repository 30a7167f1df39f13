use super::{Body, Comment, Issues};
use crate::error::Result;
use crate::operation;

impl Issues<'_> {
    /// A new comment. It is sent once: use [`converge`](crate::converge) with a marker in the body.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_comment(&self, number: u64, body: &str) -> Result<Comment> {
        self.0.call(&operation::CREATE_COMMENT).segment(number).body(&Body { body }).fetch().await
    }
}
