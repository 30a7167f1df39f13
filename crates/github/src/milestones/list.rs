use super::{Milestone, Milestones};
use crate::error::Result;
use crate::operation;

use crate::issues::{State, state_word};

impl Milestones<'_> {
    /// All milestones of a state, or of both.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, state: Option<State>) -> Result<Vec<Milestone>> {
        self.0.call(&operation::LIST_MILESTONES).query("state", state_word(state)).pages().await
    }
}
