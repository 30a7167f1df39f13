use super::Releases;
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// Deletes a file of a release.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn delete_asset(&self, asset: u64) -> Result<()> {
        self.0.call(&operation::DELETE_ASSET).segment(asset).done().await
    }
}
