use super::{Branch, Branches};
use crate::error::Result;
use crate::operation;

impl Branches<'_> {
    /// A branch; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, name: &str) -> Result<Option<Branch>> {
        self.0.call(&operation::GET_BRANCH).segment(name).find().await
    }
}
