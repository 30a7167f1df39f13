use super::{Details, Repo};
use crate::error::Result;
use crate::operation;

impl Repo {
    /// What the repository is. One that was renamed answers with its new name: see
    /// [`Details::is_renamed_from`].
    ///
    /// # Errors
    /// [`Kind::NotFound`](crate::Kind::NotFound) if there is none that the token may see; else see
    /// [`Kind`](crate::Kind).
    pub async fn get(&self) -> Result<Details> {
        self.call(&operation::GET_REPOSITORY).fetch().await
    }
}
