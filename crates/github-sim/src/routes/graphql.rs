//! GraphQL.

use serde_json::json;

use super::grants::NOTHING;
use super::table::{Route, route};
use crate::graphql;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("graphql", "POST", "/graphql", NOTHING, post),
    route("graphql/enterprise", "POST", "/api/graphql", NOTHING, post),
];

/// Errors come with 200, as GraphQL has it; what is asked for decides the permission.
fn post(world: &mut World, call: &mut Call<'_>) -> Answer {
    if call.caller.is_anonymous() {
        return Err(Problem::new(401, "This endpoint requires you to be authenticated."));
    }
    let fields = call.fields()?;
    let Some(query) = fields.text("query")? else {
        return Err(Problem::new(400, "A query attribute must be specified and must be a string."));
    };
    let variables = fields.value("variables").cloned().unwrap_or_else(|| json!({}));
    let name = fields.text("operationName")?;
    Ok(Response::ok(graphql::run(world, call.caller, query, name, &variables)))
}
