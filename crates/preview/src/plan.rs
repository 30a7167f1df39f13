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
    /// Which of several comments it is in.
    pub key: String,
    /// `GITHUB_RUN_ID`; in a terminal that of the newest run before, else 0.
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
    let is_stale = !is_closed && own.iter().any(|own| own.payload.run > run && !own.is_inactive());
    if state == State::Removed {
        // Of an open pull request what a newer run has made stays.
        let active = own.iter().filter(|own| !own.is_inactive() && (is_closed || own.payload.run <= run));
        let mut steps: Vec<Step> = active.map(|own| Step::Inactivate { id: own.record.id }).collect();
        if steps.is_empty() && !is_stale && is_only_this(wanted, recorded) {
            steps.push(Step::DeleteEnvironment { name: wanted.environment.clone() });
        }
        return Plan { steps, state, is_stale };
    }
    let mine = own.iter().find(|own| own.payload.run == run && own.record.sha == wanted.sha);
    if is_stale {
        // What it had made before still answers until a newer one does.
        let is_replaced =
            own.iter().any(|own| own.payload.run > run && own.state() == Some(deployments::State::Success));
        let mine = mine.filter(|own| own.is_unfinished() || (is_replaced && !own.is_inactive()));
        let steps = mine.map(|own| Step::Inactivate { id: own.record.id });
        return Plan { steps: steps.into_iter().collect(), state, is_stale };
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

/// The newest run that has made a deployment in an environment; 0 for none. A person speaks in its place.
#[must_use]
pub fn newest_run(environment: &str, number: u64, app: &str, recorded: &Recorded) -> u64 {
    let records = recorded.deployments.iter().filter(|it| it.task == TASK && it.environment == environment);
    let payloads = records.filter_map(|record| Payload::read(&record.payload));
    let own = payloads.filter(|payload| payload.pull_request == number && payload.app == app);
    own.map(|payload| payload.run).max().unwrap_or_default()
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

#[cfg(test)]
mod tests {
    use deploy_kit_github::deployments::{PullState, RecordedStatus, State as Deployed};
    use proptest::prelude::*;

    use super::*;

    fn record(id: u64, run: u64, sha: &str, state: Option<Deployed>) -> Record {
        let payload = Payload { pull_request: 7, app: "web".to_owned(), key: "preview".to_owned(), run };
        let status = state.map(|state| RecordedStatus {
            state,
            description: None,
            environment_url: (state == Deployed::Success).then(|| format!("https://run-{run}.dev")),
            log_url: None,
            created_at: String::new(),
        });
        Record {
            id,
            sha: sha.to_owned(),
            environment: "preview-7-web".to_owned(),
            task: TASK.to_owned(),
            // As GitHub hands it out.
            payload: Value::String(serde_json::to_string(&payload).unwrap()),
            created_at: String::new(),
            status,
        }
    }

    fn recorded(deployments: Vec<Record>) -> Recorded {
        let pull = PullState { is_open: true, is_merged: false, head_sha: "b".to_owned() };
        Recorded { pull: Some(pull), deployments }
    }

    fn wanted(run: u64, sha: &str, state: State) -> Wanted {
        Wanted {
            payload: Payload { pull_request: 7, app: "web".to_owned(), key: "preview".to_owned(), run },
            environment: "preview-7-web".to_owned(),
            sha: sha.to_owned(),
            state,
            url: (state == State::Ready).then(|| format!("https://run-{run}.dev")),
            log_url: None,
            description: String::new(),
        }
    }

    /// What GitHub would have recorded after a plan.
    fn after(recorded: &Recorded, wanted: &Wanted, steps: &[Step]) -> Recorded {
        let mut after = recorded.clone();
        let next = after.deployments.iter().map(|record| record.id).max().unwrap_or(0) + 1;
        let status = |record: &mut Record, state, url: Option<&String>| {
            let (description, environment_url) = (Some(String::new()), url.cloned());
            record.status = Some(RecordedStatus {
                state,
                description,
                environment_url,
                log_url: None,
                created_at: String::new(),
            });
        };
        for step in steps {
            let find = |id: u64| move |record: &&mut Record| record.id == id;
            match step {
                Step::Create { sha, .. } => {
                    after.deployments.insert(0, record(next, wanted.payload.run, sha, None))
                }
                Step::Status { id, state, url, .. } => {
                    let id = id.unwrap_or(next);
                    status(after.deployments.iter_mut().find(find(id)).unwrap(), *state, url.as_ref());
                }
                Step::Inactivate { id } => {
                    status(after.deployments.iter_mut().find(find(*id)).unwrap(), Deployed::Inactive, None);
                }
                Step::DeleteEnvironment { .. } => after.deployments.clear(),
            }
        }
        after
    }

    #[test]
    fn a_newer_run_stands_and_an_older_one_steps_back() {
        let recorded = recorded(vec![
            record(2, 5, "b", Some(Deployed::Success)),
            record(1, 4, "a", Some(Deployed::InProgress)),
        ]);
        let late = plan(&wanted(4, "a", State::Ready), &recorded);
        assert_eq!((late.steps, late.is_stale), (vec![Step::Inactivate { id: 1 }], true));
        let next = plan(&wanted(6, "b", State::Building), &recorded);
        let kinds = next.steps.iter().map(|step| matches!(step, Step::Inactivate { id: 2 }));
        assert!(kinds.clone().all(|hides_what_answers| !hides_what_answers), "{:?}", next.steps);
        assert_eq!(next.steps.last(), Some(&Step::Inactivate { id: 1 }), "a run that was killed has left it");
    }

    #[test]
    fn another_commit_of_the_same_run_is_another_deployment() {
        let recorded = recorded(vec![record(1, 4, "a", Some(Deployed::Success))]);
        let plan = plan(&wanted(4, "b", State::Ready), &recorded);
        assert!(matches!(
            plan.steps[..],
            [Step::Create { .. }, Step::Status { id: None, .. }, Step::Inactivate { id: 1 }]
        ));
    }

    #[test]
    fn a_description_is_what_github_takes() {
        let long = Wanted { description: "ä".repeat(200), ..wanted(1, "a", State::Failed) };
        let Step::Status { description, .. } = &plan(&long, &recorded(Vec::new())).steps[1] else { panic!() };
        assert_eq!((description.chars().count(), description.ends_with('…')), (140, true));
    }

    #[test]
    fn an_environment_without_the_number_of_the_pull_request_is_never_deleted() {
        for (name, goes) in
            [("preview-7-web", true), ("pr/7", true), ("preview", false), ("preview-17", false)]
        {
            let mut one = record(1, 4, "a", Some(Deployed::Inactive));
            name.clone_into(&mut one.environment);
            let gone = Wanted { environment: name.to_owned(), ..wanted(5, "a", State::Removed) };
            let steps = plan(&gone, &recorded(vec![one])).steps;
            assert_eq!(steps == [Step::DeleteEnvironment { name: name.to_owned() }], goes, "{name}");
        }
    }

    fn a_state() -> impl Strategy<Value = Option<Deployed>> {
        use Deployed::{Error, Failure, InProgress, Inactive, Pending, Queued, Success};
        prop::option::of(prop::sample::select(vec![
            Error, Failure, Inactive, InProgress, Pending, Queued, Success,
        ]))
    }

    proptest! {
        #[test]
        fn whatever_is_recorded_one_plan_is_enough_and_at_most_one_answers(
            records in prop::collection::vec((0_u64..6, "[ab]", a_state()), 0..8),
            strangers in prop::collection::vec(a_state(), 0..3),
            run in 0_u64..6, sha in "[ab]",
            state in prop::sample::select(&[
                State::Building, State::Ready, State::Failed, State::Cancelled, State::Removed,
            ][..]),
        ) {
            let own = (1..=8_u64).zip(&records).map(|(id, (run, sha, state))| record(id, *run, sha, *state));
            let own = own.collect::<Vec<_>>().into_iter().rev();
            let others = (100..).zip(&strangers).map(|(id, state)| {
                Record { task: "deploy".to_owned(), ..record(id, 1, "a", *state) }
            });
            let recorded = recorded(own.chain(others.clone()).collect());
            let wanted = wanted(run, &sha, state);
            let first = plan(&wanted, &recorded);
            let then = after(&recorded, &wanted, &first.steps);
            let second = plan(&wanted, &then);
            let is_left = |step: &&Step| !matches!(step, Step::DeleteEnvironment { .. });
            prop_assert_eq!(second.steps.iter().filter(is_left).count(), 0, "{:?} then {:?}", first, second);
            for (id, stranger) in (100..).zip(others) {
                prop_assert!(then.deployments.contains(&stranger), "{} was touched", id);
            }
            let answers = then.deployments.iter().filter(|record| {
                record.task == TASK && record.status.as_ref().is_some_and(|status| status.state == Deployed::Success)
            });
            match state {
                State::Ready if !first.is_stale => prop_assert_eq!(answers.count(), 1),
                State::Removed if !first.is_stale => prop_assert_eq!(answers.count(), 0),
                _ => {}
            }
        }
    }
}
