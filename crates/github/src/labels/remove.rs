use super::Labels;
use crate::error::Result;
use crate::operation;

impl Labels<'_> {
    /// Takes a label off an issue or a pull request.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn remove(&self, number: u64, label: &str) -> Result<()> {
        self.0.call(&operation::REMOVE_LABEL).segment(number).segment(label).done().await
    }
}
