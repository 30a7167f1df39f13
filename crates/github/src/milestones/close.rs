use serde::Serialize;

use super::{Milestone, Milestones};
use crate::error::Result;
use crate::operation;

use crate::issues::State;

#[derive(Serialize)]
struct Change {
    state: State,
}

impl Milestones<'_> {
    /// Closes a milestone.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn close(&self, number: u64) -> Result<Milestone> {
        let body = Change { state: State::Closed };
        self.0.call(&operation::UPDATE_MILESTONE).segment(number).body(&body).fetch().await
    }
}
