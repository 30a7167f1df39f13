use super::{CheckRun, Checks};
use crate::error::Result;
use crate::operation;

impl Checks<'_> {
    /// The check runs of a commit, branch or tag, the newest of each name.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, name: &str) -> Result<Vec<CheckRun>> {
        self.0.call(&operation::LIST_CHECK_RUNS).rest(name).pages_of("check_runs").await
    }
}
