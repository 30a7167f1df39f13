//! Refs: branches and tags as names of commits.

mod create;
mod delete;
mod get;
mod list;
mod update;

use serde::Deserialize;

pub use update::Force;

crate::handle! {
    /// Refs of a repository. Names are without `refs/`: `heads/main`, `tags/v1.2.3`.
    Refs
}

/// A name of an object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Ref {
    /// The whole name: `refs/tags/v1.2.3`.
    #[serde(rename = "ref")]
    pub name: String,
    /// What it names: a commit, or the object of an annotated tag.
    pub object: Object,
}

/// What a ref or a tag names.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Object {
    /// Its hash.
    pub sha: String,
    /// `commit`, `tag`, `tree` or `blob`.
    pub r#type: String,
}
