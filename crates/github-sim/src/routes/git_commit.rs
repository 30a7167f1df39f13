//! Commits as objects.

use git2::Oid;

use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::access::Caller;
use crate::git::Person;
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Fields, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("git/create-commit", "POST", "/repos/{owner}/{repo}/git/commits", WRITE_CONTENTS, create),
    route("git/get-commit", "GET", "/repos/{owner}/{repo}/git/commits/{commit_sha}", READ_CONTENTS, get),
];

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let id = Oid::from_str(call.param("commit_sha")).map_err(|_| Problem::not_found())?;
    let commit = world.git.repository.find_commit(id)?;
    Ok(Response::ok(shapes::git_commit(world, &commit)))
}

/// A commit that names neither author nor committer is GitHub's own for an App, and signed.
fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let message = fields.required("message")?;
    let tree = Oid::from_str(fields.required("tree")?).ok();
    let tree = tree.filter(|id| world.git.kind(*id).is_ok_and(|kind| kind == "tree"));
    let tree = tree.ok_or_else(|| Problem::unprocessable("Tree SHA does not exist"))?;
    let mut parents = Vec::new();
    for parent in fields.list("parents")?.into_iter().flatten() {
        let id = parent.as_str().and_then(|sha| Oid::from_str(sha).ok());
        let id = id.filter(|id| world.git.repository.find_commit(*id).is_ok());
        parents.push(
            id.ok_or_else(|| Problem::unprocessable("Parent SHA does not exist or is not a commit object"))?,
        );
    }
    let author = person(world, call.caller, fields, "author")?;
    let committer = if fields.has("committer") {
        person(world, call.caller, fields, "committer")?
    } else {
        author.clone()
    };
    let id = world.git.write_commit(message, tree, &parents, &author, &committer)?;
    if call.caller.is_app() && !fields.has("author") && !fields.has("committer") {
        let now = world.now();
        world.signed.insert(id.to_string(), now);
    }
    let commit = world.git.repository.find_commit(id)?;
    Ok(Response::created(shapes::git_commit(world, &commit)))
}

/// The author of a commit that the API makes: the caller.
pub(super) fn account(world: &World, caller: &Caller) -> Person {
    let login = caller.login();
    let email = format!("{}+{login}@users.noreply.github.com", shapes::user_id(login));
    Person::new(login, &email, world.now())
}

/// A person of the body, or the caller.
pub(super) fn person(
    world: &World,
    caller: &Caller,
    fields: Fields<'_>,
    name: &str,
) -> Result<Person, Problem> {
    let own = account(world, caller);
    let Some(given) = fields.object(name)? else { return Ok(own) };
    let time = match given.text("date")? {
        Some(date) => date
            .parse::<jiff::Timestamp>()
            .map_err(|_| Problem::unprocessable(&format!("{name}.date is not an ISO 8601 date")))?
            .as_second(),
        None => own.time,
    };
    Ok(Person::new(given.required("name")?, given.required("email")?, time))
}
