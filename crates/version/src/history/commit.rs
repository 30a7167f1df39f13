//! A commit as the plan sees it: plain data, without the repository.

use deploy_kit_git::Id;
use serde::Serialize;

/// The parts of a commit that decide a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Commit {
    /// Its object name.
    pub id: Id,
    /// The object names of its parents.
    pub parents: Vec<Id>,
    /// The whole message.
    pub message: String,
    /// The paths that differ from its first parent; empty where no package asks for paths.
    pub paths: Vec<String>,
}
