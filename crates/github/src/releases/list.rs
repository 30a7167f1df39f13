use super::{Release, Releases};
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// All releases, the newest first; with drafts, if the token may write.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self) -> Result<Vec<Release>> {
        self.0.call(&operation::LIST_RELEASES).pages().await
    }

    /// The newest releases, so many at most: those that were just made, and drafts, stand first.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn recent(&self, most: usize) -> Result<Vec<Release>> {
        self.0.call(&operation::LIST_RELEASES).pages_up_to(most).await
    }
}
