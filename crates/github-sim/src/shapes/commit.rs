//! Commits as the repository's pages show them.

use git2::Commit;
use serde_json::{Value, json};

use super::git::{message, parents, person, tree_url, verification};
use super::issue::{association, rollup};
use super::{node_id, user};
use crate::clock::rfc3339;
use crate::git::{Changed, Person};
use crate::state::{CommitComment, World};
use crate::wire::Problem;

/// `commit`.
pub(crate) fn commit(world: &World, commit: &Commit<'_>) -> Value {
    let id = commit.id().to_string();
    let url = format!("{}/commits/{id}", world.api());
    let (author, committer) = (Person::of(&commit.author()), Person::of(&commit.committer()));
    let tree = commit.tree_id().to_string();
    json!({
        "sha": id,
        "node_id": node_id("C", &id),
        "commit": {
            "author": person(&author),
            "committer": person(&committer),
            "message": message(commit),
            "tree": { "sha": tree, "url": tree_url(world, &tree) },
            "url": format!("{}/git/commits/{id}", world.api()),
            "comment_count": world.commit_comments.iter().filter(|comment| comment.sha == id).count(),
            "verification": verification(world, &id),
        },
        "url": url,
        "html_url": format!("{}/commit/{id}", world.page()),
        "comments_url": format!("{url}/comments"),
        "author": account(world, &author),
        "committer": account(world, &committer),
        "parents": parents(world, commit, "commits"),
    })
}

/// `commit` with its statistics and files.
pub(crate) fn commit_with_changes(world: &World, it: &Commit<'_>) -> Result<Value, Problem> {
    let changes = world.git.commit_changes(it)?;
    let additions: usize = changes.iter().map(|change| change.additions).sum();
    let deletions: usize = changes.iter().map(|change| change.deletions).sum();
    let mut value = commit(world, it);
    value["stats"] =
        json!({ "total": additions + deletions, "additions": additions, "deletions": deletions });
    let id = it.id().to_string();
    value["files"] = changes.iter().map(|change| changed(world, &id, change)).collect();
    Ok(value)
}

/// The account of a commit's author: known by the address that GitHub gives those who hide theirs.
fn account(world: &World, person: &Person) -> Option<Value> {
    if person.email == "noreply@github.com" {
        return Some(user(world, "web-flow"));
    }
    let (local, host) = person.email.split_once('@')?;
    let login = local.split_once('+').map_or(local, |(_, login)| login);
    (host == "users.noreply.github.com").then(|| user(world, login))
}

/// `diff-entry`, of a file at a commit.
pub(crate) fn changed(world: &World, commit: &str, change: &Changed) -> Value {
    let path = &change.path;
    let mut value = json!({
        "sha": change.blob.to_string(),
        "filename": path,
        "status": change.status,
        "additions": change.additions,
        "deletions": change.deletions,
        "changes": change.additions + change.deletions,
        "blob_url": format!("{}/blob/{commit}/{}", world.page(), encoded(path)),
        "raw_url": format!("{}/raw/{commit}/{}", world.page(), encoded(path)),
        "contents_url": format!("{}/contents/{}?ref={commit}", world.api(), encoded(path)),
    });
    if let Some(patch) = &change.patch {
        value["patch"] = patch.as_str().into();
    }
    if let Some(previous) = &change.previous {
        value["previous_filename"] = previous.as_str().into();
    }
    value
}

/// `commit-comment`.
pub(crate) fn commit_comment(world: &World, it: &CommitComment) -> Value {
    let url = format!("{}/comments/{}", world.api(), it.id);
    json!({
        "url": url,
        "html_url": format!("{}/commit/{}#commitcomment-{}", world.page(), it.sha, it.id),
        "id": it.id,
        "node_id": node_id("CC", it.id),
        "user": user(world, &it.author),
        "position": it.position,
        "line": null,
        "path": it.path,
        "commit_id": it.sha,
        "body": it.body,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "author_association": association(world, &it.author),
        "reactions": rollup(&url, &[]),
    })
}

/// A path in an address.
pub(crate) fn encoded(path: &str) -> String {
    use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
    const KEPT: &AsciiSet =
        &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'_').remove(b'.').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}
