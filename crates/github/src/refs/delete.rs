use super::Refs;
use crate::error::Result;
use crate::operation;

impl Refs<'_> {
    /// Deletes a ref.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete(&self, name: &str) -> Result<()> {
        self.0.call(&operation::DELETE_REF).rest(name).done().await
    }
}
