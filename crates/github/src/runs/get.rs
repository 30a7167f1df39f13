use super::{Run, Runs};
use crate::error::Result;
use crate::operation;

impl Runs<'_> {
    /// A run; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, run: u64) -> Result<Option<Run>> {
        self.0.call(&operation::GET_RUN).segment(run).find().await
    }
}
