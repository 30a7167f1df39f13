use serde::Serialize;

use super::{MakeLatest, Release, Releases};
use crate::error::Result;
use crate::operation;

/// A release to make.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct NewRelease {
    /// The tag.
    pub tag_name: String,
    /// The branch or commit on which the tag is made, if there is none; the default branch if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_commitish: Option<String>,
    /// The title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The notes, [`BODY_LIMIT`](super::BODY_LIMIT) at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub body: Option<String>,
    /// Whether it is not published yet.
    pub draft: bool,
    /// Whether it is marked as not ready for production.
    pub prerelease: bool,
    /// A discussion is begun in this category, when it is published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub discussion_category_name: Option<String>,
    /// Whether it is shown first; not for drafts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub make_latest: Option<MakeLatest>,
}

impl NewRelease {
    /// A release of a tag, without anything else.
    #[must_use]
    pub fn of(tag: &str) -> Self {
        Self { tag_name: tag.to_owned(), ..Self::default() }
    }
}

impl Releases<'_> {
    /// A new release. It is sent once; two with the same tag are possible as long as they are drafts:
    /// use [`converge`](crate::converge) with a marker in the body.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, new: &NewRelease) -> Result<Release> {
        self.0.call(&operation::CREATE_RELEASE).body(new).fetch().await
    }
}
