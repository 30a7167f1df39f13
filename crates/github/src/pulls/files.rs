use super::Pulls;
use crate::error::Result;
use crate::operation;

use crate::commits::ChangedFile;

impl Pulls<'_> {
    /// The files that a pull request changes: GitHub lists 3,000 at most.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn files(&self, number: u64) -> Result<Vec<ChangedFile>> {
        self.0.call(&operation::LIST_PULL_FILES).segment(number).pages().await
    }
}
