//! Deployments, environments, check runs and commit statuses.

use serde_json::{Value, json};

use super::{node_id, repository, user};
use crate::clock::rfc3339;
use crate::state::{CheckRun, CommitStatus, Deployment, DeploymentStatus, Environment, World};

/// `deployment`.
pub(crate) fn deployment(world: &World, it: &Deployment) -> Value {
    let url = format!("{}/deployments/{}", world.api(), it.id);
    json!({
        "url": url,
        "id": it.id,
        "node_id": node_id("DE", it.id),
        "task": it.task,
        "original_environment": it.original_environment,
        "environment": it.environment(),
        "description": it.description,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "statuses_url": format!("{url}/statuses"),
        "repository_url": world.api(),
        "creator": user(world, &it.creator),
        "sha": it.sha,
        "ref": it.reference,
        "payload": it.payload,
        "transient_environment": it.transient,
        "production_environment": it.production,
        "performed_via_github_app": null,
    })
}

/// `deployment-status`.
pub(crate) fn deployment_status(world: &World, of: &Deployment, it: &DeploymentStatus) -> Value {
    let url = format!("{}/deployments/{}", world.api(), of.id);
    json!({
        "url": format!("{url}/statuses/{}", it.id),
        "id": it.id,
        "node_id": node_id("DES", it.id),
        "state": it.state,
        "creator": user(world, &it.creator),
        "description": it.description,
        "environment": it.environment,
        "target_url": it.log_url,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.created_at),
        "deployment_url": url,
        "repository_url": world.api(),
        "environment_url": it.environment_url,
        "log_url": it.log_url,
        "performed_via_github_app": null,
    })
}

/// `environment`.
pub(crate) fn environment(world: &World, it: &Environment) -> Value {
    let name = super::encoded(&it.name);
    json!({
        "id": it.id,
        "node_id": node_id("EN", it.id),
        "name": it.name,
        "url": format!("{}/environments/{name}", world.api()),
        "html_url": format!("{}/deployments/activity_log?environments_filter={name}", world.page()),
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.created_at),
        "protection_rules": [],
        "deployment_branch_policy": null,
    })
}

/// `check-run`.
pub(crate) fn check_run(world: &World, it: &CheckRun) -> Value {
    let url = format!("{}/check-runs/{}", world.api(), it.id);
    let page = format!("{}/runs/{}", world.page(), it.id);
    json!({
        "id": it.id,
        "head_sha": it.sha,
        "node_id": node_id("CR", it.id),
        "external_id": it.external_id.as_deref().unwrap_or_default(),
        "url": url,
        "html_url": page,
        "details_url": it.details_url.as_deref().unwrap_or(&page),
        "status": it.status,
        "conclusion": it.conclusion,
        "started_at": it.started_at,
        "completed_at": it.completed_at,
        "output": {
            "title": it.title,
            "summary": it.summary,
            "text": it.text,
            "annotations_count": it.annotations.len(),
            "annotations_url": format!("{url}/annotations"),
        },
        "name": it.name,
        "check_suite": { "id": 1 },
        "app": null,
        "pull_requests": [],
    })
}

/// `status`.
pub(crate) fn commit_status(world: &World, it: &CommitStatus) -> Value {
    json!({
        "url": format!("{}/statuses/{}", world.api(), it.sha),
        "avatar_url": format!("{}/avatars/{}", world.urls.server, super::user_id(&it.creator)),
        "id": it.id,
        "node_id": node_id("SC", it.id),
        "state": it.state,
        "description": it.description,
        "target_url": it.target_url,
        "context": it.context,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.created_at),
        "creator": user(world, &it.creator),
    })
}

/// `combined-commit-status`, of the last status of each context.
pub(crate) fn combined_status(world: &World, sha: &str) -> Value {
    let mut last: Vec<&CommitStatus> = Vec::new();
    for status in world.statuses.iter().rev().filter(|status| status.sha == sha) {
        if !last.iter().any(|it| it.context == status.context) {
            last.push(status);
        }
    }
    let any = |states: &[&str]| last.iter().any(|status| states.contains(&status.state.as_str()));
    let state = match () {
        () if any(&["failure", "error"]) => "failure",
        () if last.is_empty() || any(&["pending"]) => "pending",
        () => "success",
    };
    let simple = |it: &&CommitStatus| {
        let mut value = commit_status(world, it);
        if let Some(fields) = value.as_object_mut() {
            fields.remove("creator");
        }
        value
    };
    json!({
        "state": state,
        "statuses": last.iter().map(simple).collect::<Vec<_>>(),
        "sha": sha,
        "total_count": last.len(),
        "repository": repository(world, None),
        "commit_url": format!("{}/commits/{sha}", world.api()),
        "url": format!("{}/commits/{sha}/status", world.api()),
    })
}
