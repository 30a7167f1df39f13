//! `release`: a release was made, published, changed or deleted.

use serde::Deserialize;

use super::common::{User, or_default};

/// The payload of `release`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ReleaseEvent {
    /// `published`, `released`, `prereleased`, `created`, `edited`, `deleted`, `unpublished`.
    #[serde(default, deserialize_with = "or_default")]
    pub action: String,
    /// The release.
    pub release: Release,
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Release {
    /// Its number.
    pub id: u64,
    /// Its tag; a draft's need not be there.
    pub tag_name: String,
    /// Branch or commit the tag is made at, if it is not there yet.
    pub target_commitish: Option<String>,
    /// Its title.
    pub name: Option<String>,
    /// Its notes, Markdown.
    pub body: Option<String>,
    /// Whether only those who may write see it.
    #[serde(default, deserialize_with = "or_default")]
    pub draft: bool,
    /// Whether it is not for everyone.
    #[serde(default, deserialize_with = "or_default")]
    pub prerelease: bool,
    /// Its page.
    pub html_url: Option<String>,
    /// When it was published, in RFC 3339.
    pub published_at: Option<String>,
    /// Who made it.
    pub author: Option<User>,
    /// Its files.
    #[serde(default, deserialize_with = "or_default")]
    pub assets: Vec<Asset>,
}

/// A file of a release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Asset {
    /// Its number.
    pub id: u64,
    /// Its name.
    pub name: String,
    /// Bytes.
    pub size: Option<u64>,
    /// Such as `sha256:…`.
    pub digest: Option<String>,
    /// Where it is downloaded.
    pub browser_download_url: Option<String>,
}
