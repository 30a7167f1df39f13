//! Deployments and their statuses.

use git2::Oid;
use serde_json::{Value, json};

use super::grants::{READ_DEPLOYMENTS, WRITE_DEPLOYMENTS};
use super::table::{Route, route};
use crate::git::Person;
use crate::shapes;
use crate::state::{Deployment, DeploymentStatus, Environment, World};
use crate::wire::{Answer, Call, Fields, Payload, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("repos/list-deployments", "GET", "/repos/{owner}/{repo}/deployments", READ_DEPLOYMENTS, list),
    route("repos/create-deployment", "POST", "/repos/{owner}/{repo}/deployments", WRITE_DEPLOYMENTS, create),
    route(
        "repos/get-deployment",
        "GET",
        "/repos/{owner}/{repo}/deployments/{deployment_id}",
        READ_DEPLOYMENTS,
        get,
    ),
    route(
        "repos/delete-deployment",
        "DELETE",
        "/repos/{owner}/{repo}/deployments/{deployment_id}",
        WRITE_DEPLOYMENTS,
        delete,
    ),
    route(
        "repos/list-deployment-statuses",
        "GET",
        "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        READ_DEPLOYMENTS,
        list_statuses,
    ),
    route(
        "repos/create-deployment-status",
        "POST",
        "/repos/{owner}/{repo}/deployments/{deployment_id}/statuses",
        WRITE_DEPLOYMENTS,
        create_status,
    ),
];

/// The states a deployment may be in.
const STATES: [&str; 7] = ["error", "failure", "inactive", "in_progress", "queued", "pending", "success"];

