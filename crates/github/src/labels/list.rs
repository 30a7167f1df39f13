use super::{Label, Labels};
use crate::error::Result;
use crate::operation;

impl Labels<'_> {
    /// All labels of the repository.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self) -> Result<Vec<Label>> {
        self.0.call(&operation::LIST_LABELS).pages().await
    }
}
