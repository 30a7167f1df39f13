//! Files as they stand on a ref.

mod get;

crate::handle! {
    /// Files of a repository.
    Contents
}

/// A file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path from the repository's root.
    pub path: String,
    /// The hash of its blob.
    pub sha: String,
    /// What is in it.
    pub bytes: Vec<u8>,
}
