//! Comments on commits.

use super::grants::{METADATA, READ_CONTENTS, WRITE_CONTENTS};
use super::issue::check_text;
use super::table::{Route, route};
use crate::shapes;
use crate::state::{CommitComment, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

/// "Permissions required for GitHub Apps": to see them asks for metadata, and a new one for no more than reading
/// contents.
pub(super) const ROUTES: &[Route] = &[
    route(
        "repos/list-comments-for-commit",
        "GET",
        "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
        METADATA,
        list,
    ),
    route(
        "repos/create-commit-comment",
        "POST",
        "/repos/{owner}/{repo}/commits/{commit_sha}/comments",
        READ_CONTENTS,
        create,
    ),
    route(
        "repos/update-commit-comment",
        "PATCH",
        "/repos/{owner}/{repo}/comments/{comment_id}",
        WRITE_CONTENTS,
        update,
    ),
    route(
        "repos/delete-commit-comment",
        "DELETE",
        "/repos/{owner}/{repo}/comments/{comment_id}",
        WRITE_CONTENTS,
        delete,
    ),
];

/// The whole id of the commit of the path.
fn sha(world: &World, call: &Call<'_>) -> Result<String, Problem> {
    let name = call.param("commit_sha");
    let commit = world.git.commit(name);
    let unknown = |_| Problem::unprocessable(&format!("No commit found for SHA: {name}"));
    Ok(commit.map_err(unknown)?.id().to_string())
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let sha = sha(world, call)?;
    let of = world.commit_comments.iter().filter(|comment| comment.sha == sha);
    let items = of.map(|comment| shapes::commit_comment(world, comment)).collect();
    Ok(paged(world, call, items))
}

/// The text, which may be neither empty nor too long.
fn text(call: &Call<'_>) -> Result<String, Problem> {
    let body = call.fields()?.required("body")?;
    check_text("CommitComment", Some(body))?;
    if body.trim().is_empty() {
        return Err(Problem::custom("CommitComment", "body", "body cannot be blank"));
    }
    Ok(body.to_owned())
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let (sha, body, fields) = (sha(world, call)?, text(call)?, call.fields()?);
    let (path, position) = (fields.text("path")?.map(str::to_owned), fields.number("position")?);
    let (id, now, author) = (world.next_id(), world.now(), call.caller.login().to_owned());
    world.commit_comments.push(CommitComment {
        id,
        sha,
        body,
        author,
        path,
        position,
        minimized: None,
        edits: Vec::new(),
        reactions: Vec::new(),
        created_at: now,
        updated_at: now,
    });
    Ok(Response::created(shapes::commit_comment(world, find(world, id)?)))
}

fn find(world: &World, id: u64) -> Result<&CommitComment, Problem> {
    world.commit_comments.iter().find(|comment| comment.id == id).ok_or_else(Problem::not_found)
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = find(world, call.number("comment_id")?)?.id;
    let (body, now) = (text(call)?, world.now());
    for comment in world.commit_comments.iter_mut().filter(|comment| comment.id == id) {
        comment.edit(&body, now);
    }
    Ok(Response::ok(shapes::commit_comment(world, find(world, id)?)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = find(world, call.number("comment_id")?)?.id;
    world.commit_comments.retain(|comment| comment.id != id);
    Ok(Response::none())
}
