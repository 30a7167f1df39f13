//! The commits and files of a pull request, and its merge.

use serde_json::{Value, json};

use super::grants::{READ_PULLS, WRITE_CONTENTS};
use super::pull::find;
use super::table::{Route, route};
use crate::merge::Wish;
use crate::shapes;
use crate::state::{MergeMethod, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route(
        "pulls/list-commits",
        "GET",
        "/repos/{owner}/{repo}/pulls/{pull_number}/commits",
        READ_PULLS,
        commits,
    ),
    route("pulls/list-files", "GET", "/repos/{owner}/{repo}/pulls/{pull_number}/files", READ_PULLS, files),
    route("pulls/merge", "PUT", "/repos/{owner}/{repo}/pulls/{pull_number}/merge", WRITE_CONTENTS, merge),
];

fn commits(world: &mut World, call: &mut Call<'_>) -> Answer {
    let pull = find(world, call.number("pull_number")?)?.1.clone();
    let mut items = Vec::new();
    for id in world.pull_commits(&pull)? {
        items.push(shapes::commit(world, &world.git.repository.find_commit(id)?));
    }
    Ok(paged(world, call, items))
}

fn files(world: &mut World, call: &mut Call<'_>) -> Answer {
    let pull = find(world, call.number("pull_number")?)?.1.clone();
    let changes = world.pull_changes(&pull)?;
    let items: Vec<Value> =
        changes.iter().map(|change| shapes::changed(world, &pull.head_sha, change)).collect();
    Ok(paged(world, call, items))
}

fn merge(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let number = call.number("pull_number")?;
    find(world, number)?;
    let wish = Wish {
        method: match fields.text("merge_method")? {
            None | Some("merge") => MergeMethod::Merge,
            Some("squash") => MergeMethod::Squash,
            Some("rebase") => MergeMethod::Rebase,
            Some(_) => return Err(Problem::unprocessable("Invalid request.\n\nInvalid merge method.")),
        },
        title: fields.text("commit_title")?,
        message: fields.text("commit_message")?,
        sha: fields.text("sha")?,
    };
    let id = world.merge(number, &wish, call.caller.login())?;
    Ok(Response::ok(
        json!({ "sha": id.to_string(), "merged": true, "message": "Pull Request successfully merged" }),
    ))
}