fn find(world: &World, id: u64) -> Result<&Deployment, Problem> {
    world.deployments.iter().find(|it| it.id == id).ok_or_else(Problem::not_found)
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let asked =
        |key: &str, value: &str| call.query(key).is_none_or(|asked| asked == value || asked == "none");
    let kept = |it: &&Deployment| {
        asked("sha", &it.sha)
            && asked("ref", &it.reference)
            && asked("task", &it.task)
            && asked("environment", it.environment())
    };
    let found = world.deployments.iter().rev().filter(kept);
    let items = found.map(|it| shapes::deployment(world, it)).collect();
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let it = find(world, call.number("deployment_id")?)?;
    Ok(Response::ok(shapes::deployment(world, it)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let reference = fields.required("ref")?;
    let missing = |_| Problem::unprocessable(&format!("No ref found for: {reference}"));
    let sha = world.git.commit(reference).map_err(missing)?.id();
    if fields.flag("auto_merge")?.unwrap_or(true)
        && let Some(message) = brought_up(world, reference, sha, call.caller.login())?
    {
        // There is no deployment yet: whoever asked has to ask again.
        return Ok(Response::new(202, Payload::Json(json!({ "message": message }))));
    }
    let sha = sha.to_string();
    check_contexts(world, fields, reference, &sha)?;
    let environment = fields.text("environment")?.unwrap_or("production").to_owned();
    let production = fields.flag("production_environment")?.unwrap_or(environment == "production");
    let (id, now) = (world.next_id(), world.now());
    ensure(world, &environment);
    world.deployments.push(Deployment {
        id,
        sha,
        reference: reference.to_owned(),
        task: fields.text("task")?.unwrap_or("deploy").to_owned(),
        payload: fields.value("payload").cloned().unwrap_or_else(|| json!({})),
        original_environment: environment,
        description: Some(fields.text("description")?.unwrap_or_default().to_owned()),
        transient: fields.flag("transient_environment")?.unwrap_or(false),
        production,
        creator: call.caller.login().to_owned(),
        created_at: now,
        updated_at: now,
        statuses: Vec::new(),
    });
    Ok(Response::created(shapes::deployment(world, find(world, id)?)))
}

/// `auto_merge`: a branch that lacks commits of the default branch gets them first.
fn brought_up(world: &World, reference: &str, head: Oid, by: &str) -> Result<Option<String>, Problem> {
    let default = &world.git.default_branch;
    let name = format!("refs/heads/{}", reference.trim_start_matches("refs/heads/"));
    if name == format!("refs/heads/{default}") || world.git.pointer(&name).is_err() {
        return Ok(None);
    }
    let latest = world.git.branch(default)?.id();
    if world.git.fast_forward(latest, head) {
        return Ok(None);
    }
    let conflict = || Problem::new(409, &format!("Conflict merging {default} into {reference}."));
    let tree = world.git.merged_tree(head, latest)?.ok_or_else(conflict)?;
    let email = format!("{}+{by}@users.noreply.github.com", shapes::user_id(by));
    let author = Person::new(by, &email, world.now());
    let message = format!("Merge {default} into {reference}");
    let id = world.git.write_commit(&message, tree, &[head, latest], &author, &author)?;
    world.git.point(&name, id)?;
    Ok(Some(format!("Auto-merged {default} into {reference} on deployment.")))
}

/// Without `required_contexts` all statuses of the commit have to be successful: 409 otherwise.
fn check_contexts(world: &World, fields: Fields<'_>, reference: &str, sha: &str) -> Result<(), Problem> {
    let required = fields.names("required_contexts")?;
    let combined = shapes::combined_status(world, sha);
    let statuses = combined["statuses"].as_array().cloned().unwrap_or_default();
    let success =
        |context: &str| statuses.iter().any(|it| it["context"] == context && it["state"] == "success");
    let met = match &required {
        Some(contexts) => contexts.iter().all(|context| success(context)),
        None => statuses.iter().all(|it| it["state"] == "success"),
    };
    if met {
        return Ok(());
    }
    let contexts = statuses.iter().map(|it| json!({ "context": it["context"], "state": it["state"] }));
    let error = json!({
        "resource": "Deployment",
        "field": "required_contexts",
        "code": "invalid",
        "contexts": contexts.collect::<Vec<_>>(),
    });
    Err(Problem::new(409, &format!("Conflict: Commit status checks failed for {reference}.")).because(error))
}

/// A deployment makes its environment. Names differ by more than case ("Managing environments for deployment").
fn ensure(world: &mut World, name: &str) {
    if !world.environments.iter().any(|it| it.is(name)) {
        let (id, created_at) = (world.next_id(), world.now());
        world.environments.push(Environment { id, name: name.to_owned(), created_at });
    }
}

/// Only one that is inactive, or the only one of its environment.
fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let it = find(world, call.number("deployment_id")?)?;
    let others =
        world.deployments.iter().any(|other| other.id != it.id && other.environment() == it.environment());
    if others && it.state() != "inactive" {
        let message =
            "We cannot delete an active deployment unless it is the only deployment in a given environment.";
        return Err(Problem::unprocessable("Validation Failed").because(message.into()));
    }
    let id = it.id;
    world.deployments.retain(|it| it.id != id);
    Ok(Response::none())
}

fn list_statuses(world: &mut World, call: &mut Call<'_>) -> Answer {
    let it = find(world, call.number("deployment_id")?)?;
    let newest_first = it.statuses.iter().rev();
    let items: Vec<Value> = newest_first.map(|status| shapes::deployment_status(world, it, status)).collect();
    Ok(paged(world, call, items))
}

fn create_status(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let id = call.number("deployment_id")?;
    let environment = find(world, id)?.environment().to_owned();
    let state = fields.required("state")?;
    if !STATES.contains(&state) {
        return Err(Problem::invalid("DeploymentStatus", "invalid", "state"));
    }
    let description = fields.text("description")?.unwrap_or_default();
    if description.chars().count() > 140 {
        let message = "description is too long (maximum is 140 characters)";
        return Err(Problem::custom("DeploymentStatus", "description", message));
    }
    let text = |name: &str| fields.text(name).map(Option::unwrap_or_default);
    let log_url = if fields.has("log_url") { text("log_url")? } else { text("target_url")? };
    let (status_id, now) = (world.next_id(), world.now());
    let status = DeploymentStatus {
        id: status_id,
        state: state.to_owned(),
        description: description.to_owned(),
        environment: fields.text("environment")?.unwrap_or(&environment).to_owned(),
        environment_url: text("environment_url")?.to_owned(),
        log_url: log_url.to_owned(),
        creator: call.caller.login().to_owned(),
        created_at: now,
    };
    if state == "success" && fields.flag("auto_inactive")?.unwrap_or(true) {
        retire(world, id, &status);
    }
    for it in world.deployments.iter_mut().filter(|it| it.id == id) {
        it.updated_at = now;
        it.statuses.push(status.clone());
    }
    Ok(Response::created(shapes::deployment_status(world, find(world, id)?, &status)))
}

/// `auto_inactive`: the earlier successful ones of the environment, unless transient or production.
fn retire(world: &mut World, id: u64, by: &DeploymentStatus) {
    let retired = |it: &Deployment| {
        it.id < id
            && it.environment() == by.environment
            && !it.transient
            && !it.production
            && it.state() == "success"
    };
    let ids: Vec<_> = world.deployments.iter().filter(|it| retired(it)).map(|it| it.id).collect();
    for id in ids {
        let status_id = world.next_id();
        let status = DeploymentStatus {
            id: status_id,
            state: "inactive".to_owned(),
            description: String::new(),
            ..by.clone()
        };
        for it in world.deployments.iter_mut().filter(|it| it.id == id) {
            it.updated_at = by.created_at;
            it.statuses.push(status.clone());
        }
    }
}
