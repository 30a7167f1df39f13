use super::{Commit, Commits};
use crate::error::Result;
use crate::operation;

impl Commits<'_> {
    /// The commits reachable from `from`, the newest first, at most `most`: history can be long.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, from: &str, most: usize) -> Result<Vec<Commit>> {
        self.0.call(&operation::LIST_COMMITS).query("sha", from).pages_up_to(most).await
    }
}
