use super::{Deployment, Deployments};
use crate::error::Result;
use crate::operation;

/// Which deployments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// To this environment.
    pub environment: Option<String>,
    /// Of this branch, tag or commit, as it was asked for.
    pub name: Option<String>,
    /// Of this commit.
    pub sha: Option<String>,
    /// Of this task.
    pub task: Option<String>,
}

impl Deployments<'_> {
    /// The deployments that a filter lets through, the newest first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, filter: &Filter) -> Result<Vec<Deployment>> {
        let call =
            self.0.call(&operation::LIST_DEPLOYMENTS).maybe("environment", filter.environment.as_deref());
        let call = call.maybe("ref", filter.name.as_deref()).maybe("sha", filter.sha.as_deref());
        call.maybe("task", filter.task.as_deref()).pages().await
    }
}
