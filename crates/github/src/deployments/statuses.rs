use super::{Deployments, Status};
use crate::error::Result;
use crate::operation;

impl Deployments<'_> {
    /// All statuses of a deployment, the newest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn statuses(&self, deployment: u64) -> Result<Vec<Status>> {
        self.0.call(&operation::LIST_DEPLOYMENT_STATUSES).segment(deployment).pages().await
    }
}
