//! What every comment can: hidden behind a line that says why, and shown again. It works on comments of issues,
//! pull requests, commits and discussions alike, by their `node_id`.

mod edits;
mod hidden;
mod minimize;
mod unminimize;

use serde::Serialize;

crate::handle! {
    /// Comments of a repository, wherever they stand.
    Comments
}

/// Why a comment is hidden: GraphQL's `ReportedContentClassifiers`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Classifier {
    /// It harasses.
    Abuse,
    /// It stands elsewhere, too.
    Duplicate,
    /// It does not belong there.
    OffTopic,
    /// It no longer holds.
    Outdated,
    /// It is done.
    Resolved,
    /// It is advertising.
    Spam,
}

impl Classifier {
    /// All of them.
    pub const ALL: [Self; 6] =
        [Self::Abuse, Self::Duplicate, Self::OffTopic, Self::Outdated, Self::Resolved, Self::Spam];

    /// The word that GitHub gives back as a comment's `minimizedReason`: written differently than what is sent.
    #[must_use]
    pub const fn reason(self) -> &'static str {
        match self {
            Self::Abuse => "abuse",
            Self::Duplicate => "duplicate",
            Self::OffTopic => "off-topic",
            Self::Outdated => "outdated",
            Self::Resolved => "resolved",
            Self::Spam => "spam",
        }
    }
}
