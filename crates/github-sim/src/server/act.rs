//! What is asked of a request before it is carried out, in GitHub's order.

use super::{State, lock};
use crate::access::{Caller, authenticate};
use crate::routes::{self, Found};
use crate::state::World;
use crate::wire::{Answer, Body, Call, Problem, Request, Response, etag};

/// The versions of the API that may be asked for.
const VERSIONS: [&str; 2] = ["2022-11-28", "2026-03-10"];

/// Carries a request out, and adds the headers that every answer has.
pub(super) fn act(state: &State, index: usize, request: &mut Request) -> Response {
    let caller = authenticate(&lock(&state.tokens), request);
    let name = caller.as_ref().ok().and_then(|caller| caller.token.clone());
    lock(&state.journal).note(index, |entry| entry.token.clone_from(&name));
    let mut world = lock(&state.world);
    let answer = caller.and_then(|caller| {
        polite(request)?;
        lock(&state.limits).admit(name.as_deref(), request, world.now())?;
        world.rates = lock(&state.limits).overview(name.as_deref());
        let found = routes::find(&request.method, &request.path).ok_or_else(Problem::not_found)?;
        lock(&state.journal).note(index, |entry| entry.operation = Some(found.route.operation));
        let answer = perform(&mut world, request, &caller, found)?;
        lock(&state.journal).note(index, |entry| entry.acted = true);
        Ok(answer)
    });
    let mut response = answer.unwrap_or_else(Response::from);
    if request.reads() {
        response = lock(&state.late).filter(response);
        response = unchanged(request, response);
    }
    drop(world);
    decorate(state, name.as_deref(), index, response)
}

/// An upload stands from its first byte on, as an asset in the state `starter` that holds its name. None for
/// whatever else is asked, and for what will be refused.
pub(super) fn begin(state: &State, request: &Request) -> Option<u64> {
    let caller = authenticate(&lock(&state.tokens), request).ok()?;
    let Found { route, params } = routes::find(&request.method, &request.path)?;
    let is_upload = route.operation == "repos/upload-release-asset" && caller.may(route.needs);
    let call = Call { request, params, caller: &caller, upload: None };
    let mut world = lock(&state.world);
    if !is_upload || world.repository.archived || reach(&world, &call).is_err() {
        return None;
    }
    routes::begin_upload(&mut world, &call).ok()
}

/// Takes back what was begun and is refused.
pub(super) fn withdraw(state: &State, begun: u64) {
    for release in &mut lock(&state.world).releases {
        release.assets.retain(|asset| asset.id != begun || asset.complete);
    }
}

/// Carries out an operation for a caller.
pub(crate) fn perform(world: &mut World, request: &mut Request, caller: &Caller, found: Found) -> Answer {
    let upload = match std::mem::replace(&mut request.body, Body::Empty) {
        Body::Upload(upload) => Some(upload),
        body => {
            request.body = body;
            None
        }
    };
    let Found { route, params } = found;
    let mut call = Call { request, params, caller, upload };
    reach(world, &call)?;
    let public_read = !world.repository.private && call.request.reads();
    if caller.is_anonymous() && !call.request.reads() && !route.needs.is_empty() {
        return Err(Problem::new(401, "Requires authentication"));
    }
    if !public_read {
        call.needs(route.needs)?;
    }
    if world.repository.archived && !call.request.reads() && route.path.starts_with("/repos/") {
        return Err(Problem::new(403, "Repository was archived so is read-only."));
    }
    // What was pushed by git happened before this.
    world.refresh_pulls();
    let answer = (route.handler)(world, &mut call);
    world.refresh_pulls();
    let locks = world.locks();
    world.git.lock(locks)?;
    answer
}

/// The repository of the path: there, renamed, or not to be seen.
fn reach(world: &World, call: &Call<'_>) -> Result<(), Problem> {
    let (owner, name) = (call.param("owner"), call.param("repo"));
    if owner.is_empty() {
        return Ok(());
    }
    if owner == routes::BY_ID {
        return if name == world.repository.id.to_string() { Ok(()) } else { Err(Problem::not_found()) };
    }
    if world.repository.was(owner, name) {
        let rest = call.request.path.splitn(5, '/').nth(4).map(|rest| format!("/{rest}")).unwrap_or_default();
        let url = format!("{}/repositories/{}{rest}", world.urls.api, world.repository.id);
        let (status, message) =
            if call.request.reads() { (301, "Moved Permanently") } else { (307, "Temporary Redirect") };
        return Err(Problem::new(status, message).header("location", &url));
    }
    let hidden = world.repository.private && call.caller.is_anonymous();
    if hidden || !world.repository.is(owner, name) {
        return Err(Problem::not_found());
    }
    Ok(())
}

/// What every request has to have.
fn polite(request: &Request) -> Result<(), Problem> {
    if request.header("user-agent").is_none_or(str::is_empty) {
        let message = "Request forbidden by administrative rules. Please make sure your request has a \
                       User-Agent header.";
        return Err(Problem::new(403, message));
    }
    match request.header("x-github-api-version") {
        Some(version) if !VERSIONS.contains(&version) => {
            Err(Problem::new(400, &format!("\"{version}\" is not a supported version.")))
        }
        _ => Ok(()),
    }
}

/// 304 for what the client has already.
fn unchanged(request: &Request, response: Response) -> Response {
    let tag = match response.json() {
        Some(json) if response.status == 200 => etag(json),
        _ => return response,
    };
    let known = request.header("if-none-match").unwrap_or_default();
    if known.split(',').any(|known| known.trim() == tag) {
        return Response { status: 304, payload: crate::wire::Payload::Empty, ..response }
            .header("etag", tag);
    }
    response.header("etag", tag).header("cache-control", "private, max-age=60, s-maxage=60")
}

fn decorate(state: &State, token: Option<&str>, index: usize, response: Response) -> Response {
    let mut response = response
        .header("x-github-request-id", format!("0000:{index:06X}:0:0:0"))
        .header("x-github-media-type", "github.v3; format=json")
        .header("x-github-api-version-selected", VERSIONS[0]);
    let free = response.status == 304;
    for (name, value) in lock(&state.limits).headers(token, free) {
        if response.headers.iter().all(|(there, _)| *there != name) {
            response.headers.push((name, value));
        }
    }
    response
}
