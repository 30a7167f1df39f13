use super::{Release, Releases};
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// The release that GitHub shows first; `None` if none is published.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn latest(&self) -> Result<Option<Release>> {
        self.0.call(&operation::GET_LATEST_RELEASE).find().await
    }
}
