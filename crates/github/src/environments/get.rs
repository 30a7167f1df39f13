use super::{Environment, Environments};
use crate::error::Result;
use crate::operation;

impl Environments<'_> {
    /// An environment; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, name: &str) -> Result<Option<Environment>> {
        self.0.call(&operation::GET_ENVIRONMENT).segment(name).find().await
    }
}
