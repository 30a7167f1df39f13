//! Environments.

use serde_json::json;

use super::grants::{READ_ENVIRONMENTS, WRITE_ADMINISTRATION};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Environment, World};
use crate::wire::{Answer, Call, Problem, Response, paged_in};

pub(super) const ROUTES: &[Route] = &[
    route("repos/get-all-environments", "GET", "/repos/{owner}/{repo}/environments", READ_ENVIRONMENTS, list),
    route(
        "repos/get-environment",
        "GET",
        "/repos/{owner}/{repo}/environments/{environment_name}",
        READ_ENVIRONMENTS,
        get,
    ),
    route(
        "repos/create-or-update-environment",
        "PUT",
        "/repos/{owner}/{repo}/environments/{environment_name}",
        WRITE_ADMINISTRATION,
        put,
    ),
    route(
        "repos/delete-an-environment",
        "DELETE",
        "/repos/{owner}/{repo}/environments/{environment_name}",
        WRITE_ADMINISTRATION,
        delete,
    ),
];

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let items: Vec<_> = world.environments.iter().map(|it| shapes::environment(world, it)).collect();
    let total = items.len();
    Ok(paged_in(world, call, items, |items| json!({ "total_count": total, "environments": items })))
}

fn find<'a>(world: &'a World, name: &str) -> Result<&'a Environment, Problem> {
    world.environments.iter().find(|it| it.is(name)).ok_or_else(Problem::not_found)
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let it = find(world, call.param("environment_name"))?;
    Ok(Response::ok(shapes::environment(world, it)))
}

fn put(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("environment_name").to_owned();
    if find(world, &name).is_err() {
        let (id, created_at) = (world.next_id(), world.now());
        world.environments.push(Environment { id, name: name.clone(), created_at });
    }
    Ok(Response::ok(shapes::environment(world, find(world, &name)?)))
}

/// Its rules go with it. Of its deployments GitHub's documentation says nothing: they stay as they are.
fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("environment_name").to_owned();
    find(world, &name)?;
    world.environments.retain(|it| !it.is(&name));
    Ok(Response::none())
}
