use serde::Serialize;

use super::{Pull, Pulls};
use crate::error::Result;
use crate::operation;

/// A pull request to open.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewPull {
    /// The title.
    pub title: String,
    /// From this branch; of a fork, `owner:branch`.
    pub head: String,
    /// To this branch.
    pub base: String,
    /// The text, 65,536 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether it is a draft.
    pub draft: bool,
}

impl Pulls<'_> {
    /// A new pull request. It is sent once; GitHub itself refuses a second one between the same branches: see
    /// [`Error::is_already_there`](crate::Error::is_already_there).
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, new: &NewPull) -> Result<Pull> {
        self.0.call(&operation::CREATE_PULL).body(new).fetch().await
    }
}
