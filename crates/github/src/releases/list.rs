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
}
