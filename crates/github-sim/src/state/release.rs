//! Releases and their assets.

use std::path::PathBuf;

/// A release.
#[derive(Debug, Clone)]
pub(crate) struct Release {
    pub(crate) id: u64,
    pub(crate) tag: String,
    /// The branch or commit that the tag is made at, if it is not there.
    pub(crate) target: String,
    pub(crate) name: Option<String>,
    pub(crate) body: Option<String>,
    pub(crate) draft: bool,
    pub(crate) prerelease: bool,
    /// Set on publishing, if the repository asks for it.
    pub(crate) immutable: bool,
    pub(crate) author: String,
    /// Seconds since 1970, as all times are.
    pub(crate) created_at: i64,
    pub(crate) published_at: Option<i64>,
    /// Its discussion's number.
    pub(crate) discussion: Option<u64>,
    pub(crate) assets: Vec<Asset>,
}

impl Release {
    /// What stands in its page's address: a draft has no tag there.
    pub(crate) fn slug(&self) -> String {
        if self.draft { format!("untagged-{:020x}", self.id) } else { self.tag.clone() }
    }
}

/// A file of a release.
#[derive(Debug, Clone)]
pub(crate) struct Asset {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) label: Option<String>,
    pub(crate) content_type: String,
    /// False for what broke off: the state `starter`.
    pub(crate) complete: bool,
    /// In bytes.
    pub(crate) size: u64,
    /// `sha256:` and the digits.
    pub(crate) digest: String,
    pub(crate) file: PathBuf,
    pub(crate) downloads: u64,
    pub(crate) uploader: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}
