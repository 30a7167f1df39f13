use serde::Serialize;

use super::{Deployments, State, Status};
use crate::error::Result;
use crate::operation;

/// A status to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewStatus {
    /// How it stands.
    pub state: State,
    /// Words for it, 140 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where it can be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub environment_url: Option<String>,
    /// Where its log is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log_url: Option<String>,
    /// Whether earlier deployments to the environment become inactive; they do if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub auto_inactive: Option<bool>,
}

impl NewStatus {
    /// A state without any words.
    #[must_use]
    pub const fn of(state: State) -> Self {
        Self { state, description: None, environment_url: None, log_url: None, auto_inactive: None }
    }
}

impl Deployments<'_> {
    /// A new status of a deployment.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_status(&self, deployment: u64, new: &NewStatus) -> Result<Status> {
        self.0.call(&operation::CREATE_DEPLOYMENT_STATUS).segment(deployment).body(new).fetch().await
    }
}
