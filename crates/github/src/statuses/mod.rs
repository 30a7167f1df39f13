//! Statuses of commits.

mod combined;
mod create;

use serde::{Deserialize, Serialize};

pub use create::NewStatus;

crate::handle! {
    /// Statuses of a repository's commits.
    Statuses
}

/// All statuses of a commit in one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Combined {
    /// The worst of them; `pending` if there is none.
    pub state: State,
    /// The commit.
    pub sha: String,
    /// The newest of each context.
    #[serde(default)]
    pub statuses: Vec<Status>,
}

/// A status.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// What says so.
    pub context: String,
    /// What it says.
    pub state: State,
    /// Words for it.
    #[serde(default)]
    pub description: Option<String>,
    /// Where more is to be seen.
    #[serde(default)]
    pub target_url: Option<String>,
}

/// What a status says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// It could not be found out.
    Error,
    /// No.
    Failure,
    /// Not yet known.
    Pending,
    /// Yes.
    Success,
}
