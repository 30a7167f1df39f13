use super::{Commit, Commits};
use crate::error::{Error, Kind, Result};
use crate::operation;

impl Commits<'_> {
    /// A commit by hash, branch or tag; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`].
    pub async fn get(&self, name: &str) -> Result<Option<Commit>> {
        match self.0.call(&operation::GET_COMMIT).rest(name).find().await {
            // To a hash that it does not know GitHub says 422: "No commit found for SHA".
            Err(error) if is_unknown(&error) => Ok(None),
            result => result,
        }
    }
}

fn is_unknown(error: &Error) -> bool {
    matches!(error.kind(), Kind::Validation { message, .. } if message.starts_with("No commit found"))
}
