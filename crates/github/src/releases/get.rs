use super::{Release, Releases};
use crate::error::Result;
use crate::operation;

impl Releases<'_> {
    /// A release by its number, drafts too; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, id: u64) -> Result<Option<Release>> {
        self.0.call(&operation::GET_RELEASE).segment(id).find().await
    }
}
