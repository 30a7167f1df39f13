//! Check runs.

use serde_json::json;

use super::grants::{READ_CHECKS, WRITE_CHECKS};
use super::table::{Route, route};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{CheckRun, World};
use crate::wire::{Answer, Call, Fields, Problem, Response, paged_in};

pub(super) const ROUTES: &[Route] = &[
    route("checks/create", "POST", "/repos/{owner}/{repo}/check-runs", WRITE_CHECKS, create),
    route("checks/get", "GET", "/repos/{owner}/{repo}/check-runs/{check_run_id}", READ_CHECKS, get),
    route("checks/update", "PATCH", "/repos/{owner}/{repo}/check-runs/{check_run_id}", WRITE_CHECKS, update),
    route("checks/list-for-ref", "GET", "/repos/{owner}/{repo}/commits/{ref}/check-runs", READ_CHECKS, list),
];

/// Annotations of one request, and characters of a summary: GitHub's documented limits.
const MAX_ANNOTATIONS: usize = 50;
const MAX_TEXT: usize = 65_535;

fn find(world: &World, id: u64) -> Result<&CheckRun, Problem> {
    world.checks.iter().find(|run| run.id == id).ok_or_else(Problem::not_found)
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let run = find(world, call.number("check_run_id")?)?;
    Ok(Response::ok(shapes::check_run(world, run)))
}

/// Only an App may make them: a person's token is refused.
fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    if !call.caller.is_app() {
        return Err(Problem::new(403, "You must authenticate via a GitHub App."));
    }
    let fields = call.fields()?;
    let (name, sha) = (fields.required("name")?, fields.required("head_sha")?);
    let missing = |_| Problem::unprocessable(&format!("No commit found for SHA: {sha}"));
    let sha = world.git.commit(sha).map_err(missing)?.id().to_string();
    let mut run = CheckRun {
        id: world.next_id(),
        name: name.to_owned(),
        sha,
        status: "queued".to_owned(),
        conclusion: None,
        details_url: None,
        external_id: None,
        title: None,
        summary: None,
        text: None,
        annotations: Vec::new(),
        started_at: None,
        completed_at: None,
    };
    let id = run.id;
    fill(&mut run, fields, world.now())?;
    world.checks.push(run);
    Ok(Response::created(shapes::check_run(world, find(world, id)?)))
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let id = call.number("check_run_id")?;
    let mut run = find(world, id)?.clone();
    fill(&mut run, fields, world.now())?;
    for it in world.checks.iter_mut().filter(|it| it.id == id) {
        *it = run.clone();
    }
    Ok(Response::ok(shapes::check_run(world, find(world, id)?)))
}

/// Takes over what was sent. A conclusion completes the run; annotations are added to those before.
fn fill(run: &mut CheckRun, fields: Fields<'_>, now: i64) -> Result<(), Problem> {
    let own = |name: &str| fields.text(name).map(|text| text.map(str::to_owned));
    run.details_url = own("details_url")?.or(run.details_url.take());
    run.external_id = own("external_id")?.or(run.external_id.take());
    run.started_at = own("started_at")?.or(run.started_at.take()).or(Some(rfc3339(now)));
    if let Some(status) = own("status")? {
        run.status = status;
    }
    if let Some(conclusion) = own("conclusion")? {
        run.conclusion = Some(conclusion);
        run.status = "completed".to_owned();
        run.completed_at = own("completed_at")?.or(Some(rfc3339(now)));
    }
    if run.status == "completed" && run.conclusion.is_none() {
        return Err(Problem::unprocessable("Invalid request.\n\nMissing required key \"conclusion\"."));
    }
    let Some(output) = fields.object("output")? else { return Ok(()) };
    let annotations = output.list("annotations")?.cloned().unwrap_or_default();
    if annotations.len() > MAX_ANNOTATIONS {
        return Err(Problem::unprocessable("Invalid request.\n\nNo more than 50 items are allowed."));
    }
    run.annotations.extend(annotations);
    run.title = output.text("title")?.map(str::to_owned).or(run.title.take());
    run.summary = Some(output.required("summary")?.to_owned());
    run.text = output.text("text")?.map(str::to_owned).or(run.text.take());
    let long = |text: &Option<String>| text.as_ref().is_some_and(|text| text.chars().count() > MAX_TEXT);
    if long(&run.summary) || long(&run.text) {
        return Err(Problem::unprocessable("Invalid request.\n\nOnly 65535 characters are allowed."));
    }
    Ok(())
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let sha = world.git.commit(call.param("ref"))?.id().to_string();
    let named = call.query("check_name");
    let of = world.checks.iter().filter(|run| run.sha == sha && named.is_none_or(|name| name == run.name));
    let items: Vec<_> = of.map(|run| shapes::check_run(world, run)).collect();
    let total = items.len();
    Ok(paged_in(world, call, items, |items| json!({ "total_count": total, "check_runs": items })))
}
