use super::{Git, GitCommit};
use crate::error::Result;
use crate::operation;

impl Git<'_> {
    /// A commit's object; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn commit(&self, sha: &str) -> Result<Option<GitCommit>> {
        self.0.call(&operation::GET_GIT_COMMIT).segment(sha).find().await
    }
}
