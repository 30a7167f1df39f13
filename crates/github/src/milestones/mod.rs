//! Milestones.

mod close;
mod list;

use serde::Deserialize;

use crate::issues::State;

crate::handle! {
    /// Milestones of a repository.
    Milestones
}

/// A milestone.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Milestone {
    /// Its number within the repository.
    pub number: u64,
    /// The title.
    pub title: String,
    /// Open or closed.
    pub state: State,
    /// Issues in it that are open.
    #[serde(default)]
    pub open_issues: u64,
}
