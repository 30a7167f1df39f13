use super::Releases;
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// Deletes a release. Its tag stays.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete(&self, id: u64) -> Result<()> {
        self.0.call(&operation::DELETE_RELEASE).segment(id).done().await
    }
}
