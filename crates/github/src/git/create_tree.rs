use serde::Serialize;

use super::{Git, Tree};
use crate::error::Result;
use crate::operation;

/// A line of a folder to make.
#[derive(Debug, Clone, Serialize)]
pub struct NewEntry {
    /// The path from the repository's root.
    pub path: String,
    /// As in [`Entry::mode`](super::Entry::mode).
    pub mode: &'static str,
    /// `blob`, `tree` or `commit`.
    pub r#type: &'static str,
    /// What stands there.
    #[serde(flatten)]
    pub object: NewObject,
}

/// What a line of a folder is to hold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum NewObject {
    /// The object of this hash; `None` takes the file away.
    Sha(Option<String>),
    /// A file with this text.
    Content(String),
}

#[derive(Serialize)]
struct NewTree<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    base_tree: Option<&'a str>,
    tree: &'a [NewEntry],
}

impl Git<'_> {
    /// A folder's object: `base`, with these entries changed.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create_tree(&self, base: Option<&str>, entries: &[NewEntry]) -> Result<Tree> {
        let body = NewTree { base_tree: base, tree: entries };
        self.0.call(&operation::CREATE_TREE).body(&body).fetch().await
    }
}
