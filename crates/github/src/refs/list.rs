use super::{Ref, Refs};
use crate::error::Result;
use crate::operation;

impl Refs<'_> {
    /// All refs that begin with a text, such as `tags/v1`. The text is no folder: `tags/v1` finds `tags/v10`, too.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn list(&self, start: &str) -> Result<Vec<Ref>> {
        self.0.call(&operation::LIST_REFS).rest(start).fetch().await
    }
}
