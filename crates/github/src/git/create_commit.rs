use serde::Serialize;

use super::{Git, GitCommit, Signature};
use crate::error::Result;
use crate::operation;

/// A commit to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewCommit {
    /// The whole message.
    pub message: String,
    /// The folder's hash.
    pub tree: String,
    /// The commits before it.
    pub parents: Vec<String>,
    /// Who wrote it; the token's owner if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub author: Option<Signature>,
    /// Who committed it; the author if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committer: Option<Signature>,
}

impl Git<'_> {
    /// A new commit's object, on no branch yet. Without author and committer GitHub signs it as the token's owner.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_commit(&self, new: &NewCommit) -> Result<GitCommit> {
        self.0.call(&operation::CREATE_GIT_COMMIT).body(new).fetch().await
    }
}
