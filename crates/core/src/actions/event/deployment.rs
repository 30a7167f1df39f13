//! `deployment` and `deployment_status`.

use serde::Deserialize;
use serde_json::Value;

use super::common::{User, given, or_default};

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
    #[serde(default, deserialize_with = "given")]
    pub description: Option<String>,
    /// Who made it.
    pub creator: Option<User>,
    /// What its maker attached: an object, or text.
    #[serde(default)]
    pub payload: Value,
    /// When it was made, in RFC 3339.
    pub created_at: Option<String>,
    /// Whether the environment will be gone some day.
    #[serde(default, deserialize_with = "or_default")]
    pub transient_environment: bool,
    /// Whether users meet it.
    #[serde(default, deserialize_with = "or_default")]
    pub production_environment: bool,
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
    #[serde(default, deserialize_with = "given")]
    pub description: Option<String>,
    /// Such as `production`.
    #[serde(default, deserialize_with = "given")]
    pub environment: Option<String>,
    /// Where what was deployed can be seen.
    #[serde(default, deserialize_with = "given")]
    pub environment_url: Option<String>,
    /// What GitHub had before the two others: the log's address, but to some providers that of what was deployed.
    #[serde(default, deserialize_with = "given")]
    pub target_url: Option<String>,
    /// Where the log can be read.
    #[serde(default, deserialize_with = "given")]
    pub log_url: Option<String>,
    /// When it was set, in RFC 3339.
    pub created_at: Option<String>,
    /// Who made it.
    pub creator: Option<User>,
}
