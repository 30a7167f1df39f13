//! Commits, and the pull requests they came with.

use serde_json::Value;

use super::grants::{READ_CONTENTS, READ_PULLS};
use super::table::{Route, route};
use crate::git::Person;
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Page, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("repos/list-commits", "GET", "/repos/{owner}/{repo}/commits", READ_CONTENTS, list),
    route(
        "repos/list-pull-requests-associated-with-commit",
        "GET",
        "/repos/{owner}/{repo}/commits/{commit_sha}/pulls",
        READ_PULLS,
        pulls,
    ),
    route("repos/get-commit", "GET", "/repos/{owner}/{repo}/commits/{ref}", READ_CONTENTS, get),
];

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("ref");
    let commit = world.git.commit(name);
    let commit = commit.map_err(|_| Problem::unprocessable(&format!("No commit found for SHA: {name}")))?;
    let plain = call.request.header("accept").is_some_and(|accept| accept.contains(".sha"));
    if plain {
        let id = commit.id().to_string().into_bytes();
        return Ok(Response::new(200, crate::wire::Payload::Bytes(id)));
    }
    Ok(Response::ok(shapes::commit_with_changes(world, &commit)?))
}

/// A page of history. `rel="last"` is left out: it would take reading all of it.
fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let page = Page::of(call);
    let from = world.git.commit(call.query("sha").unwrap_or(&world.git.default_branch));
    let from = from.map_err(|_| empty_or_missing(world))?.id();
    let time = |key: &str| call.query(key).and_then(|text| text.parse::<jiff::Timestamp>().ok());
    let (since, until) = (time("since"), time("until"));
    let (author, path) = (call.query("author"), call.query("path"));
    let keep = |commit: &git2::Commit<'_>| {
        let seconds = commit.time().seconds();
        let person = Person::of(&commit.author());
        since.is_none_or(|since| seconds >= since.as_second())
            && until.is_none_or(|until| seconds <= until.as_second())
            && author.is_none_or(|author| person.email == author || person.name == author)
            && path.is_none_or(|path| touches(commit, path))
    };
    let mut ids = world.git.walk(from, &[], keep, page.skip(), page.size + 1)?;
    let more = ids.len() > page.size;
    ids.truncate(page.size);
    let mut items = Vec::new();
    for id in ids {
        items.push(shapes::commit(world, &world.git.repository.find_commit(id)?));
    }
    let response = Response::ok(Value::Array(items));
    Ok(match page.link(world, call, more, None) {
        Some(link) => response.header("link", link),
        None => response,
    })
}

fn empty_or_missing(world: &World) -> Problem {
    match world.git.all_refs().is_empty() {
        true => Problem::new(409, "Git Repository is empty."),
        false => Problem::not_found(),
    }
}

/// Whether a commit has another thing at a path than its parents.
fn touches(commit: &git2::Commit<'_>, path: &str) -> bool {
    let at = |commit: &git2::Commit<'_>| {
        let tree = commit.tree().ok()?;
        tree.get_path(std::path::Path::new(path)).ok().map(|entry| entry.id())
    };
    let own = at(commit);
    match commit.parent_count() {
        0 => own.is_some(),
        _ => commit.parents().all(|parent| at(&parent) != own),
    }
}

fn pulls(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("commit_sha");
    let commit = world.git.commit(name);
    let id = commit.map_err(|_| Problem::unprocessable(&format!("No commit found for SHA: {name}")))?.id();
    let of = world.pulls_of(id);
    let items = of.into_iter().map(|(issue, pull)| shapes::pull(world, issue, pull, false)).collect();
    Ok(paged(world, call, items))
}
