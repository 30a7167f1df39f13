//! What started a run: the payloads of the events that our tools meet, typed.
//!
//! Fields we do not name are ignored, fields that GitHub leaves out or sets to `null` are `Option`,
//! and an event without a type here is kept as JSON. Shapes: GitHub's "Webhook events and
//! payloads", checked against `@octokit/webhooks-examples` by `examples/webhooks.rs`.

mod common;
mod deployment;
mod merge_group;
mod pull_request;
mod push;
mod release;
mod workflow;

use std::path::PathBuf;

use serde::Deserialize;
use serde_json::Value;

pub use self::common::{Commit, CommitAuthor, Label, RepositoryInfo, User};
pub use self::deployment::{Deployment, DeploymentEvent, DeploymentStatus, DeploymentStatusEvent};
pub use self::merge_group::{MergeGroup, MergeGroupEvent};
pub use self::pull_request::{Branch, PullRequest, PullRequestEvent};
pub use self::push::PushEvent;
pub use self::release::{Asset, Release, ReleaseEvent};
pub use self::workflow::{
    ScheduleEvent, WorkflowDispatchEvent, WorkflowRun, WorkflowRunEvent, WorkflowRunPullRequest,
};
use super::context::Context;

/// Why there is no payload.
#[derive(Debug, thiserror::Error)]
pub enum EventError {
    /// Not a workflow run.
    #[error("`{0}` is not set: there is no event to read")]
    NoEvent(&'static str),
    /// The file cannot be read.
    #[error("cannot read the event's payload, `{}`", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The file holds something else than JSON.
    #[error("the event's payload is not JSON")]
    Json(#[source] serde_json::Error),
    /// A field that the event cannot be without is missing or of another type.
    #[error("the payload of `{event}` is not as GitHub documents it")]
    Shape {
        /// The event's name.
        event: String,
        /// Which field.
        source: serde_json::Error,
    },
}

/// An event by its type.
#[derive(Debug, Clone, PartialEq)]
pub enum Event {
    /// `push`
    Push(Box<PushEvent>),
    /// `pull_request` and `pull_request_target`
    PullRequest(Box<PullRequestEvent>),
    /// `merge_group`
    MergeGroup(Box<MergeGroupEvent>),
    /// `release`
    Release(Box<ReleaseEvent>),
    /// `workflow_run`
    WorkflowRun(Box<WorkflowRunEvent>),
    /// `workflow_dispatch`
    WorkflowDispatch(Box<WorkflowDispatchEvent>),
    /// `deployment`
    Deployment(Box<DeploymentEvent>),
    /// `deployment_status`
    DeploymentStatus(Box<DeploymentStatusEvent>),
    /// `schedule`
    Schedule(ScheduleEvent),
    /// Any other, as it is: see [`Payload::raw`].
    Other,
}

/// An event with what all of them have.
#[derive(Debug, Clone, PartialEq)]
pub struct Payload {
    /// The event's name, such as `pull_request_target`.
    pub name: String,
    /// The event, typed.
    pub event: Event,
    /// The repository it happened in.
    pub repository: Option<RepositoryInfo>,
    /// Who did it.
    pub sender: Option<User>,
    /// The whole payload.
    pub raw: Value,
}

impl Payload {
    /// Reads the payload of the event that started this run.
    ///
    /// # Errors
    ///
    /// [`EventError`], off the runner always.
    pub fn read(context: &Context) -> Result<Self, EventError> {
        let no_event = EventError::NoEvent;
        let name = context.event_name.as_deref().ok_or(no_event("GITHUB_EVENT_NAME"))?;
        let path = context.event_path.as_deref().ok_or(no_event("GITHUB_EVENT_PATH"))?;
        let text = std::fs::read_to_string(path)
            .map_err(|source| EventError::Read { path: path.to_owned(), source })?;
        Self::parse(name, &text)
    }

    /// Reads `json` as the payload of the event `name`.
    ///
    /// # Errors
    ///
    /// [`EventError::Json`] and [`EventError::Shape`].
    pub fn parse(name: &str, json: &str) -> Result<Self, EventError> {
        // PowerShell writes a byte order mark in front of files that it makes.
        let json = json.trim_start_matches('\u{feff}');
        let raw: Value = serde_json::from_str(json).map_err(EventError::Json)?;
        let event =
            event(name, &raw).map_err(|source| EventError::Shape { event: name.to_owned(), source })?;
        let repository = raw.get("repository").and_then(|value| Deserialize::deserialize(value).ok());
        let sender = raw.get("sender").and_then(|value| Deserialize::deserialize(value).ok());
        Ok(Self { name: name.to_owned(), event, repository, sender, raw })
    }

    /// The number of the issue or pull request it is about: that of `issue`, else `pull_request`,
    /// else the payload's own (actions/toolkit `context.ts`).
    ///
    /// A `workflow_run` has none: see [`WorkflowRun::pull_requests`].
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        let of = |key: &str| self.raw.get(key).filter(|value| value.is_object());
        let holder = of("issue").or_else(|| of("pull_request")).unwrap_or(&self.raw);
        holder.get("number")?.as_u64()
    }

    /// What happened, such as `opened` or `published`.
    #[must_use]
    pub fn action(&self) -> Option<&str> {
        self.raw.get("action")?.as_str()
    }
}

fn event(name: &str, raw: &Value) -> Result<Event, serde_json::Error> {
    fn read<'a, T: Deserialize<'a>>(raw: &'a Value) -> Result<Box<T>, serde_json::Error> {
        T::deserialize(raw).map(Box::new)
    }
    Ok(match name {
        "push" => Event::Push(read(raw)?),
        "pull_request" | "pull_request_target" => Event::PullRequest(read(raw)?),
        "merge_group" => Event::MergeGroup(read(raw)?),
        "release" => Event::Release(read(raw)?),
        "workflow_run" => Event::WorkflowRun(read(raw)?),
        "workflow_dispatch" => Event::WorkflowDispatch(read(raw)?),
        "deployment" => Event::Deployment(read(raw)?),
        "deployment_status" => Event::DeploymentStatus(read(raw)?),
        "schedule" => Event::Schedule(ScheduleEvent::deserialize(raw)?),
        _ => Event::Other,
    })
}

#[cfg(test)]
mod tests;
