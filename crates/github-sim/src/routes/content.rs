//! Files by their paths.

use git2::{ObjectType, Oid};
use serde_json::{Value, json};

use super::blob::{decode, encode};
use super::git_commit::account;
use super::grants::{READ_CONTENTS, WRITE_CONTENTS};
use super::table::{Route, route};
use crate::git::{Edit, Person};
use crate::shapes::{self, encoded};
use crate::state::World;
use crate::wire::{Answer, Call, Fields, Payload, Problem, Response};

pub(super) const ROUTES: &[Route] = &[
    route("repos/get-content", "GET", "/repos/{owner}/{repo}/contents/{path}", READ_CONTENTS, get),
    route(
        "repos/create-or-update-file-contents",
        "PUT",
        "/repos/{owner}/{repo}/contents/{path}",
        WRITE_CONTENTS,
        put,
    ),
    route("repos/delete-file", "DELETE", "/repos/{owner}/{repo}/contents/{path}", WRITE_CONTENTS, delete),
];

/// Files over this come without their content; those over a hundred times as much not at all.
const INLINE: usize = 1 << 20;

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let branch = call.query("ref").unwrap_or(&world.git.default_branch);
    let missing = |_| Problem::new(404, &format!("No commit found for the ref {branch}"));
    let commit = world.git.commit(branch).map_err(missing)?;
    let path = call.param("path").trim_matches('/');
    let root = commit.tree()?;
    let entry = if path.is_empty() { None } else { Some(world.git.entry(&root, path)?) };
    let Some(entry) = entry.filter(|entry| entry.kind() != Some(ObjectType::Tree)) else {
        let tree = world.git.subtree(root, path)?;
        let entries = tree.iter().map(|entry| {
            let name = String::from_utf8_lossy(entry.name_bytes()).into_owned();
            let path = if path.is_empty() { name } else { format!("{path}/{name}") };
            item(world, branch, &path, &entry)
        });
        return Ok(Response::ok(entries.collect()));
    };
    let mut value = item(world, branch, path, &entry);
    if entry.kind() != Some(ObjectType::Blob) {
        return Ok(Response::ok(value));
    }
    let blob = world.git.repository.find_blob(entry.id())?;
    if call.request.header("accept").is_some_and(|accept| accept.contains("raw")) {
        return Ok(Response::new(200, Payload::Bytes(blob.content().to_vec())));
    }
    let large = blob.size() > INLINE;
    value["content"] = if large { String::new() } else { encode(blob.content()) }.into();
    value["encoding"] = if large { "none" } else { "base64" }.into();
    if value["type"] == "symlink" {
        value["target"] = String::from_utf8_lossy(blob.content()).into();
    }
    Ok(Response::ok(value))
}

/// An entry of a directory: a file's document without its content.
fn item(world: &World, branch: &str, path: &str, entry: &git2::TreeEntry<'_>) -> Value {
    let id = entry.id();
    let (kind, objects) = match (entry.kind(), entry.filemode()) {
        (Some(ObjectType::Tree), _) => ("dir", "trees"),
        (Some(ObjectType::Commit), _) => ("submodule", "commits"),
        (_, 0o120_000) => ("symlink", "blobs"),
        _ => ("file", "blobs"),
    };
    let size = match objects {
        "blobs" => world.git.repository.find_blob(id).map_or(0, |blob| blob.size()),
        _ => 0,
    };
    let place = encoded(path);
    let url = format!("{}/contents/{place}?ref={branch}", world.api());
    let git = format!("{}/git/{objects}/{id}", world.api());
    let html = format!("{}/{}/{branch}/{place}", world.page(), if kind == "dir" { "tree" } else { "blob" });
    let download = (kind == "file").then(|| format!("{}/raw/{branch}/{place}", world.page()));
    json!({
        "name": path.rsplit('/').next(),
        "path": path,
        "sha": id.to_string(),
        "size": size,
        "url": url,
        "html_url": html,
        "git_url": git,
        "download_url": download,
        "type": kind,
        "_links": { "self": url, "git": git, "html": html },
    })
}

fn put(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let path = call.param("path").to_owned();
    let message = fields.required("message")?;
    let blob = world.git.write_blob(&decode(fields.required("content")?)?)?;
    let existed = current(world, fields, &path)?;
    match (existed, fields.text("sha")?) {
        (Some(_), None) => {
            return Err(Problem::unprocessable("Invalid request.\n\n\"sha\" wasn't supplied."));
        }
        (Some(old), Some(sha)) if old.to_string() != sha => {
            return Err(Problem::new(409, &format!("{path} does not match {sha}")));
        }
        (None, Some(sha)) => return Err(Problem::new(409, &format!("{path} does not match {sha}"))),
        _ => {}
    }
    let edit = Edit::Put { path: path.clone(), blob, mode: 0o100_644 };
    let (branch, commit) = commit_edit(world, call, fields, message, edit)?;
    let made = world.git.repository.find_commit(commit)?;
    let entry = world.git.entry(&made.tree()?, &path)?;
    let value = json!({
        "content": item(world, &branch, &path, &entry),
        "commit": shapes::git_commit(world, &made),
    });
    let status = if existed.is_some() { 200 } else { 201 };
    Ok(Response::new(status, Payload::Json(value)))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let path = call.param("path").to_owned();
    let (message, sha) = (fields.required("message")?, fields.required("sha")?);
    let old = current(world, fields, &path)?.ok_or_else(Problem::not_found)?;
    if old.to_string() != sha {
        return Err(Problem::new(409, &format!("{path} does not match {sha}")));
    }
    let (_, commit) = commit_edit(world, call, fields, message, Edit::Remove(path))?;
    let made = world.git.repository.find_commit(commit)?;
    Ok(Response::ok(json!({ "content": null, "commit": shapes::git_commit(world, &made) })))
}

fn branch_of(world: &World, fields: Fields<'_>) -> Result<String, Problem> {
    Ok(fields.text("branch")?.unwrap_or(&world.git.default_branch).to_owned())
}

/// The blob that stands at the path now.
fn current(world: &World, fields: Fields<'_>, path: &str) -> Result<Option<Oid>, Problem> {
    let branch = branch_of(world, fields)?;
    match world.git.branch(&branch) {
        Ok(commit) => Ok(world.git.entry(&commit.tree()?, path).ok().map(|entry| entry.id())),
        Err(_) if world.git.all_refs().is_empty() => Ok(None),
        Err(_) => Err(Problem::new(404, &format!("Branch {branch} not found"))),
    }
}

/// One commit on the branch, made by the caller and signed by GitHub.
fn commit_edit(
    world: &mut World,
    call: &Call<'_>,
    fields: Fields<'_>,
    message: &str,
    edit: Edit,
) -> Result<(String, Oid), Problem> {
    let branch = branch_of(world, fields)?;
    let name = format!("refs/heads/{branch}");
    world.may_write_ref(&name)?;
    let head = world.git.branch(&branch).ok();
    let base = head.as_ref().map(git2::Commit::tree).transpose()?;
    let tree = world.git.edited(base.as_ref(), &[edit])?;
    let parents: Vec<_> = head.iter().map(git2::Commit::id).collect();
    let author = super::git_commit::person(world, call.caller, fields, "author")?;
    let own = account(world, call.caller);
    let github = Person::new("GitHub", "noreply@github.com", own.time);
    let id = world.git.write_commit(message, tree, &parents, &author, &github)?;
    world.git.point(&name, id)?;
    drop((head, base));
    let now = world.now();
    world.signed.insert(id.to_string(), now);
    Ok((branch, id))
}
