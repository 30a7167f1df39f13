use super::{Environment, Environments};
use crate::error::Result;
use crate::operation;

impl Environments<'_> {
    /// All environments.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self) -> Result<Vec<Environment>> {
        self.0.call(&operation::LIST_ENVIRONMENTS).pages_of("environments").await
    }
}
