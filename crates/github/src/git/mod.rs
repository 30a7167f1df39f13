//! Git's own objects: commits, annotated tags, trees, blobs.

mod create_blob;
mod create_commit;
mod create_tag;
mod create_tree;
mod get_commit;
mod get_tag;
mod get_tree;

use serde::{Deserialize, Serialize};

pub use create_commit::NewCommit;
pub use create_tag::NewTag;
pub use create_tree::{NewEntry, NewObject};

use crate::refs::Object;

crate::handle! {
    /// Objects of a repository's git.
    Git
}

/// An annotated tag.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Tag {
    /// The hash of the tag's own object: what `refs/tags/…` has to name.
    pub sha: String,
    /// The name, without `refs/tags/`.
    pub tag: String,
    /// The message.
    #[serde(default)]
    pub message: String,
    /// What it is a tag of.
    pub object: Object,
}

/// A commit's object.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct GitCommit {
    /// Its hash.
    pub sha: String,
    /// The whole message.
    #[serde(default)]
    pub message: String,
    /// Its folder.
    pub tree: Hash,
    /// The commits before it.
    #[serde(default)]
    pub parents: Vec<Hash>,
    /// When it was committed, and by whom.
    pub committer: Signature,
}

/// A hash.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Hash {
    /// It.
    pub sha: String,
}

/// A name and a moment, as git writes them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Name.
    pub name: String,
    /// E-mail address.
    pub email: String,
    /// RFC 3339; now, if it is not given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
}

/// A folder.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct Tree {
    /// Its hash.
    pub sha: String,
    /// What is in it.
    #[serde(default)]
    pub tree: Vec<Entry>,
    /// Whether there was more than GitHub lists: 100,000 entries or 7 MB.
    #[serde(default)]
    pub truncated: bool,
}

/// A line of a folder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// The path, from the folder that was asked for.
    pub path: String,
    /// `100644`, `100755` executable, `120000` link, `040000` folder, `160000` submodule.
    pub mode: String,
    /// `blob`, `tree` or `commit`.
    pub r#type: String,
    /// The hash.
    pub sha: String,
    /// Bytes, of a file.
    #[serde(default)]
    pub size: Option<u64>,
}
