use super::Commits;
use crate::error::Result;
use crate::operation;

use crate::pulls::Pull;

impl Commits<'_> {
    /// The pull requests that brought a commit, merged or open. For a commit on the default branch, the merged ones.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn pulls(&self, sha: &str) -> Result<Vec<Pull>> {
        self.0.call(&operation::LIST_COMMIT_PULLS).segment(sha).pages().await
    }
}
