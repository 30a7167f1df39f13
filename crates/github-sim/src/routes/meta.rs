//! The service itself, and who is asking.

use serde_json::json;

use super::grants::NOTHING;
use super::table::{Route, route};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response, paged_in};

pub(super) const ROUTES: &[Route] = &[
    route("meta/get", "GET", "/meta", NOTHING, meta),
    route("rate-limit/get", "GET", "/rate_limit", NOTHING, rate_limit),
    route("users/get-authenticated", "GET", "/user", NOTHING, user),
    route(
        "apps/list-repos-accessible-to-installation",
        "GET",
        "/installation/repositories",
        NOTHING,
        installation,
    ),
];

fn meta(_: &mut World, _: &mut Call<'_>) -> Answer {
    Ok(Response::ok(json!({ "verifiable_password_authentication": false })))
}

/// The numbers are filled in by the server, which counts.
fn rate_limit(world: &mut World, _: &mut Call<'_>) -> Answer {
    Ok(Response::ok(world.rates.clone()))
}

fn user(world: &mut World, call: &mut Call<'_>) -> Answer {
    if call.caller.is_anonymous() {
        return Err(Problem::new(401, "Requires authentication"));
    }
    if call.caller.is_app() {
        return Err(Problem::new(403, "Resource not accessible by integration"));
    }
    let mut value = shapes::user(world, call.caller.login());
    for key in ["name", "company", "blog", "location", "email", "hireable", "bio"] {
        value[key] = serde_json::Value::Null;
    }
    let counts = [
        "public_repos",
        "public_gists",
        "followers",
        "following",
        "private_gists",
        "total_private_repos",
        "owned_private_repos",
        "disk_usage",
        "collaborators",
    ];
    for key in counts {
        value[key] = 0.into();
    }
    value["created_at"] = rfc3339(world.repository.created_at).into();
    value["updated_at"] = rfc3339(world.repository.created_at).into();
    value["two_factor_authentication"] = true.into();
    Ok(Response::ok(value))
}

/// Only an App has an installation: clients tell one by that.
fn installation(world: &mut World, call: &mut Call<'_>) -> Answer {
    if !call.caller.is_app() {
        return Err(Problem::new(403, "You must authenticate with an installation access token"));
    }
    let items = vec![shapes::repository(world, None)];
    let wrap = |items: Vec<_>| json!({ "total_count": items.len(), "repositories": items });
    Ok(paged_in(world, call, items, wrap))
}
