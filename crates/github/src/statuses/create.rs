use serde::Serialize;

use super::{State, Status, Statuses};
use crate::error::Result;
use crate::operation;

/// A status to set.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewStatus {
    /// What it says.
    pub state: State,
    /// What says so: the newest of a context counts.
    pub context: String,
    /// Words for it, 140 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Where more is to be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_url: Option<String>,
}

impl Statuses<'_> {
    /// Sets a status of a commit.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, sha: &str, new: &NewStatus) -> Result<Status> {
        self.0.call(&operation::CREATE_STATUS).segment(sha).body(new).fetch().await
    }
}
