use super::{Combined, Status, Statuses};
use crate::error::Result;
use crate::operation;

impl Statuses<'_> {
    /// The statuses of a commit, branch or tag.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn combined(&self, name: &str) -> Result<Combined> {
        let call = self.0.call(&operation::GET_COMBINED_STATUS).rest(name);
        let (first, statuses): (Combined, Vec<Status>) = call.pages_beside("statuses").await?;
        Ok(Combined { statuses, ..first })
    }
}
