//! One request: its faults, its body, what is done, its answer.

use std::time::{Duration, Instant};

use hyper::body::Incoming;

use super::body::Outgoing;
use super::{State, act, control, lock, reading};
use crate::faults::Effect;
use crate::wire::{Body, Origin, Payload, Problem, Request, Response};

/// The connection ends without an answer.
#[derive(Debug, thiserror::Error)]
#[error("the connection is dropped")]
pub(super) struct Dropped;

type Served = Result<hyper::Response<Outgoing>, Dropped>;

/// Serves a request.
pub(super) async fn serve(state: State, origin: Origin, request: hyper::Request<Incoming>) -> Served {
    let (head, body) = request.into_parts();
    let mut request = read_head(origin, &head);
    if request.path.starts_with("/_sim/") {
        request.body = reading::document(body).await.ok_or(Dropped)?;
        return send(control::answer(&state, &request), &request, false);
    }
    let started = Instant::now();
    let kind = if origin == Origin::Api { "api" } else { "uploads" };
    let index = lock(&state.journal).begin(kind, &request.method, &request.path, &request.query);
    let effects = lock(&state.plan).take(index, &request.method, &request.path);
    lock(&state.journal).note(index, |entry| entry.faults.clone_from(&effects));
    let served = faulty(&state, index, &mut request, body, &effects).await;
    let status = served.as_ref().ok().map(|response| response.status().as_u16());
    lock(&state.journal).note(index, |entry| {
        entry.status = status;
        entry.microseconds = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX);
    });
    served
}

/// Everything but the journal's account of it.
async fn faulty(
    state: &State,
    index: usize,
    request: &mut Request,
    body: Incoming,
    effects: &[Effect],
) -> Served {
    let begun = if effects.iter().any(is_refusal) { None } else { act::begin(state, request) };
    for effect in effects {
        match effect {
            Effect::Delay { milliseconds } => tokio::time::sleep(Duration::from_millis(*milliseconds)).await,
            Effect::DropBefore => return Err(Dropped),
            _ => {}
        }
    }
    request.body = read_body(state, request, body, effects).await?;
    if let Body::Upload(upload) = &mut request.body {
        upload.begun = begun;
    }
    note_body(state, index, &request.body);
    if effects.contains(&Effect::StopBefore) {
        stop(state, index).await;
        return Err(Dropped);
    }
    if let Some(refusal) = effects.iter().find_map(|effect| refusal(state, effect)) {
        note_answer(state, index, &refusal);
        return send(refusal, request, false);
    }
    let mut response = act::act(state, index, request);
    if response.status >= 400
        && let Some(begun) = begun
    {
        act::withdraw(state, begun);
    }
    for effect in effects {
        match effect {
            Effect::DropAfter | Effect::Starter => return Err(Dropped),
            Effect::StopAfter => {
                stop(state, index).await;
                return Err(Dropped);
            }
            Effect::Late { reads } => lock(&state.late).hide(&response, *reads),
            Effect::StatusAfter { status } => response = broken(*status),
            _ => {}
        }
    }
    note_answer(state, index, &response);
    send(response, request, effects.contains(&Effect::Reset))
}

fn note_answer(state: &State, index: usize, response: &Response) {
    lock(&state.journal).note(index, |entry| {
        entry.response_kind = match &response.payload {
            Payload::Json(_) => "json",
            Payload::Empty => "none",
            Payload::File(..) | Payload::Bytes(_) => "bytes",
        };
        if state.record {
            entry.response = response.json().cloned();
        }
    });
}

fn read_head(origin: Origin, head: &hyper::http::request::Parts) -> Request {
    let path = head.uri.path();
    let path = path.strip_prefix("/api/v3").filter(|rest| rest.starts_with('/')).unwrap_or(path);
    let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
    };
    Request {
        origin,
        method: head.method.as_str().to_owned(),
        path: path.to_owned(),
        query: crate::wire::pairs(head.uri.query().unwrap_or_default()),
        headers: head.headers.iter().map(header).collect(),
        body: Body::Empty,
    }
}

async fn read_body(
    state: &State,
    request: &Request,
    body: Incoming,
    effects: &[Effect],
) -> Result<Body, Dropped> {
    if request.origin == Origin::Uploads && request.method == "POST" {
        let folder = lock(&state.world).files.clone();
        let cut = effects.contains(&Effect::Starter);
        let upload = reading::upload(body, &folder, cut).await.map_err(|_| Dropped)?;
        return Ok(Body::Upload(upload));
    }
    reading::document(body).await.ok_or(Dropped)
}

fn note_body(state: &State, index: usize, body: &Body) {
    lock(&state.journal).note(index, |entry| match body {
        Body::Empty => {}
        Body::Json(value) => {
            entry.request_bytes = value.to_string().len() as u64;
            entry.request = Some(value.clone());
        }
        Body::Malformed(size) => entry.request_bytes = *size as u64,
        Body::Upload(upload) => entry.request_bytes = upload.size,
    });
}

/// Tells the test, or waits for whoever reads `/_sim/stopped` to go on.
async fn stop(state: &State, index: usize) {
    if let Some(notify) = &state.notify {
        notify(index);
        return;
    }
    *lock(&state.stopped) = Some(index);
    state.resume.notified().await;
    *lock(&state.stopped) = None;
}

/// Whether nothing is begun because of a fault.
fn is_refusal(effect: &Effect) -> bool {
    match effect {
        Effect::Status { .. } | Effect::SecondaryLimit { .. } | Effect::PrimaryLimit { .. } => true,
        Effect::DropBefore | Effect::StopBefore => true,
        Effect::StatusAfter { .. } | Effect::Delay { .. } | Effect::Late { .. } => false,
        Effect::DropAfter | Effect::Reset | Effect::Starter | Effect::StopAfter => false,
    }
}

/// The answer of a fault that does not act.
fn refusal(state: &State, effect: &Effect) -> Option<Response> {
    match effect {
        Effect::Status { status } => Some(broken(*status)),
        Effect::SecondaryLimit { status, retry_after } => {
            Some(super::limits::secondary(*status, *retry_after))
        }
        Effect::PrimaryLimit { reset } => {
            let reset = lock(&state.world).now() + i64::try_from(*reset).unwrap_or(0);
            Some(super::limits::primary(reset))
        }
        _ => None,
    }
}

fn broken(status: u16) -> Response {
    Problem::new(status, if status >= 500 { "Server Error" } else { "Refused" }).into()
}

/// Puts it on the wire.
fn send(response: Response, request: &Request, cut: bool) -> Served {
    let Response { status, headers, payload } = response;
    let mut builder = hyper::Response::builder().status(status).header("server", "github.com");
    if matches!(payload, Payload::Json(_)) {
        builder = builder.header("content-type", "application/json; charset=utf-8");
    }
    for (name, value) in headers {
        builder = builder.header(name, value);
    }
    let payload = if request.method == "HEAD" { Payload::Empty } else { payload };
    let body = Outgoing::new(payload, cut).map_err(|_| Dropped)?;
    builder.body(body).map_err(|_| Dropped)
}
