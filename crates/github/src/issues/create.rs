use serde::Serialize;

use super::{Issue, Issues};
use crate::error::Result;
use crate::operation;

/// An issue to open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewIssue {
    /// The title.
    pub title: String,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Its labels.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<String>,
}

impl Issues<'_> {
    /// A new issue.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, new: &NewIssue) -> Result<Issue> {
        self.0.call(&operation::CREATE_ISSUE).body(new).fetch().await
    }
}
