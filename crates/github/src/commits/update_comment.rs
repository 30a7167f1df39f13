use serde_json::json;

use super::Commits;
use crate::error::Result;
use crate::issues::Comment;
use crate::operation;

impl Commits<'_> {
    /// Replaces the text of a comment on a commit.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update_comment(&self, comment: u64, body: &str) -> Result<Comment> {
        let body = json!({ "body": body });
        self.0.call(&operation::UPDATE_COMMIT_COMMENT).segment(comment).body(&body).fetch().await
    }
}
