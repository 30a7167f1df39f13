//! What the run is about: told by its event, or by arguments.

use deploy_kit_comment::Origin;
use deploy_kit_core::actions::event::{DeploymentStatusEvent, Event, Payload, PullRequestEvent, WorkflowRun};

use crate::plan::TASK;
use crate::state::State;

/// What an event tells of a preview.
#[derive(Debug, Clone, Default)]
pub struct Subject {
    /// The pull request.
    pub number: Option<u64>,
    /// The commit that it is of.
    pub sha: Option<String>,
    /// Whether the pull request was closed.
    pub is_closed: bool,
    /// The run that this one follows, on `workflow_run`: GitHub knows its pull request.
    pub follows: Option<Box<WorkflowRun>>,
    /// What a provider has recorded, on `deployment_status`.
    pub recorded: Option<Recorded>,
    /// Whether it is about a merge queue's group, which has no preview.
    pub is_queue: bool,
    /// Whose pull request it is, for hints.
    pub origin: Origin,
}

/// What a provider such as Vercel has recorded on GitHub by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// The deployment's number.
    pub deployment: u64,
    /// The environment, by which several apps are told apart.
    pub environment: String,
    /// How it stands.
    pub state: State,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Where its log is.
    pub log_url: Option<String>,
    /// Whether it is one that this tool has recorded.
    pub is_own: bool,
}

impl Subject {
    /// Reads it from the event of this run.
    #[must_use]
    pub fn of(payload: Option<&Payload>) -> Self {
        let Some(payload) = payload else { return Self::default() };
        match &payload.event {
            Event::PullRequest(event) => Self::pull_request(event, &payload.name),
            Event::WorkflowRun(event) => Self {
                sha: Some(event.workflow_run.head_sha.clone()),
                follows: Some(Box::new(event.workflow_run.clone())),
                origin: Origin::PullRequest,
                ..Self::default()
            },
            Event::DeploymentStatus(event) => Self::deployment_status(event),
            Event::MergeGroup(_) => Self { is_queue: true, ..Self::default() },
            _ => Self { number: payload.number(), ..Self::default() },
        }
    }

    fn pull_request(event: &PullRequestEvent, name: &str) -> Self {
        let pull = &event.pull_request;
        // On `pull_request_target` the token may write, for forks too.
        let is_fork = name == "pull_request" && pull.is_from_fork();
        Self {
            number: Some(pull.number),
            sha: Some(pull.head.sha.clone()),
            is_closed: event.action == "closed",
            origin: if is_fork { Origin::Fork } else { Origin::PullRequest },
            ..Self::default()
        }
    }

    fn deployment_status(event: &DeploymentStatusEvent) -> Self {
        let (deployment, status) = (&event.deployment, &event.deployment_status);
        let state = match status.state.as_str() {
            "success" => State::Ready,
            "failure" | "error" => State::Failed,
            "inactive" => State::Cancelled,
            _ => State::Building,
        };
        let recorded = Recorded {
            deployment: deployment.id,
            environment: deployment.environment.clone(),
            state,
            url: status.environment_url.clone().filter(|url| !url.is_empty()),
            log_url: status.log_url.clone().filter(|url| !url.is_empty()),
            is_own: deployment.task.as_deref() == Some(TASK),
        };
        Self {
            sha: Some(deployment.sha.clone()),
            recorded: Some(recorded),
            origin: Origin::PullRequest,
            ..Self::default()
        }
    }
}
