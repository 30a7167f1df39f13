//! The private end, for tests that are not in this process: `/_sim/…`.

use serde_json::{Value, json};

use super::{State, lock};
use crate::access::Caller;
use crate::faults::Fault;
use crate::routes;
use crate::state::{State as Snapshot, WorkflowRun};
use crate::wire::{Body, Problem, Request, Response};

/// Answers a request to it.
pub(super) fn answer(state: &State, request: &Request) -> Response {
    let path = request.path.trim_start_matches("/_sim");
    match (request.method.as_str(), path) {
        ("GET", "/journal") => Response::ok(json!(lock(&state.journal).entries())),
        ("DELETE", "/journal") => {
            lock(&state.journal).clear();
            Response::none()
        }
        ("GET", "/state") => Response::ok(json!(Snapshot::of(&lock(&state.world)))),
        ("POST", "/faults") => plan(state, request),
        ("DELETE", "/faults") => {
            lock(&state.plan).clear();
            Response::none()
        }
        ("GET", "/stopped") => Response::ok(json!({ "index": *lock(&state.stopped) })),
        ("POST", "/resume") => {
            state.resume.notify_waiters();
            Response::none()
        }
        ("POST", "/seed") => seed(state, request),
        ("POST", "/runs") => run(state, request),
        ("POST", "/discussions") => discuss(state, request),
        _ => Problem::not_found().into(),
    }
}

fn plan(state: &State, request: &Request) -> Response {
    let Body::Json(value) = &request.body else {
        return Problem::new(400, "a fault in JSON is asked for").into();
    };
    match serde_json::from_value::<Fault>(value.clone()) {
        Ok(fault) => {
            lock(&state.plan).add(fault);
            Response::none()
        }
        Err(error) => Problem::new(400, &error.to_string()).into(),
    }
}

/// `{method, path, body}`: carried out as the owner, without an entry in the journal.
fn seed(state: &State, request: &Request) -> Response {
    let Body::Json(value) = &request.body else {
        return Problem::new(400, "a request in JSON is asked for").into();
    };
    let text = |key: &str| value[key].as_str().unwrap_or_default();
    own(state, text("method"), text("path"), value["body"].clone())
}

/// `{category, title}`: opens a discussion as the owner. The API has no way to do so but a release's.
fn discuss(state: &State, request: &Request) -> Response {
    let Body::Json(value) = &request.body else {
        return Problem::new(400, "a discussion in JSON is asked for").into();
    };
    let text = |key: &str| value[key].as_str().unwrap_or_default();
    let mut world = lock(&state.world);
    let owner = world.repository.owner.clone();
    let number = world.discuss(&owner, text("category"), text("title"), "");
    Response::ok(json!({ "number": number }))
}

/// A run of a workflow, with the archives of its artifacts in Base64: put in place.
fn run(state: &State, request: &Request) -> Response {
    let Body::Json(value) = &request.body else {
        return Problem::new(400, "a run in JSON is asked for").into();
    };
    match serde_json::from_value::<WorkflowRun>(value.clone()) {
        Ok(run) => Response::ok(json!({ "id": lock(&state.world).ran(run) })),
        Err(error) => Problem::new(400, &error.to_string()).into(),
    }
}

/// Carries out an operation as the owner.
pub(crate) fn own(state: &State, method: &str, target: &str, body: Value) -> Response {
    let mut request = Request::local(method, target, body);
    let mut world = lock(&state.world);
    let caller = Caller::owner(&world.repository.owner);
    let found = routes::find(method, &request.path).ok_or_else(Problem::not_found);
    found
        .and_then(|found| super::perform(&mut world, &mut request, &caller, found))
        .unwrap_or_else(Response::from)
}
