use super::Pulls;
use crate::error::Result;
use crate::operation;

use crate::commits::Commit;

impl Pulls<'_> {
    /// The commits of a pull request, the oldest first: GitHub lists 250 at most.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn commits(&self, number: u64) -> Result<Vec<Commit>> {
        self.0.call(&operation::LIST_PULL_COMMITS).segment(number).pages().await
    }
}
