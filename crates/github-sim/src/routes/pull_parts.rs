//! The commits and files of a pull request, and its merge.

use serde_json::{Value, json};

use super::git_commit::account;
use super::grants::{READ_PULLS, WRITE_CONTENTS};
use super::pull::find;
use super::table::{Route, route};
use crate::git::Person;
use crate::shapes;
use crate::state::World;
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

/// Merges with a merge commit, squashed, or rebased; a rebase here is a squash without the number.
fn merge(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let number = call.number("pull_number")?;
    let (issue, pull) = find(world, number)?;
    if pull.merged_at.is_some() || !issue.open {
        return Err(Problem::new(405, "Pull Request is not mergeable"));
    }
    if fields.text("sha")?.is_some_and(|sha| sha != pull.head_sha) {
        return Err(Problem::new(409, "Head branch was modified. Review and try the merge again."));
    }
    let (pull, title, body) = (pull.clone(), issue.title.clone(), issue.body.clone());
    let head = world.git.commit(&pull.head_sha)?;
    let base = world.git.branch(&pull.base)?;
    let mut index = world.git.repository.merge_commits(&base, &head, None)?;
    if index.has_conflicts() {
        return Err(Problem::new(405, "Pull Request is not mergeable"));
    }
    let tree = index.write_tree_to(&world.git.repository)?;
    let method = fields.text("merge_method")?.unwrap_or("merge");
    let owner = &world.repository.owner;
    let default = match method {
        "merge" => format!("Merge pull request #{number} from {owner}/{}", pull.head),
        "squash" => format!("{title} (#{number})"),
        _ => title.clone(),
    };
    let subject = fields.text("commit_title")?.unwrap_or(&default);
    let text = fields.text("commit_message")?.map(str::to_owned).or(match method {
        "merge" => Some(title.clone()),
        _ => body,
    });
    let message = text
        .filter(|text| !text.is_empty())
        .map_or(subject.to_owned(), |text| format!("{subject}\n\n{text}"));
    let parents = if method == "merge" { vec![base.id(), head.id()] } else { vec![base.id()] };
    let author = account(world, call.caller);
    let github = Person::new("GitHub", "noreply@github.com", author.time);
    let id = world.git.write_commit(&message, tree, &parents, &author, &github)?;
    world.git.point(&format!("refs/heads/{}", pull.base), id)?;
    drop((head, base));
    finish(world, number, &id.to_string(), call.caller.login())?;
    Ok(Response::ok(
        json!({ "sha": id.to_string(), "merged": true, "message": "Pull Request successfully merged" }),
    ))
}

fn finish(world: &mut World, number: u64, sha: &str, by: &str) -> Result<(), Problem> {
    let now = world.now();
    world.signed.insert(sha.to_owned(), now);
    let issue = world.issue_mut(number)?;
    issue.open = false;
    issue.closed_at = Some(now);
    issue.updated_at = now;
    if let Some(pull) = &mut issue.pull {
        pull.merged_at = Some(now);
        pull.merged_by = Some(by.to_owned());
        pull.merge_sha = Some(sha.to_owned());
    }
    Ok(())
}
