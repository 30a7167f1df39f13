//! Comments on issues and pull requests.

use super::grants::{READ_ISSUES, WRITE_ISSUES};
use super::issue::{check_kind, check_text};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Comment, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route(
        "issues/list-comments-for-repo",
        "GET",
        "/repos/{owner}/{repo}/issues/comments",
        READ_ISSUES,
        list_all,
    ),
    route(
        "issues/get-comment",
        "GET",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}",
        READ_ISSUES,
        get,
    ),
    route(
        "issues/update-comment",
        "PATCH",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}",
        WRITE_ISSUES,
        update,
    ),
    route(
        "issues/delete-comment",
        "DELETE",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}",
        WRITE_ISSUES,
        delete,
    ),
    route(
        "issues/list-comments",
        "GET",
        "/repos/{owner}/{repo}/issues/{issue_number}/comments",
        READ_ISSUES,
        list,
    ),
    route(
        "issues/create-comment",
        "POST",
        "/repos/{owner}/{repo}/issues/{issue_number}/comments",
        WRITE_ISSUES,
        create,
    ),
];

fn list_all(world: &mut World, call: &mut Call<'_>) -> Answer {
    let items = world.comments.iter().map(|comment| shapes::comment(world, comment)).collect();
    Ok(paged(world, call, items))
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let number = world.issue(call.number("issue_number")?)?.number;
    let of = world.comments.iter().filter(|comment| comment.issue == number);
    let items = of.map(|comment| shapes::comment(world, comment)).collect();
    Ok(paged(world, call, items))
}

fn find(world: &World, id: u64) -> Result<&Comment, Problem> {
    world.comments.iter().find(|comment| comment.id == id).ok_or_else(Problem::not_found)
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let comment = find(world, call.number("comment_id")?)?;
    Ok(Response::ok(shapes::comment(world, comment)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let body = text(call)?;
    let issue = world.issue(call.number("issue_number")?)?;
    check_kind(call, issue)?;
    let number = issue.number;
    if issue.locked {
        return Err(Problem::new(403, "Unable to create comment because issue is locked."));
    }
    let (id, now) = (world.next_id(), world.now());
    let author = call.caller.login().to_owned();
    world.comments.push(Comment::new(id, number, body, author, now));
    Ok(Response::created(shapes::comment(world, find(world, id)?)))
}

/// The text, which may be neither empty nor too long.
fn text(call: &Call<'_>) -> Result<String, Problem> {
    let body = call.fields()?.required("body")?;
    check_text("IssueComment", Some(body))?;
    if body.trim().is_empty() {
        return Err(Problem::custom("IssueComment", "body", "body cannot be blank"));
    }
    Ok(body.to_owned())
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = call.number("comment_id")?;
    let issue = find(world, id)?.issue;
    check_kind(call, world.issue(issue)?)?;
    let (body, now) = (text(call)?, world.now());
    for comment in world.comments.iter_mut().filter(|comment| comment.id == id) {
        comment.edit(&body, now);
    }
    Ok(Response::ok(shapes::comment(world, find(world, id)?)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = call.number("comment_id")?;
    let issue = find(world, id)?.issue;
    check_kind(call, world.issue(issue)?)?;
    world.comments.retain(|comment| comment.id != id);
    Ok(Response::none())
}
