//! Releases and their files.

mod assets;
mod create;
mod delete;
mod delete_asset;
mod get;
mod get_by_tag;
mod latest;
mod list;
mod update;
mod upload;

use serde::{Deserialize, Serialize};

use crate::User;

pub use asset::{Asset, AssetState};
pub use create::NewRelease;
pub use update::ReleaseChange;
pub use upload::Upload;

mod asset;

crate::handle! {
    /// Releases of a repository.
    Releases
}

/// A release.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Release {
    /// Its number.
    pub id: u64,
    /// The tag. A draft's need not exist yet.
    pub tag_name: String,
    /// The branch or commit on which publishing makes the tag, if there is none.
    #[serde(default)]
    pub target_commitish: String,
    /// The title.
    #[serde(default)]
    pub name: Option<String>,
    /// The notes, in Markdown.
    #[serde(default)]
    pub body: Option<String>,
    /// Whether only those who may write see it.
    #[serde(default)]
    pub draft: bool,
    /// Whether it is marked as not ready for production.
    #[serde(default)]
    pub prerelease: bool,
    /// Whether tag and files are locked. Servers before this feature do not say.
    #[serde(default)]
    pub immutable: bool,
    /// Its page.
    pub html_url: String,
    /// Where files go: a template that ends in `{?name,label}`, mostly on another server than the API.
    pub upload_url: String,
    /// RFC 3339; of a draft, the moment of its commit.
    #[serde(default)]
    pub created_at: Option<String>,
    /// RFC 3339; none of a draft.
    #[serde(default)]
    pub published_at: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub author: Option<User>,
    /// Its files, 30 at most: see [`Releases::assets`].
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// Its discussion's page.
    #[serde(default)]
    pub discussion_url: Option<String>,
}

/// Whether a release becomes the one that GitHub shows first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum MakeLatest {
    /// It does.
    True,
    /// It does not.
    False,
    /// It does if its date and version are the highest.
    Legacy,
}

/// Bytes of the notes that GitHub accepts: "body is too long (maximum is 125000 characters)".
pub const BODY_LIMIT: usize = 125_000;
