use serde::Serialize;

use super::{MakeLatest, Release, Releases};
use crate::error::Result;
use crate::operation;

/// Fields to change; the others stay.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct ReleaseChange {
    /// The tag.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tag_name: Option<String>,
    /// The branch or commit on which the tag is made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_commitish: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The notes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether it is a draft: `false` publishes it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub draft: Option<bool>,
    /// Whether it is marked as not ready for production.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prerelease: Option<bool>,
    /// A discussion is begun in this category.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discussion_category_name: Option<String>,
    /// Whether it is shown first.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make_latest: Option<MakeLatest>,
}

impl Releases<'_> {
    /// Changes fields of a release; `draft: Some(false)` publishes it.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn update(&self, id: u64, change: &ReleaseChange) -> Result<Release> {
        self.0.call(&operation::UPDATE_RELEASE).segment(id).body(change).fetch().await
    }
}
