use super::Commits;
use crate::error::Result;
use crate::issues::Comment;
use crate::operation;

impl Commits<'_> {
    /// All comments on a commit, those on its lines as well; the oldest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn comments(&self, sha: &str) -> Result<Vec<Comment>> {
        self.0.call(&operation::LIST_COMMIT_COMMENTS).segment(sha).pages().await
    }
}
