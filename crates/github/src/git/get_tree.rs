use super::{Git, Tree};
use crate::error::Result;
use crate::operation;

impl Git<'_> {
    /// A folder by its hash or a commit's, with all that is below it if `recursive`; `None` if there is none.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn tree(&self, sha: &str, recursive: bool) -> Result<Option<Tree>> {
        let recursive = recursive.then_some(1);
        self.0.call(&operation::GET_TREE).segment(sha).maybe("recursive", recursive).find().await
    }
}
