//! Deployments and their statuses.

mod create;
mod create_status;
mod delete;
mod list;
mod recorded;
mod statuses;

use serde::{Deserialize, Serialize};

use crate::User;

pub use create::NewDeployment;
pub use create_status::NewStatus;
pub use list::Filter;
pub use recorded::{PullState, Record, Recorded, RecordedStatus};

crate::handle! {
    /// Deployments of a repository.
    Deployments
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Deployment {
    /// Its number.
    pub id: u64,
    /// The commit.
    pub sha: String,
    /// The branch, tag or commit that was asked for.
    #[serde(rename = "ref")]
    pub name: String,
    /// `deploy`, or what its maker called it.
    #[serde(default)]
    pub task: String,
    /// Where to.
    pub environment: String,
    /// What it is about.
    #[serde(default)]
    pub description: Option<String>,
    /// Who made it.
    #[serde(default)]
    pub creator: Option<User>,
    /// Whatever its maker noted.
    #[serde(default)]
    pub payload: serde_json::Value,
    /// RFC 3339.
    #[serde(default)]
    pub created_at: Option<String>,
    /// Whether the environment will be gone some day.
    #[serde(default)]
    pub transient_environment: Option<bool>,
    /// Whether users meet it.
    #[serde(default)]
    pub production_environment: Option<bool>,
}

/// How a deployment stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Status {
    /// Its number.
    pub id: u64,
    /// How it stands.
    pub state: State,
    /// Words for it.
    #[serde(default)]
    pub description: Option<String>,
    /// Where it can be seen.
    #[serde(default)]
    pub environment_url: Option<String>,
    /// Where its log is.
    #[serde(default)]
    pub log_url: Option<String>,
    /// RFC 3339.
    #[serde(default)]
    pub created_at: Option<String>,
}

/// How a deployment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It could not be tried.
    Error,
    /// It was tried and did not work.
    Failure,
    /// Another one stands in its place, or it was taken down.
    Inactive,
    /// It is under way.
    InProgress,
    /// It waits for its turn.
    Queued,
    /// It waits for something.
    Pending,
    /// It runs.
    Success,
}
