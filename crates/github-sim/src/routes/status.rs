//! Commit statuses.

use super::grants::{READ_STATUSES, WRITE_STATUSES};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{CommitStatus, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route(
        "repos/create-commit-status",
        "POST",
        "/repos/{owner}/{repo}/statuses/{sha}",
        WRITE_STATUSES,
        create,
    ),
    route(
        "repos/list-commit-statuses-for-ref",
        "GET",
        "/repos/{owner}/{repo}/commits/{ref}/statuses",
        READ_STATUSES,
        list,
    ),
    route(
        "repos/get-combined-status-for-ref",
        "GET",
        "/repos/{owner}/{repo}/commits/{ref}/status",
        READ_STATUSES,
        combined,
    ),
];

/// Statuses of a commit in one context: GitHub's documented limit.
const MAX_STATUSES: usize = 1000;

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let missing = |_| Problem::unprocessable(&format!("No commit found for SHA: {}", call.param("sha")));
    let sha = world.git.commit(call.param("sha")).map_err(missing)?.id().to_string();
    let state = fields.required("state")?;
    if !["error", "failure", "pending", "success"].contains(&state) {
        return Err(Problem::invalid("Status", "invalid", "state"));
    }
    let description = fields.text("description")?;
    if description.is_some_and(|text| text.chars().count() > 140) {
        return Err(Problem::custom(
            "Status",
            "description",
            "description is too long (maximum is 140 characters)",
        ));
    }
    let context = fields.text("context")?.unwrap_or("default");
    let same = world.statuses.iter().filter(|it| it.sha == sha && it.context == context).count();
    if same >= MAX_STATUSES {
        return Err(Problem::unexplained(
            "Status",
            "This SHA and context has reached the maximum number of statuses.",
        ));
    }
    let status = CommitStatus {
        id: world.next_id(),
        sha,
        state: state.to_owned(),
        context: context.to_owned(),
        description: description.map(str::to_owned),
        target_url: fields.text("target_url")?.map(str::to_owned),
        creator: call.caller.login().to_owned(),
        created_at: world.now(),
    };
    let value = shapes::commit_status(world, &status);
    world.statuses.push(status);
    Ok(Response::created(value))
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let sha = world.git.commit(call.param("ref"))?.id().to_string();
    let of = world.statuses.iter().rev().filter(|status| status.sha == sha);
    let items = of.map(|status| shapes::commit_status(world, status)).collect();
    Ok(paged(world, call, items))
}

fn combined(world: &mut World, call: &mut Call<'_>) -> Answer {
    let sha = world.git.commit(call.param("ref"))?.id().to_string();
    Ok(Response::ok(shapes::combined_status(world, &sha)))
}
