//! What is to be done: pure.
//!
//! A preview is an environment of its own on GitHub. Each run has one deployment in it, found again by the run's number
//! in its payload, so that a second look does not make a second one. GitHub makes no earlier deployment of a transient
//! environment inactive by itself; that is done here.

use deploy_kit_github::deployments::{self, Record, Recorded};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::state::State;

/// The task of a preview's deployments: by it they are told from others in the same environment.
pub const TASK: &str = "deploy:preview";

/// The longest description of a status in characters: GitHub refuses a longer one with 422.
const DESCRIPTION: usize = 140;

/// What a deployment's payload says of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Payload {
    /// The pull request.
    pub pull_request: u64,
    /// The app; empty for the only one.
    pub app: String,
    /// `GITHUB_RUN_ID`; 0 in a terminal.
    pub run: u64,
}

impl Payload {
    /// Reads the payload of a deployment, which GitHub may hand out as text.
    #[must_use]
    pub fn read(value: &Value) -> Option<Self> {
        match value {
            Value::String(text) => serde_json::from_str(text).ok(),
            value => serde_json::from_value(value.clone()).ok(),
        }
    }
}

/// What is wanted.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// Whose it is.
    pub payload: Payload,
    /// The environment.
    pub environment: String,
    /// The commit.
    pub sha: String,
    /// How it stands.
    pub state: State,
    /// Where it can be seen.
    pub url: Option<String>,
    /// Where its log is.
    pub log_url: Option<String>,
    /// A word on it: how it was proven, or what went wrong.
    pub description: String,
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum Step {
    /// A deployment of this run.
    Create {
        /// The environment.
        environment: String,
        /// The commit.
        sha: String,
    },
    /// How the deployment of this run stands.
    Status {
        /// The deployment; `None` for the one that is created.
        id: Option<u64>,
        /// How it stands.
        state: deployments::State,
        /// Words for it.
        description: String,
        /// Where it can be seen.
        url: Option<String>,
    },
    /// An earlier deployment stands no longer.
    Inactivate {
        /// The deployment.
        id: u64,
    },
    /// The environment goes.
    DeleteEnvironment {
        /// Its name.
        name: String,
    },
}

/// The plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What is to be done, in order.
    pub steps: Vec<Step>,
    /// How it stands then: no preview of a closed pull request stays.
    pub state: State,
    /// Whether a newer run has taken its place.
    pub is_stale: bool,
}

/// A deployment that is ours, with what its payload says.
struct Own<'a> {
    record: &'a Record,
    payload: Payload,
}

impl Own<'_> {
    fn state(&self) -> Option<deployments::State> {
        self.record.status.as_ref().map(|status| status.state)
    }

    fn is_inactive(&self) -> bool {
        self.state() == Some(deployments::State::Inactive)
    }

    /// Whether it is under way, as far as its run has said.
    fn is_unfinished(&self) -> bool {
        use deployments::State::{Error, Failure, Inactive, Success};
        !matches!(self.state(), Some(Error | Failure | Inactive | Success))
    }
}

