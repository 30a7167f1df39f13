use serde::Serialize;

use super::{CheckRun, Checks, Conclusion, Output, Status};
use crate::error::Result;
use crate::operation;

/// A check run to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewCheckRun {
    /// Its name.
    pub name: String,
    /// The commit.
    pub head_sha: String,
    /// How far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// How it ended, which makes it completed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conclusion: Option<Conclusion>,
    /// What its maker calls it: a marker to find it by.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// Where more is to be seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub details_url: Option<String>,
    /// What it shows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Output>,
}

impl Checks<'_> {
    /// A new check run.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, new: &NewCheckRun) -> Result<CheckRun> {
        self.0.call(&operation::CREATE_CHECK_RUN).body(new).fetch().await
    }
}
