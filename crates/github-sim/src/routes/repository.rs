//! The repository.

use serde_json::json;

use super::grants::{METADATA, READ_ADMINISTRATION};
use super::table::{Route, route};
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("repos/get", "GET", "/repos/{owner}/{repo}", METADATA, get),
    route(
        "repos/check-immutable-releases",
        "GET",
        "/repos/{owner}/{repo}/immutable-releases",
        READ_ADMINISTRATION,
        immutable,
    ),
];

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    Ok(Response::ok(shapes::repository(world, Some(call.caller))))
}

/// 404 where it is off.
fn immutable(world: &mut World, _: &mut Call<'_>) -> Answer {
    if !world.repository.immutable_releases {
        return Err(Problem::not_found());
    }
    Ok(Response::ok(json!({ "enabled": true, "enforced_by_owner": false })))
}
