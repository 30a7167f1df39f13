use super::{Ref, Refs};
use crate::error::Result;
use crate::operation;

impl Refs<'_> {
    /// A ref; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn get(&self, name: &str) -> Result<Option<Ref>> {
        let found: Option<Ref> = self.0.call(&operation::GET_REF).rest(name).find().await?;
        // Old servers answer with the names that merely begin so.
        Ok(found.filter(|found| found.name.strip_prefix("refs/") == Some(name)))
    }
}
