use super::{Pull, Pulls};
use crate::error::Result;
use crate::operation;

impl Pulls<'_> {
    /// A pull request; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, number: u64) -> Result<Option<Pull>> {
        self.0.call(&operation::GET_PULL).segment(number).find().await
    }
}
