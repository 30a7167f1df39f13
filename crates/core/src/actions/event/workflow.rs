//! `workflow_run`, `workflow_dispatch` and `schedule`: runs that follow another, or no push.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::{Map, Value};

use super::common::{Commit, RepositoryInfo, User, or_default};

/// The payload of `workflow_run`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WorkflowRunEvent {
    /// `requested`, `in_progress` or `completed`.
    #[serde(default, deserialize_with = "or_default")]
    pub action: String,
    /// The other run.
    pub workflow_run: WorkflowRun,
}

/// A run of a workflow.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WorkflowRun {
    /// The run's number among all of GitHub's.
    pub id: u64,
    /// The workflow's name.
    pub name: Option<String>,
    /// What the run is listed as: a commit's or pull request's title.
    pub display_title: Option<String>,
    /// The workflow's file.
    pub path: Option<String>,
    /// The branch it ran for, which may be a fork's and bear any name.
    pub head_branch: Option<String>,
    /// The commit it ran for.
    pub head_sha: String,
    /// That commit.
    pub head_commit: Option<Commit>,
    /// The event that started it, such as `pull_request`.
    #[serde(default, deserialize_with = "or_default")]
    pub event: String,
    /// `queued`, `in_progress`, `completed`, …
    pub status: Option<String>,
    /// Once it is completed: `success`, `failure`, `cancelled`, …
    pub conclusion: Option<String>,
    /// Counted for each workflow.
    pub run_number: Option<u64>,
    /// Counted for each run.
    pub run_attempt: Option<u64>,
    /// Its page.
    pub html_url: Option<String>,
    /// Who started it.
    pub actor: Option<User>,
    /// The repository of the commit: a fork, maybe, or gone.
    pub head_repository: Option<RepositoryInfo>,
    /// The pull requests it ran for. *Empty for those from forks*: look for the open pull request
    /// whose head is `head_sha` instead.
    #[serde(default, deserialize_with = "or_default")]
    pub pull_requests: Vec<WorkflowRunPullRequest>,
}

/// A pull request as a run knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WorkflowRunPullRequest {
    /// Its number in its repository, which need not be this one.
    pub number: u64,
}

/// The payload of `workflow_dispatch`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct WorkflowDispatchEvent {
    /// The ref it was started for.
    pub r#ref: Option<String>,
    /// The workflow's file.
    pub workflow: Option<String>,
    /// The workflow's own inputs, as they were given.
    #[serde(default, deserialize_with = "or_default")]
    pub inputs: Map<String, Value>,
}

impl WorkflowDispatchEvent {
    /// The value of an input as text: GitHub gives strings, its API what the caller sent.
    #[must_use]
    pub fn input(&self, name: &str) -> Option<Cow<'_, str>> {
        match self.inputs.get(name)? {
            Value::Null => None,
            Value::String(text) if text.is_empty() => None,
            Value::String(text) => Some(Cow::Borrowed(text)),
            other => Some(Cow::Owned(other.to_string())),
        }
    }
}

/// The payload of `schedule`.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct ScheduleEvent {
    /// The line of cron that it answers to.
    pub schedule: Option<String>,
}
