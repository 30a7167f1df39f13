use serde::Serialize;

use super::{Deployment, Deployments};
use crate::error::Result;
use crate::operation;

/// A deployment to make.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct NewDeployment {
    /// The branch, tag or commit.
    #[serde(rename = "ref")]
    pub name: String,
    /// `deploy` if not given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub task: Option<String>,
    /// Whether GitHub merges the default branch into it first. Say no: it makes commits.
    pub auto_merge: bool,
    /// The statuses that have to be green; all if not given, none if empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub required_contexts: Option<Vec<String>>,
    /// Whatever is to be noted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub payload: Option<serde_json::Value>,
    /// Where to.
    pub environment: String,
    /// What it is about, 140 characters at most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the environment will be gone some day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transient_environment: Option<bool>,
    /// Whether users meet it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub production_environment: Option<bool>,
}

impl Deployments<'_> {
    /// A new deployment. 409 means that a required status is missing, or that the branch could not be merged.
    ///
    /// # Errors
    /// See [`Kind`](crate::Kind).
    pub async fn create(&self, new: &NewDeployment) -> Result<Deployment> {
        self.0.call(&operation::CREATE_DEPLOYMENT).body(new).fetch().await
    }
}
