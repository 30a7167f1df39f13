use super::Environments;
use crate::error::Result;
use crate::operation;

impl Environments<'_> {
    /// Deletes an environment with its rules, secrets and variables. Its deployments are not said to go with it: make
    /// them inactive first.
    ///
    /// # Errors
    /// [`Kind::Forbidden`](crate::Kind::Forbidden) with a workflow's own token, which cannot be given
    /// `administration: write`; else see [`Kind`](crate::Kind).
    pub async fn delete(&self, name: &str) -> Result<()> {
        self.0.call(&operation::DELETE_ENVIRONMENT).segment(name).done().await
    }
}
