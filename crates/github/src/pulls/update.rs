use serde::Serialize;

use super::{Pull, Pulls};
use crate::error::Result;
use crate::operation;

use crate::issues::State;

/// Fields to change; the others stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PullChange {
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// The text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Open or closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<State>,
    /// To this branch.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

impl Pulls<'_> {
    /// Changes fields of a pull request.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update(&self, number: u64, change: &PullChange) -> Result<Pull> {
        self.0.call(&operation::UPDATE_PULL).segment(number).body(change).fetch().await
    }
}
