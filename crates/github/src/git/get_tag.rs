use super::{Git, Tag};
use crate::error::Result;
use crate::operation;

impl Git<'_> {
    /// An annotated tag by the hash of its own object; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn tag(&self, sha: &str) -> Result<Option<Tag>> {
        self.0.call(&operation::GET_TAG).segment(sha).find().await
    }
}
