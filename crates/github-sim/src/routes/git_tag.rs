//! Annotated tags as objects: a ref is made apart from them.

use git2::Oid;

use super::git_commit::person;
use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("git/create-tag", "POST", "/repos/{owner}/{repo}/git/tags", WRITE_CONTENTS, create),
    route("git/get-tag", "GET", "/repos/{owner}/{repo}/git/tags/{tag_sha}", READ_CONTENTS, get),
];

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = Oid::from_str(call.param("tag_sha")).map_err(|_| Problem::not_found())?;
    let tag = world.git.repository.find_tag(id).map_err(|_| Problem::not_found())?;
    Ok(Response::ok(shapes::git_tag(world, &tag)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let (name, message) = (fields.required("tag")?, fields.required("message")?);
    let id = Oid::from_str(fields.required("object")?).ok().filter(|id| world.git.has(*id));
    let id =
        id.ok_or_else(|| Problem::unprocessable("Could not resolve to a node: the object does not exist"))?;
    fields.required("type")?;
    let tagger = person(world, call.caller, fields, "tagger")?.signature()?;
    let object = world.git.repository.find_object(id, None)?;
    let tag = world.git.repository.tag_annotation_create(name, &object, &tagger, message)?;
    if call.caller.is_app() && !fields.has("tagger") {
        let now = world.now();
        world.signed.insert(tag.to_string(), now);
    }
    let tag = world.git.repository.find_tag(tag)?;
    Ok(Response::created(shapes::git_tag(world, &tag)))
}
