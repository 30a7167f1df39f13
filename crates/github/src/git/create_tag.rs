use serde::Serialize;

use super::{Git, Signature, Tag};
use crate::error::Result;
use crate::operation;

/// An annotated tag to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewTag {
    /// The name, without `refs/tags/`.
    pub tag: String,
    /// The message.
    pub message: String,
    /// The hash of what is tagged.
    pub object: String,
    /// What that is: `commit`.
    pub r#type: &'static str,
    /// Who tags; the token's owner if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tagger: Option<Signature>,
}

impl NewTag {
    /// A tag of a commit.
    #[must_use]
    pub fn of_commit(tag: &str, message: &str, sha: &str) -> Self {
        let (tag, message, object) = (tag.to_owned(), message.to_owned(), sha.to_owned());
        Self { tag, message, object, r#type: "commit", tagger: None }
    }
}

impl Git<'_> {
    /// An annotated tag's object. It shows nowhere until a ref names it: see [`Refs::create`](crate::refs::Refs::create).
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_tag(&self, new: &NewTag) -> Result<Tag> {
        self.0.call(&operation::CREATE_TAG).body(new).fetch().await
    }
}
