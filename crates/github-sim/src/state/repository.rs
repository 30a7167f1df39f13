//! The repository itself, and where it is reached.

use super::MergeSettings;

/// The one repository that is served.
#[derive(Debug, Clone)]
pub(crate) struct Repository {
    pub(crate) id: u64,
    pub(crate) owner: String,
    pub(crate) name: String,
    /// `owner/name` it went by before it was renamed.
    pub(crate) former: Vec<String>,
    pub(crate) private: bool,
    pub(crate) archived: bool,
    pub(crate) description: Option<String>,
    pub(crate) immutable_releases: bool,
    /// Categories that a release's discussion may be in.
    pub(crate) discussions: Vec<String>,
    pub(crate) merging: MergeSettings,
    /// Seconds since 1970.
    pub(crate) created_at: i64,
}

impl Repository {
    pub(crate) fn full_name(&self) -> String {
        format!("{}/{}", self.owner, self.name)
    }

    /// Names do not differ by case.
    pub(crate) fn is(&self, owner: &str, name: &str) -> bool {
        self.owner.eq_ignore_ascii_case(owner) && self.name.eq_ignore_ascii_case(name)
    }

    pub(crate) fn was(&self, owner: &str, name: &str) -> bool {
        let asked = format!("{owner}/{name}");
        self.former.iter().any(|former| former.eq_ignore_ascii_case(&asked))
    }
}

/// The addresses, without a slash at the end.
#[derive(Debug, Clone)]
pub(crate) struct Urls {
    pub(crate) api: String,
    pub(crate) uploads: String,
    /// Of pages that a person opens.
    pub(crate) server: String,
}
