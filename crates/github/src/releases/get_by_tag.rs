use super::{Release, Releases};
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// The published release of a tag; `None` if there is none. A draft is never found so: [`list`](Self::list) it.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get_by_tag(&self, tag: &str) -> Result<Option<Release>> {
        self.0.call(&operation::GET_RELEASE_BY_TAG).segment(tag).find().await
    }
}
