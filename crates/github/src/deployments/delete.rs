use super::Deployments;
use crate::error::Result;
use crate::operation;

impl Deployments<'_> {
    /// Deletes a deployment. Unless it is the only one, it has to be inactive.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete(&self, deployment: u64) -> Result<()> {
        self.0.call(&operation::DELETE_DEPLOYMENT).segment(deployment).done().await
    }
}
