use serde_json::json;

use super::Commits;
use crate::error::Result;
use crate::issues::Comment;
use crate::operation;

impl Commits<'_> {
    /// A new comment on a commit as a whole. It is sent once: use [`converge`](crate::converge) with a marker in the
    /// body.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) where the organisation has switched comments on commits off; else
    /// see [`Kind`](crate::Kind).
    pub async fn create_comment(&self, sha: &str, body: &str) -> Result<Comment> {
        let body = json!({ "body": body });
        self.0.call(&operation::CREATE_COMMIT_COMMENT).segment(sha).body(&body).fetch().await
    }
}
