//! Runs of workflows, and their artifacts.

use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{commit, node_id, repository, user, user_id};
use crate::clock::rfc3339;
use crate::state::{Run, RunArtifact, World};
use crate::wire::hex;

/// Days that an artifact is kept, if nothing else is said.
const RETENTION: i64 = 90 * 24 * 3600;

/// The number of a fork: one that its name always has.
fn fork_id(name: &str) -> u64 {
    user_id(name)
}

/// `workflow-run`.
pub(crate) fn run(world: &World, it: &Run) -> Value {
    let url = format!("{}/actions/runs/{}", world.api(), it.id);
    let workflow = format!("{}/actions/workflows/1", world.api());
    let at = rfc3339(it.created_at);
    let own = repository(world, None);
    let head = it.of.fork.as_deref().map_or_else(|| own.clone(), |name| fork(world, &own, name));
    let actor = user(world, head["owner"]["login"].as_str().unwrap_or_default());
    json!({
        "id": it.id,
        "node_id": node_id("WFR", it.id),
        "name": it.of.name,
        "display_title": it.of.name,
        "head_branch": it.of.head_branch,
        "head_sha": it.of.head_sha,
        "path": ".github/workflows/ci.yml",
        "run_number": it.number,
        "run_attempt": 1,
        "event": it.of.event,
        "status": "completed",
        "conclusion": it.of.conclusion,
        "workflow_id": 1,
        "url": url,
        "html_url": format!("{}/actions/runs/{}", world.page(), it.id),
        "pull_requests": pulls(world, it),
        "created_at": at,
        "updated_at": at,
        "run_started_at": at,
        "actor": actor,
        "triggering_actor": actor,
        "jobs_url": format!("{url}/jobs"),
        "logs_url": format!("{url}/logs"),
        "check_suite_url": format!("{}/check-suites/{}", world.api(), it.id),
        "artifacts_url": format!("{url}/artifacts"),
        "cancel_url": format!("{url}/cancel"),
        "rerun_url": format!("{url}/rerun"),
        "previous_attempt_url": null,
        "workflow_url": workflow,
        "head_commit": head_commit(world, &it.of.head_sha),
        "repository": own,
        "head_repository": head,
    })
}

/// A repository of another name with the same content.
fn fork(world: &World, own: &Value, full_name: &str) -> Value {
    let text = own.to_string().replace(&world.repository.full_name(), full_name);
    let mut value: Value = serde_json::from_str(&text).unwrap_or_default();
    let (owner, name) = full_name.split_once('/').unwrap_or((full_name, full_name));
    value["id"] = fork_id(full_name).into();
    value["node_id"] = node_id("R", fork_id(full_name)).into();
    value["owner"] = user(world, owner);
    value["name"] = name.into();
    value["fork"] = true.into();
    value
}

/// The open pull requests from its branch; GitHub names none for a fork's.
fn pulls(world: &World, it: &Run) -> Vec<Value> {
    let repo = json!({ "id": world.repository.id, "url": world.api(), "name": world.repository.name });
    let open = world.issues.iter().filter(|issue| issue.open && it.of.fork.is_none());
    let of = open.filter_map(|issue| Some((issue, issue.pull.as_ref()?)));
    let own = of.filter(|(_, pull)| pull.fork.is_none() && pull.head == it.of.head_branch);
    own.map(|(issue, pull)| {
        json!({
            "id": issue.id,
            "number": issue.number,
            "url": format!("{}/pulls/{}", world.api(), issue.number),
            "head": { "ref": pull.head, "sha": pull.head_sha, "repo": repo },
            "base": { "ref": pull.base, "sha": pull.base_sha, "repo": repo },
        })
    })
    .collect()
}

/// `simple-commit`, if the commit is here.
fn head_commit(world: &World, sha: &str) -> Option<Value> {
    let found = world.git.repository.find_commit(git2::Oid::from_str(sha).ok()?).ok()?;
    let shown = commit(world, &found);
    let person = |key: &str| {
        let of = &shown["commit"][key];
        json!({ "name": of["name"], "email": of["email"] })
    };
    Some(json!({
        "id": sha,
        "tree_id": shown["commit"]["tree"]["sha"],
        "message": shown["commit"]["message"],
        "timestamp": shown["commit"]["committer"]["date"],
        "author": person("author"),
        "committer": person("committer"),
    }))
}

/// `artifact`.
pub(crate) fn artifact(world: &World, run: &Run, it: &RunArtifact) -> Value {
    let url = format!("{}/actions/artifacts/{}", world.api(), it.id);
    let head = run.of.fork.as_deref().map_or(world.repository.id, fork_id);
    json!({
        "id": it.id,
        "node_id": node_id("MDg6QXJ0aWZhY3Q", it.id),
        "name": it.name,
        "size_in_bytes": it.zip.len(),
        "url": url,
        "archive_download_url": format!("{url}/zip"),
        "expired": it.expired,
        "created_at": rfc3339(run.created_at),
        "updated_at": rfc3339(run.created_at),
        "expires_at": rfc3339(run.created_at + RETENTION),
        "digest": format!("sha256:{}", hex(&Sha256::digest(&it.zip))),
        "workflow_run": {
            "id": run.id,
            "repository_id": world.repository.id,
            "head_repository_id": head,
            "head_branch": run.of.head_branch,
            "head_sha": run.of.head_sha,
        },
    })
}
