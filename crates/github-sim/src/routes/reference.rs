//! Refs.

use git2::Oid;
use serde_json::Value;

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::git::Pointer;
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("git/get-ref", "GET", "/repos/{owner}/{repo}/git/ref/{ref}", READ_CONTENTS, get),
    route(
        "git/list-matching-refs",
        "GET",
        "/repos/{owner}/{repo}/git/matching-refs/{ref}",
        READ_CONTENTS,
        matching,
    ),
    route("git/create-ref", "POST", "/repos/{owner}/{repo}/git/refs", WRITE_CONTENTS, create),
    route("git/update-ref", "PATCH", "/repos/{owner}/{repo}/git/refs/{ref}", WRITE_CONTENTS, update),
    route("git/delete-ref", "DELETE", "/repos/{owner}/{repo}/git/refs/{ref}", WRITE_CONTENTS, delete),
];

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let pointer = world.git.pointer(&whole(call))?;
    Ok(Response::ok(shapes::reference(world, &pointer)))
}

/// All of them: this list is not paginated.
fn matching(world: &mut World, call: &mut Call<'_>) -> Answer {
    let mut items = Vec::new();
    for (name, id) in world.git.matching(&whole(call))? {
        let pointer = Pointer { name, id, kind: world.git.kind(id)? };
        items.push(shapes::reference(world, &pointer));
    }
    Ok(Response::ok(Value::Array(items)))
}

fn whole(call: &Call<'_>) -> String {
    format!("refs/{}", call.param("ref"))
}

/// An id that the repository has.
fn object(world: &World, sha: &str) -> Result<Oid, Problem> {
    let id = Oid::from_str(sha).ok().filter(|_| sha.len() == 40);
    let message = "The sha parameter must be exactly 40 characters and contain only [0-9a-f].";
    let id = id.ok_or_else(|| Problem::unprocessable(message))?;
    if world.git.has(id) { Ok(id) } else { Err(Problem::unprocessable("Object does not exist")) }
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let (name, sha) = (fields.required("ref")?, fields.required("sha")?);
    let well_formed = name.starts_with("refs/") && name.matches('/').count() >= 2;
    if !well_formed || !git2::Reference::is_valid_name(name) {
        return Err(Problem::unprocessable(&format!(
            "Reference name is not well-formed: `{name}` must start with `refs/` and have two slashes."
        )));
    }
    let id = object(world, sha)?;
    if world.git.pointer(name).is_ok() {
        return Err(Problem::unprocessable("Reference already exists"));
    }
    if name.starts_with("refs/heads/") && world.git.kind(id)? != "commit" {
        return Err(Problem::unprocessable("Reference update failed"));
    }
    world.may_write_ref(name)?;
    world.git.point(name, id).map_err(|_| Problem::unprocessable("Reference update failed"))?;
    let pointer = world.git.pointer(name)?;
    Ok(Response::created(shapes::reference(world, &pointer)))
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let name = whole(call);
    let id = object(world, fields.required("sha")?)?;
    let Ok(old) = world.git.pointer(&name) else {
        return Err(Problem::unprocessable("Reference does not exist"));
    };
    world.may_write_ref(&name)?;
    let force = fields.flag("force")?.unwrap_or(false);
    if !force && !world.git.fast_forward(old.id, id) {
        return Err(Problem::unprocessable("Update is not a fast forward"));
    }
    world.git.point(&name, id)?;
    let pointer = world.git.pointer(&name)?;
    Ok(Response::ok(shapes::reference(world, &pointer)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = whole(call);
    if world.git.pointer(&name).is_err() {
        return Err(Problem::unprocessable("Reference does not exist"));
    }
    world.may_write_ref(&name)?;
    world.git.remove(&name)?;
    Ok(Response::none())
}
