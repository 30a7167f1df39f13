use serde::{Deserialize, Deserializer};
use serde_json::{Value, json};

use super::{Deployments, State};
use crate::client::Connection;
use crate::error::{Kind, Result};
use crate::operation;

/// `$number` has to be a number even where no pull request is asked for.
const QUERY: &str = "query($owner: String!, $name: String!, $environments: [String!], $number: Int!, \
    $pull: Boolean!, $after: String) { repository(owner: $owner, name: $name) \
    { pullRequest(number: $number) @include(if: $pull) { state headRefOid } \
    deployments(environments: $environments, first: 100, after: $after, \
    orderBy: {field: CREATED_AT, direction: DESC}) { nodes { databaseId commitOid environment task payload createdAt \
    latestStatus { state description environmentUrl logUrl createdAt } } pageInfo { hasNextPage endCursor } } } }";

/// What GitHub has recorded of deployments, and how the pull request stands that they are of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Recorded {
    /// `None` if none was asked for, or there is none of this number.
    pub pull: Option<PullState>,
    /// The newest first.
    pub deployments: Vec<Record>,
}

/// How a pull request stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PullState {
    /// Whether it is open.
    pub is_open: bool,
    /// Whether it was merged: then it is no longer open.
    pub is_merged: bool,
    /// The commit that it would merge.
    pub head_sha: String,
}

/// A deployment with how it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// Its number: REST's `id`.
    pub id: u64,
    /// The commit.
    pub sha: String,
    /// Where to.
    pub environment: String,
    /// `deploy`, or what its maker called it.
    pub task: String,
    /// Whatever its maker noted; null if nothing.
    pub payload: Value,
    /// RFC 3339.
    pub created_at: String,
    /// The newest status; `None` if none was set.
    pub status: Option<RecordedStatus>,
}

impl Record {
    /// How it stands. Without any status it is pending, as GitHub has it.
    #[must_use]
    pub fn state(&self) -> State {
        self.status.as_ref().map_or(State::Pending, |status| status.state)
    }
}

/// The newest status of a deployment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedStatus {
    /// How it stands.
    pub state: State,
    /// Words for it.
    pub description: Option<String>,
    /// Where it can be seen.
    pub environment_url: Option<String>,
    /// Where its log is.
    pub log_url: Option<String>,
    /// RFC 3339.
    pub created_at: String,
}

#[derive(Deserialize)]
struct Data {
    repository: Option<Repository>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Repository {
    #[serde(default)]
    pull_request: Option<Pull>,
    deployments: Connection<Node>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Pull {
    state: String,
    head_ref_oid: String,
}

/// Every field but the commit and the date may be null by GitHub's schema. Without the number there is nothing that
/// could be done with a deployment, and `deploy` is what GitHub calls a task without a name.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Node {
    database_id: u64,
    commit_oid: String,
    environment: Option<String>,
    task: Option<String>,
    payload: Option<String>,
    created_at: String,
    latest_status: Option<Latest>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Latest {
    #[serde(deserialize_with = "state")]
    state: State,
    description: Option<String>,
    environment_url: Option<String>,
    log_url: Option<String>,
    created_at: String,
}

/// `DeploymentStatusState`: REST's words in capitals, and `WAITING` for a review of the environment. The words that
/// `DeploymentState` has for a whole deployment are read as well.
fn state<'de, D: Deserializer<'de>>(deserializer: D) -> std::result::Result<State, D::Error> {
    let word = String::deserialize(deserializer)?;
    Ok(match word.as_str() {
        "ERROR" => State::Error,
        "FAILURE" => State::Failure,
        "INACTIVE" | "DESTROYED" => State::Inactive,
        "IN_PROGRESS" => State::InProgress,
        "QUEUED" => State::Queued,
        "PENDING" | "WAITING" | "ABANDONED" => State::Pending,
        "SUCCESS" | "ACTIVE" => State::Success,
        _ => return Err(serde::de::Error::custom(format!("a deployment's state `{word}` is not known"))),
    })
}

/// The payload is a text that holds JSON, and one that was sent as a text holds another such text. What is no JSON is
/// the text itself.
fn payload(text: &str) -> Value {
    let Ok(value) = serde_json::from_str(text) else { return text.into() };
    match value {
        Value::String(inner) => serde_json::from_str(&inner).unwrap_or(Value::String(inner)),
        value => value,
    }
}

/// GitHub writes an empty text where nothing was given.
fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.is_empty())
}

impl From<Node> for Record {
    fn from(node: Node) -> Self {
        Self {
            id: node.database_id,
            sha: node.commit_oid,
            environment: node.environment.unwrap_or_default(),
            task: given(node.task).unwrap_or_else(|| "deploy".to_owned()),
            payload: given(node.payload).map_or(Value::Null, |text| payload(&text)),
            created_at: node.created_at,
            status: node.latest_status.map(RecordedStatus::from),
        }
    }
}

impl From<Latest> for RecordedStatus {
    fn from(latest: Latest) -> Self {
        Self {
            state: latest.state,
            description: given(latest.description),
            environment_url: given(latest.environment_url),
            log_url: given(latest.log_url),
            created_at: latest.created_at,
        }
    }
}

impl From<Pull> for PullState {
    fn from(pull: Pull) -> Self {
        Self { is_open: pull.state == "OPEN", is_merged: pull.state == "MERGED", head_sha: pull.head_ref_oid }
    }
}

impl Deployments<'_> {
    /// The deployments to these environments, or to all if none is named, each with its newest status; and beside them
    /// how a pull request stands. One request for each 100, where REST takes one more for each deployment. A number
    /// that is no pull request's takes one more as well, for GitHub says no more than that.
    ///
    /// # Errors
    /// [`Kind::Forbidden`] without `deployments: read` or, of a private repository's pull
    /// request, `pull-requests: read`; else see [`Kind`].
    pub async fn of(&self, number: Option<u64>, environments: &[String]) -> Result<Recorded> {
        match self.ask(number, environments).await {
            Err(error) if number.is_some() && error.is_not_found() => self.ask(None, environments).await,
            answer => answer,
        }
    }

    async fn ask(&self, number: Option<u64>, environments: &[String]) -> Result<Recorded> {
        let name = self.0.name();
        let mut variables = json!({ "owner": name.owner, "name": name.name });
        // What an empty list lets through is not documented.
        if !environments.is_empty() {
            variables["environments"] = environments.into();
        }
        variables["number"] = number.unwrap_or_default().into();
        variables["pull"] = number.is_some().into();
        let mut pull = None;
        let part = |data: Data| {
            let repository = data.repository?;
            pull = repository.pull_request.map(PullState::from);
            Some(repository.deployments)
        };
        let operation = &operation::LIST_RECORDED_DEPLOYMENTS;
        let github = self.0.github();
        let nodes = github.ask_pages(operation, QUERY, variables, part).await?;
        // Nothing found would be another answer than nothing said.
        let unsaid = || Kind::Decode { detail: "no repository in the answer".to_owned() };
        let nodes = nodes.ok_or_else(|| github.call(operation).fail(unsaid()))?;
        let deployments = nodes.into_iter().map(Record::from).collect();
        Ok(Recorded { pull, deployments })
    }
}
