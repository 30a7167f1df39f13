//! `deployment` and `deployment_status`.

use serde::Deserialize;
use serde_json::Value;

use super::common::{User, or_default};

/// The payload of `deployment`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DeploymentEvent {
    /// The deployment.
    pub deployment: Deployment,
}

/// The payload of `deployment_status`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct DeploymentStatusEvent {
    /// What became of it.
    pub deployment_status: DeploymentStatus,
    /// The deployment.
    pub deployment: Deployment,
}

/// A deployment.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Deployment {
    /// Its number.
    pub id: u64,
    /// Branch, tag or commit as it was asked for.
    pub r#ref: String,
    /// The commit.
    pub sha: String,
    /// Such as `deploy` or `deploy:migrations`.
    pub task: Option<String>,
    /// Such as `production`.
    #[serde(default, deserialize_with = "or_default")]
    pub environment: String,
    /// One line.
    pub description: Option<String>,
    /// Who made it.
    pub creator: Option<User>,
    /// What its maker attached: an object, or text.
    #[serde(default)]
    pub payload: Value,
}

/// A state of a deployment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct DeploymentStatus {
    /// Its number.
    pub id: u64,
    /// `queued`, `pending`, `in_progress`, `success`, `failure`, `error`, `inactive`.
    #[serde(default, deserialize_with = "or_default")]
    pub state: String,
    /// One line.
    pub description: Option<String>,
    /// Such as `production`.
    pub environment: Option<String>,
    /// Where what was deployed can be seen.
    pub environment_url: Option<String>,
    /// Where the log can be read.
    pub log_url: Option<String>,
    /// Who made it.
    pub creator: Option<User>,
}
