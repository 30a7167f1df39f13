//! Runs of workflows, and the artifacts that they left.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::{Deserialize, Deserializer};

/// A run of a workflow that is to be put in place: nothing here runs one.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct WorkflowRun {
    /// The workflow's name.
    pub name: String,
    /// The event that started it.
    pub event: String,
    /// The commit that it ran on. It need not be there: a fork's is not.
    pub head_sha: String,
    /// The branch of that commit.
    pub head_branch: String,
    /// `owner/name` of the fork that the branch is in.
    pub fork: Option<String>,
    /// How it ended.
    pub conclusion: String,
    /// What it left.
    pub artifacts: Vec<WorkflowArtifact>,
}

impl Default for WorkflowRun {
    fn default() -> Self {
        Self {
            name: "CI".to_owned(),
            event: "pull_request".to_owned(),
            head_sha: String::new(),
            head_branch: String::new(),
            fork: None,
            conclusion: "success".to_owned(),
            artifacts: Vec::new(),
        }
    }
}

/// An artifact of such a run.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(default)]
pub struct WorkflowArtifact {
    /// Its name.
    pub name: String,
    /// The archive as it is downloaded, which need not be a sound one; in JSON, in Base64.
    #[serde(deserialize_with = "base64")]
    pub zip: Vec<u8>,
    /// Whether it is past its retention.
    pub expired: bool,
}

fn base64<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u8>, D::Error> {
    STANDARD.decode(String::deserialize(deserializer)?).map_err(serde::de::Error::custom)
}

/// A run.
#[derive(Debug, Clone)]
pub(crate) struct Run {
    pub(crate) id: u64,
    /// Counted from 1.
    pub(crate) number: u64,
    pub(crate) of: WorkflowRun,
    pub(crate) created_at: i64,
    pub(crate) artifacts: Vec<Artifact>,
}

/// What it left.
#[derive(Debug, Clone)]
pub(crate) struct Artifact {
    pub(crate) id: u64,
    pub(crate) name: String,
    pub(crate) zip: Vec<u8>,
    pub(crate) expired: bool,
}
