use serde::Serialize;

use super::{Issue, Issues, State};
use crate::error::Result;
use crate::operation;

/// Fields to change; the others stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct IssueChange {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Open or closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
}

impl Issues<'_> {
    /// Changes fields of an issue.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update(&self, number: u64, change: &IssueChange) -> Result<Issue> {
        self.0.call(&operation::UPDATE_ISSUE).segment(number).body(change).fetch().await
    }
}
