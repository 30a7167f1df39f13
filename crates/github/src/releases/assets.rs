use super::{Asset, Releases};
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// All files of a release, those that are not whole as well.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn assets(&self, release: u64) -> Result<Vec<Asset>> {
        self.0.call(&operation::LIST_ASSETS).segment(release).pages().await
    }
}