/// Plans what is to be done about the deployments of one preview.
#[must_use]
pub fn plan(wanted: &Wanted, recorded: &Recorded) -> Plan {
    let is_closed = recorded.pull.as_ref().is_some_and(|pull| !pull.is_open);
    let state = if is_closed { State::Removed } else { wanted.state };
    let own = own(wanted, recorded);
    let run = wanted.payload.run;
    if state == State::Removed {
        let active = own.iter().filter(|own| !own.is_inactive());
        let mut steps: Vec<Step> = active.map(|own| Step::Inactivate { id: own.record.id }).collect();
        if steps.is_empty() && is_only_this(wanted, recorded) {
            steps.push(Step::DeleteEnvironment { name: wanted.environment.clone() });
        }
        return Plan { steps, state, is_stale: false };
    }
    let is_stale = own.iter().any(|own| own.payload.run > run && !own.is_inactive());
    let mine = own.iter().find(|own| own.payload.run == run && own.record.sha == wanted.sha);
    if is_stale {
        let mine = mine.filter(|own| !own.is_inactive()).map(|own| Step::Inactivate { id: own.record.id });
        return Plan { steps: mine.into_iter().collect(), state, is_stale };
    }
    let mut steps = Vec::new();
    match mine {
        Some(own) if says(own, wanted, state) => {}
        // Nothing is to be told of what was never begun.
        None if state == State::Cancelled => {}
        mine => {
            let id = mine.map(|own| own.record.id);
            if id.is_none() {
                steps.push(Step::Create { environment: wanted.environment.clone(), sha: wanted.sha.clone() });
            }
            steps.push(status(id, wanted, state));
        }
    }
    let earlier = own.iter().filter(|own| Some(own.record.id) != mine.map(|own| own.record.id));
    let replaced = earlier.filter(|own| match state {
        State::Ready => !own.is_inactive(),
        // Its run was cancelled, or this one would not stand in its place. What it had made before still answers.
        _ => own.is_unfinished(),
    });
    steps.extend(replaced.map(|own| Step::Inactivate { id: own.record.id }));
    Plan { steps, state, is_stale }
}

fn status(id: Option<u64>, wanted: &Wanted, state: State) -> Step {
    Step::Status {
        id,
        state: state.deployment(),
        description: clamped(&wanted.description),
        url: wanted.url.clone().filter(|_| state == State::Ready),
    }
}

/// Whether a deployment says it already. How long an answer took is another number each time, and not news.
fn says(own: &Own<'_>, wanted: &Wanted, state: State) -> bool {
    let Some(status) = &own.record.status else { return false };
    let is_said = status.state == state.deployment();
    match state {
        State::Ready => {
            is_said
                && status.environment_url.as_deref().unwrap_or_default()
                    == wanted.url.as_deref().unwrap_or_default()
        }
        State::Failed => {
            is_said && status.description.as_deref().unwrap_or_default() == clamped(&wanted.description)
        }
        _ => is_said,
    }
}

/// Whether the environment was made for this preview alone: it bears the number of the pull request, and nothing else was
/// ever deployed to it. One that people have set up, with secrets and rules, is none to delete.
fn is_only_this(wanted: &Wanted, recorded: &Recorded) -> bool {
    let mut numbers = wanted.environment.split(|c: char| !c.is_ascii_digit());
    let bears_number = numbers.any(|word| word == wanted.payload.pull_request.to_string());
    let all = recorded.deployments.iter().filter(|record| record.environment == wanted.environment).count();
    bears_number && all > 0 && own(wanted, recorded).len() == all
}

/// The deployments of this preview, the newest first.
fn own<'a>(wanted: &Wanted, recorded: &'a Recorded) -> Vec<Own<'a>> {
    let of_preview = recorded
        .deployments
        .iter()
        .filter(|record| record.task == TASK && record.environment == wanted.environment);
    let own = of_preview.filter_map(|record| Some(Own { record, payload: Payload::read(&record.payload)? }));
    let (number, app) = (wanted.payload.pull_request, &wanted.payload.app);
    own.filter(|own| own.payload.pull_request == number && own.payload.app == *app).collect()
}

/// The deployment of this run.
#[must_use]
pub fn mine<'a>(wanted: &Wanted, recorded: &'a Recorded) -> Option<&'a Record> {
    let own = own(wanted, recorded).into_iter();
    let mut mine = own.filter(|own| own.payload.run == wanted.payload.run && own.record.sha == wanted.sha);
    mine.next().map(|own| own.record)
}

/// The deployment that answers now: the newest that is ready.
#[must_use]
pub fn standing<'a>(wanted: &Wanted, recorded: &'a Recorded) -> Option<&'a Record> {
    let own = own(wanted, recorded).into_iter();
    own.filter(|own| own.state() == Some(deployments::State::Success)).map(|own| own.record).next()
}

/// Within what GitHub takes.
fn clamped(text: &str) -> String {
    match text.chars().count() > DESCRIPTION {
        true => text.chars().take(DESCRIPTION - 1).chain(['…']).collect(),
        false => text.to_owned(),
    }
}
