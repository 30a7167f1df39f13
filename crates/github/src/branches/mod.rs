//! Branches.

mod get;

use serde::Deserialize;

use crate::git::Hash;

crate::handle! {
    /// Branches of a repository.
    Branches
}

/// A branch.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Branch {
    /// Its name.
    pub name: String,
    /// Its head.
    pub commit: Hash,
    /// Whether rules guard it. They may let this token pass all the same.
    #[serde(default)]
    pub protected: bool,
}
