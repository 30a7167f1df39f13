//! Trees.

use git2::Oid;
use serde_json::{Value, json};

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::git::Edit;
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Fields, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("git/create-tree", "POST", "/repos/{owner}/{repo}/git/trees", WRITE_CONTENTS, create),
    route("git/get-tree", "GET", "/repos/{owner}/{repo}/git/trees/{tree_sha}", READ_CONTENTS, get),
];

fn shape(world: &World, id: Oid, recursive: bool) -> Result<Value, Problem> {
    let tree = world.git.repository.find_tree(id)?;
    Ok(json!({
        "sha": id.to_string(),
        "url": format!("{}/git/trees/{id}", world.api()),
        "tree": shapes::tree_entries(world, &tree, "", recursive),
        "truncated": false,
    }))
}

/// By its id, or by what leads to it. Any value of `recursive` asks for all, even `0`.
fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("tree_sha");
    let by_id = Oid::from_str(name).ok().and_then(|id| world.git.repository.find_tree(id).ok());
    let id = match by_id {
        Some(tree) => tree.id(),
        None => world.git.commit(name)?.tree_id(),
    };
    Ok(Response::ok(shape(world, id, call.query("recursive").is_some())?))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let entries = fields.list("tree")?.ok_or_else(|| Problem::unprocessable("Invalid tree info"))?;
    let mut edits = Vec::new();
    for entry in entries {
        let entry = entry.as_object().ok_or_else(|| Problem::unprocessable("Invalid tree info"))?;
        edits.push(edit(world, Fields(entry))?);
    }
    let base = match fields.text("base_tree")? {
        None => None,
        Some(sha) => {
            let id = Oid::from_str(sha).map_err(|_| Problem::unprocessable("base_tree is not a valid id"))?;
            let object = world.git.repository.find_object(id, None)?;
            Some(object.peel_to_tree().map_err(|_| Problem::unprocessable("base_tree is not a tree oid"))?)
        }
    };
    let id = world.git.edited(base.as_ref(), &edits)?;
    Ok(Response::created(shape(world, id, false)?))
}

fn edit(world: &World, entry: Fields<'_>) -> Result<Edit, Problem> {
    let path = entry.required("path")?.to_owned();
    if path.starts_with('/') || path.split('/').any(|part| matches!(part, "" | "." | ".." | ".git")) {
        return Err(Problem::unprocessable("tree.path contains a malformed path component"));
    }
    if entry.has("sha") && entry.value("sha").is_none() {
        return Ok(Edit::Remove(path));
    }
    let mode = i32::from_str_radix(entry.text("mode")?.unwrap_or("100644"), 8)
        .map_err(|_| Problem::unprocessable("tree.mode must be an octal number"))?;
    let blob = match (entry.text("sha")?, entry.text("content")?) {
        (Some(sha), None) => {
            let id = Oid::from_str(sha).ok().filter(|id| world.git.has(*id));
            id.ok_or_else(|| Problem::unprocessable(&format!("tree.sha {sha} is not a valid blob")))?
        }
        (None, Some(content)) => world.git.write_blob(content.as_bytes())?,
        _ => return Err(Problem::unprocessable("Must supply either tree.sha or tree.content")),
    };
    Ok(Edit::Put { path, blob, mode })
}
