//! Runs of workflows, and their artifacts.

use serde_json::json;

use super::download::refusal;
use super::grants::{NOTHING, READ_ACTIONS};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Run, RunArtifact, World};
use crate::wire::{Answer, Call, Payload, Problem, Response, paged_in};

pub(super) const ROUTES: &[Route] = &[
    route(
        "actions/list-workflow-run-artifacts",
        "GET",
        "/repos/{owner}/{repo}/actions/runs/{run_id}/artifacts",
        READ_ACTIONS,
        artifacts,
    ),
    route(
        "actions/get-workflow-run",
        "GET",
        "/repos/{owner}/{repo}/actions/runs/{run_id}",
        READ_ACTIONS,
        get,
    ),
    route(
        "actions/download-artifact",
        "GET",
        "/repos/{owner}/{repo}/actions/artifacts/{artifact_id}/{archive_format}",
        READ_ACTIONS,
        download,
    ),
    route("storage/get-artifact", "GET", "/_storage/artifacts/{artifact_id}", NOTHING, storage),
];

fn find<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a Run, Problem> {
    let id = call.number("run_id")?;
    world.runs.iter().find(|run| run.id == id).ok_or_else(Problem::not_found)
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    Ok(Response::ok(shapes::run(world, find(world, call)?)))
}

fn artifacts(world: &mut World, call: &mut Call<'_>) -> Answer {
    let run = find(world, call)?;
    let asked = call.query("name");
    let kept = run.artifacts.iter().filter(|artifact| asked.is_none_or(|name| artifact.name == name));
    let items: Vec<_> = kept.map(|artifact| shapes::artifact(world, run, artifact)).collect();
    let total = items.len();
    Ok(paged_in(world, call, items, |items| json!({ "total_count": total, "artifacts": items })))
}

fn artifact<'a>(world: &'a World, call: &Call<'_>) -> Result<&'a RunArtifact, Problem> {
    let id = call.number("artifact_id")?;
    let mut all = world.runs.iter().flat_map(|run| &run.artifacts);
    all.find(|artifact| artifact.id == id).ok_or_else(Problem::not_found)
}

/// The way to the storage, which is on the other origin.
fn download(world: &mut World, call: &mut Call<'_>) -> Answer {
    let artifact = artifact(world, call)?;
    if call.param("archive_format") != "zip" {
        return Err(Problem::not_found());
    }
    if artifact.expired {
        return Err(Problem::new(410, "Artifact has expired"));
    }
    let place = format!("{}/_storage/artifacts/{}?signature=embedded", world.urls.uploads, artifact.id);
    Ok(Response::new(302, Payload::Empty).header("location", place))
}

/// As the storage of assets: addresses are signed, and one that comes with a token too is refused.
fn storage(world: &mut World, call: &mut Call<'_>) -> Answer {
    if let Some(refusal) = refusal(call) {
        return refusal;
    }
    let bytes = artifact(world, call)?.zip.clone();
    Ok(Response::new(200, Payload::Bytes(bytes)).header("content-type", "application/zip"))
}
