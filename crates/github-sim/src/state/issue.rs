//! Issues, pull requests, labels and milestones.

/// An issue; with `pull`, a pull request. They share their numbers.
#[derive(Debug, Clone)]
pub(crate) struct Issue {
    pub(crate) id: u64,
    pub(crate) number: u64,
    pub(crate) title: String,
    pub(crate) body: Option<String>,
    pub(crate) open: bool,
    pub(crate) reason: Option<String>,
    pub(crate) locked: bool,
    pub(crate) author: String,
    pub(crate) labels: Vec<String>,
    pub(crate) assignees: Vec<String>,
    /// The milestone's number.
    pub(crate) milestone: Option<u64>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) closed_at: Option<i64>,
    pub(crate) pull: Option<Pull>,
}

/// What a pull request has besides.
#[derive(Debug, Clone)]
pub(crate) struct Pull {
    /// The branch it comes from.
    pub(crate) head: String,
    /// `owner/name` of the fork it comes from.
    pub(crate) fork: Option<String>,
    /// The last known commit of the branch: the branch may be gone.
    pub(crate) head_sha: String,
    /// The branch it goes to.
    pub(crate) base: String,
    pub(crate) base_sha: String,
    pub(crate) draft: bool,
    pub(crate) merged_at: Option<i64>,
    pub(crate) merged_by: Option<String>,
    pub(crate) merge_sha: Option<String>,
    /// Closed because its branch was set to its base: GitHub does not open it again.
    pub(crate) emptied: bool,
}

/// A label.
#[derive(Debug, Clone)]
pub(crate) struct Label {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) color: String,
    pub(crate) description: Option<String>,
}

/// A milestone.
#[derive(Debug, Clone)]
pub(crate) struct Milestone {
    pub(crate) id: u64,
    pub(crate) number: u64,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) open: bool,
    pub(crate) creator: String,
    pub(crate) due_on: Option<String>,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    pub(crate) closed_at: Option<i64>,
}
