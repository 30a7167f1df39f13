//! Deployments and their statuses, as far as they can be read.

use serde_json::Value;

use super::connection::Connection;
use super::execute::{Arguments, Failure};
use super::node::{Node, Out};
use super::query::Resolved;
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{Deployment, World};

/// Seconds after which a deployment that is still pending counts as abandoned.
const PATIENCE: i64 = 30 * 60;

/// Those to the environments that are asked for, for who may read them.
pub(super) fn all(world: &World, caller: &Caller, arguments: &Arguments) -> Resolved {
    let needs = [Grant(Scope::Deployments, Level::Read)];
    if !caller.may(&needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(&needs).message()));
    }
    let asked = arguments.get("environments").and_then(Value::as_array);
    let kept = |it: &&Deployment| {
        asked.is_none_or(|names| names.iter().any(|name| name.as_str() == Some(it.environment())))
    };
    let mut nodes: Vec<_> = world.deployments.iter().filter(kept).map(|it| Node::Deployment(it.id)).collect();
    if arguments.get("orderBy").is_some_and(|order| order["direction"] == "DESC") {
        nodes.reverse();
    }
    Connection::of("DeploymentConnection", nodes, arguments)
}

/// A field of one.
pub(super) fn field(
    world: &World,
    id: u64,
    name: &str,
    arguments: &Arguments,
) -> Result<Option<Out>, Failure> {
    let Some(it) = world.deployments.iter().find(|it| it.id == id) else { return Ok(None) };
    Ok(Some(match name {
        "id" => shapes::node_id("DE", it.id).into(),
        "databaseId" => it.id.into(),
        "commitOid" => it.sha.as_str().into(),
        "createdAt" => rfc3339(it.created_at).into(),
        "updatedAt" => rfc3339(it.updated_at).into(),
        "creator" => Out::One(Node::Actor(it.creator.clone())),
        "description" => it.description.clone().into(),
        "environment" | "latestEnvironment" => it.environment().into(),
        "originalEnvironment" => it.original_environment.as_str().into(),
        "payload" => it.payload.to_string().into(),
        "task" => it.task.as_str().into(),
        "state" => state(it, world.now()).into(),
        "latestStatus" => Out::maybe(it.statuses.last().map(|last| Node::DeploymentStatus(id, last.id))),
        "statuses" => {
            let newest_first = it.statuses.iter().rev().map(|status| Node::DeploymentStatus(id, status.id));
            Connection::of("DeploymentStatusConnection", newest_first.collect(), arguments)?
        }
        _ => return Ok(None),
    }))
}

/// `DeploymentState`: what became of the whole deployment.
fn state(it: &Deployment, now: i64) -> &'static str {
    match it.state() {
        "success" => "ACTIVE",
        "inactive" if it.transient => "DESTROYED",
        "inactive" => "INACTIVE",
        "pending" if now - it.updated_at > PATIENCE => "ABANDONED",
        other => word(other),
    }
}

/// `DeploymentStatusState`: REST's word in capitals.
fn word(state: &str) -> &'static str {
    match state {
        "error" => "ERROR",
        "failure" => "FAILURE",
        "inactive" => "INACTIVE",
        "in_progress" => "IN_PROGRESS",
        "queued" => "QUEUED",
        "success" => "SUCCESS",
        _ => "PENDING",
    }
}

/// A field of a status.
pub(super) fn status(world: &World, deployment: u64, id: u64, name: &str) -> Option<Out> {
    let of = world.deployments.iter().find(|it| it.id == deployment)?;
    let it = of.statuses.iter().find(|it| it.id == id)?;
    // GraphQL's addresses are null where REST's are empty.
    let address = |text: &str| Some(text).filter(|text| !text.is_empty()).map(str::to_owned);
    Some(match name {
        "id" => shapes::node_id("DES", it.id).into(),
        "state" => word(&it.state).into(),
        "description" => it.description.as_str().into(),
        "environment" => it.environment.as_str().into(),
        "environmentUrl" => address(&it.environment_url).into(),
        "logUrl" => address(&it.log_url).into(),
        "creator" => Out::One(Node::Actor(it.creator.clone())),
        "createdAt" | "updatedAt" => rfc3339(it.created_at).into(),
        "deployment" => Out::One(Node::Deployment(of.id)),
        _ => return None,
    })
}
