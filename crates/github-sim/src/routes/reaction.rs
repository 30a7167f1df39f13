//! Reactions to comments on issues and pull requests.

use super::grants::{ONLY_READ_ISSUES, ONLY_WRITE_ISSUES};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Comment, REACTIONS, Reaction, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

/// "Permissions required for GitHub Apps" lists them under issues alone, even where the comment is on a pull request.
pub(super) const ROUTES: &[Route] = &[
    route(
        "reactions/list-for-issue-comment",
        "GET",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        ONLY_READ_ISSUES,
        list,
    ),
    route(
        "reactions/create-for-issue-comment",
        "POST",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
        ONLY_WRITE_ISSUES,
        create,
    ),
    route(
        "reactions/delete-for-issue-comment",
        "DELETE",
        "/repos/{owner}/{repo}/issues/comments/{comment_id}/reactions/{reaction_id}",
        ONLY_WRITE_ISSUES,
        delete,
    ),
];

fn find<'a>(world: &'a mut World, call: &Call<'_>) -> Result<&'a mut Comment, Problem> {
    let id = call.number("comment_id")?;
    world.comments.iter_mut().find(|comment| comment.id == id).ok_or_else(Problem::not_found)
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let asked = call.query("content");
    let reactions = find(world, call)?.reactions.clone();
    let kept = reactions.iter().filter(|reaction| asked.is_none_or(|asked| reaction.content == asked));
    let items = kept.map(|reaction| shapes::reaction(world, reaction)).collect();
    Ok(paged(world, call, items))
}

/// An account has each reaction once: 200 with the one that is there.
fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let content = call.fields()?.required("content")?;
    if !REACTIONS.contains(&content) {
        return Err(Problem::invalid("Reaction", "invalid", "content"));
    }
    let author = call.caller.login().to_owned();
    let (id, created_at) = (world.next_id(), world.now());
    let comment = find(world, call)?;
    let same = |it: &&Reaction| it.content == content && it.author == author;
    if let Some(there) = comment.reactions.iter().find(same).cloned() {
        return Ok(Response::ok(shapes::reaction(world, &there)));
    }
    let made = Reaction { id, content: content.to_owned(), author, created_at };
    comment.reactions.push(made.clone());
    Ok(Response::created(shapes::reaction(world, &made)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = call.number("reaction_id")?;
    let reactions = &mut find(world, call)?.reactions;
    let at = reactions.iter().position(|reaction| reaction.id == id).ok_or_else(Problem::not_found)?;
    reactions.remove(at);
    Ok(Response::none())
}
