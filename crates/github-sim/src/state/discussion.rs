//! Discussions.

use super::Reaction;
use super::comment::keep;

/// A discussion. It shares its count of numbers with issues and pull requests.
#[derive(Debug, Clone)]
pub(crate) struct Discussion {
    pub(crate) id: u64,
    pub(crate) number: u64,
    pub(crate) title: String,
    pub(crate) body: String,
    /// The name of its category.
    pub(crate) category: String,
    pub(crate) author: String,
    pub(crate) created_at: i64,
    /// The oldest first.
    pub(crate) comments: Vec<DiscussionComment>,
}

/// A comment under a discussion; there are no replies to it.
#[derive(Debug, Clone)]
pub(crate) struct DiscussionComment {
    pub(crate) id: u64,
    pub(crate) body: String,
    pub(crate) author: String,
    pub(crate) minimized: Option<String>,
    /// What it said after each edit, the first text included; none if it was never edited.
    pub(crate) edits: Vec<String>,
    pub(crate) reactions: Vec<Reaction>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
}

impl DiscussionComment {
    /// Takes another text; what it said before is kept.
    pub(crate) fn edit(&mut self, body: &str, now: i64) {
        keep(&mut self.edits, &mut self.body, body);
        self.updated_at = now;
    }
}
