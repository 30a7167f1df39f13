use serde::Serialize;

use super::{CheckRun, Checks, Conclusion, Output, Status};
use crate::error::Result;
use crate::operation;

/// Fields to change; the others stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct CheckRunChange {
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Conclusion>,
    /// What it shows. Annotations are added to those that it has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
}

impl Checks<'_> {
    /// Changes fields of a check run.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update(&self, id: u64, change: &CheckRunChange) -> Result<CheckRun> {
        self.0.call(&operation::UPDATE_CHECK_RUN).segment(id).body(change).fetch().await
    }
}
