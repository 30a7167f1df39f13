use super::{Issue, Issues};
use crate::error::Result;
use crate::operation;

impl Issues<'_> {
    /// An issue; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, number: u64) -> Result<Option<Issue>> {
        self.0.call(&operation::GET_ISSUE).segment(number).find().await
    }
}
