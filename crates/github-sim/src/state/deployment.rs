//! Deployments, environments, check runs and commit statuses.

use serde_json::Value;

/// A deployment.
#[derive(Debug, Clone)]
pub(crate) struct Deployment {
    pub(crate) id: u64,
    pub(crate) sha: String,
    pub(crate) reference: String,
    pub(crate) task: String,
    pub(crate) payload: Value,
    /// The one that it was made for: a status can name another.
    pub(crate) original_environment: String,
    pub(crate) description: Option<String>,
    pub(crate) transient: bool,
    pub(crate) production: bool,
    pub(crate) creator: String,
    pub(crate) created_at: i64,
    pub(crate) updated_at: i64,
    /// The oldest first.
    pub(crate) statuses: Vec<DeploymentStatus>,
}

impl Deployment {
    /// That of its last status.
    pub(crate) fn environment(&self) -> &str {
        self.statuses.last().map_or(&self.original_environment, |status| &status.environment)
    }

    /// The state of its last status.
    pub(crate) fn state(&self) -> &str {
        self.statuses.last().map_or("pending", |status| &status.state)
    }
}

/// A status of a deployment.
#[derive(Debug, Clone)]
pub(crate) struct DeploymentStatus {
    pub(crate) id: u64,
    pub(crate) state: String,
    pub(crate) description: String,
    pub(crate) environment: String,
    pub(crate) environment_url: String,
    pub(crate) log_url: String,
    pub(crate) creator: String,
    pub(crate) created_at: i64,
}

/// An environment.
#[derive(Debug, Clone)]
pub(crate) struct Environment {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) created_at: i64,
}

impl Environment {
    /// Whether it goes by this name, in upper or lower case.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }
}

/// A check run: its fields as they were sent.
#[derive(Debug, Clone)]
pub(crate) struct CheckRun {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) sha: String,
    pub(crate) status: String,
    pub(crate) conclusion: Option<String>,
    pub(crate) details_url: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) title: Option<String>,
    pub(crate) summary: Option<String>,
    pub(crate) text: Option<String>,
    pub(crate) annotations: Vec<Value>,
    pub(crate) started_at: Option<String>,
    pub(crate) completed_at: Option<String>,
}

/// A commit status.
#[derive(Debug, Clone)]
pub(crate) struct CommitStatus {
    pub(crate) id: u64,
    pub(crate) sha: String,
    pub(crate) state: String,
    pub(crate) context: String,
    pub(crate) description: Option<String>,
    pub(crate) target_url: Option<String>,
    pub(crate) creator: String,
    pub(crate) created_at: i64,
}
