//! Blobs.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use git2::Oid;
use serde_json::json;

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::shapes::node_id;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("git/create-blob", "POST", "/repos/{owner}/{repo}/git/blobs", WRITE_CONTENTS, create),
    route("git/get-blob", "GET", "/repos/{owner}/{repo}/git/blobs/{file_sha}", READ_CONTENTS, get),
];

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let content = fields.required("content")?;
    let bytes = match fields.text("encoding")?.unwrap_or("utf-8") {
        "base64" => decode(content)?,
        _ => content.as_bytes().to_vec(),
    };
    let id = world.git.write_blob(&bytes)?.to_string();
    Ok(Response::created(json!({ "url": format!("{}/git/blobs/{id}", world.api()), "sha": id })))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let sha = call.param("file_sha");
    let id = Oid::from_str(sha).map_err(|_| Problem::not_found())?;
    let blob = world.git.repository.find_blob(id)?;
    Ok(Response::ok(json!({
        "sha": sha,
        "node_id": node_id("B", sha),
        "size": blob.size(),
        "url": format!("{}/git/blobs/{sha}", world.api()),
        "content": encode(blob.content()),
        "encoding": "base64",
    })))
}

/// Base64 in lines of 60, as GitHub writes it.
pub(super) fn encode(bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut lines = String::with_capacity(text.len() + text.len() / 60 + 1);
    for line in text.as_bytes().chunks(60) {
        lines.extend(line.iter().map(|byte| char::from(*byte)));
        lines.push('\n');
    }
    lines
}

/// Base64, also over several lines.
pub(super) fn decode(text: &str) -> Result<Vec<u8>, Problem> {
    let text: String = text.split_whitespace().collect();
    STANDARD.decode(text).map_err(|_| Problem::unprocessable("content is not valid Base64"))
}
