use super::{Comment, Issues};
use crate::error::Result;
use crate::operation;

impl Issues<'_> {
    /// All comments under an issue or a pull request, the oldest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn comments(&self, number: u64) -> Result<Vec<Comment>> {
        self.0.call(&operation::LIST_COMMENTS).segment(number).pages().await
    }
}
