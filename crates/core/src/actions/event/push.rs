//! `push`: a branch or tag was made, moved or deleted.

use serde::Deserialize;

use super::common::{Commit, or_default};

/// The object id of a ref that is not there, before it is made or after it is deleted.
const ZERO: &str = "0000000000000000000000000000000000000000";

/// The payload of `push`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct PushEvent {
    /// Such as `refs/heads/main` or `refs/tags/v1.2.0`.
    pub r#ref: String,
    /// Where it stood; see [`PushEvent::before`].
    before: String,
    /// Where it stands; see [`PushEvent::after`].
    after: String,
    /// Whether it is new.
    #[serde(default, deserialize_with = "or_default")]
    pub created: bool,
    /// Whether it is gone.
    #[serde(default, deserialize_with = "or_default")]
    pub deleted: bool,
    /// Whether commits were taken off it.
    #[serde(default, deserialize_with = "or_default")]
    pub forced: bool,
    /// The branch it was made from.
    pub base_ref: Option<String>,
    /// The comparison's page.
    pub compare: Option<String>,
    /// The new commits, oldest first; at most 2048, so for a range ask git.
    #[serde(default, deserialize_with = "or_default")]
    pub commits: Vec<Commit>,
    /// The commit it stands at; none of a deleted ref.
    pub head_commit: Option<Commit>,
}

impl PushEvent {
    /// The object id it stood at, if it was there.
    #[must_use]
    pub fn before(&self) -> Option<&str> {
        known(&self.before)
    }

    /// The object id it stands at, if it is still there.
    #[must_use]
    pub fn after(&self) -> Option<&str> {
        known(&self.after)
    }

    /// The branch's name.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        self.r#ref.strip_prefix("refs/heads/")
    }

    /// The tag's name.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        self.r#ref.strip_prefix("refs/tags/")
    }
}

fn known(id: &str) -> Option<&str> {
    // With SHA-256 the zeros are 64.
    (!id.is_empty() && !id.starts_with(ZERO)).then_some(id)
}
