//! What GraphQL can change.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::execute::{Arguments, Failure};
use super::node::{Node, Out};
use super::query::Resolved;
use super::{comment, discussion};
use crate::access::{Caller, Grant, Level, Scope};
use crate::git::{Edit, Person};
use crate::shapes;
use crate::state::World;
use crate::wire::Problem;

/// Makes a pull request a draft.
const CONVERT: &str = "convertPullRequestToDraft";
/// Takes that back.
const READY: &str = "markPullRequestReadyForReview";

const CONTENTS: Grant = Grant(Scope::Contents, Level::Write);
const DISCUSSIONS: Grant = Grant(Scope::Discussions, Level::Write);
const ISSUES: Grant = Grant(Scope::Issues, Level::Write);
const PULLS: Grant = Grant(Scope::PullRequests, Level::Write);

/// Carries out a mutation.
pub(super) fn perform(world: &mut World, caller: &Caller, name: &str, arguments: &Arguments) -> Resolved {
    let none = Value::Null;
    let input = arguments.get("input").unwrap_or(&none);
    let needs: &[Grant] = match name {
        "createCommitOnBranch" | CONVERT | READY => &[CONTENTS],
        "addComment" | "updateIssueComment" | "deleteIssueComment" => &[ISSUES, PULLS],
        "addDiscussionComment" | "updateDiscussionComment" | "deleteDiscussionComment" => &[DISCUSSIONS],
        "minimizeComment" | "unminimizeComment" | "addReaction" | "removeReaction" => {
            comment::changing(world, input)?
        }
        _ => {
            let message = format!("Field '{name}' doesn't exist on type 'Mutation'");
            return Err(Failure::new("undefinedField", message));
        }
    };
    if !caller.may(needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(needs).message()));
    }
    // With `pull-requests: write` alone GitHub says no, to a workflow's token as to an App's (cli/cli#8910).
    if [CONVERT, READY].contains(&name) && !caller.may(&[PULLS]) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(&[PULLS]).message()));
    }
    if world.repository.archived {
        return Err(Failure::new("FORBIDDEN", "Repository was archived so is read-only."));
    }
    let mut fields = match name {
        "createCommitOnBranch" => create_commit(world, caller, input)?,
        CONVERT | READY => set_draft(world, input, name == CONVERT)?,
        "addComment" => comment::add(world, caller, input)?,
        "updateIssueComment" => comment::update(world, input)?,
        "deleteIssueComment" => {
            let id = comment::id_of(world, text(input, "id")?)?;
            world.comments.retain(|comment| comment.id != id);
            Vec::new()
        }
        "addDiscussionComment" => discussion::add(world, caller, input)?,
        "updateDiscussionComment" => discussion::update(world, input)?,
        "deleteDiscussionComment" => discussion::delete(world, input)?,
        "addReaction" | "removeReaction" => comment::react(world, caller, input, name == "addReaction")?,
        _ => comment::minimize(world, input, name == "minimizeComment")?,
    };
    fields.push(("clientMutationId", input["clientMutationId"].clone().into()));
    Ok(Out::One(Node::Payload("Payload", fields)))
}

pub(super) type Fields = Vec<(&'static str, Out)>;

pub(super) fn text<'a>(input: &'a Value, name: &str) -> Result<&'a str, Failure> {
    let missing = || Failure::new("UNPROCESSABLE", format!("Argument '{name}' is required"));
    input[name].as_str().ok_or_else(missing)
}

pub(super) fn not_found(what: &str) -> Failure {
    Failure::new("NOT_FOUND", format!("Could not resolve to {what}"))
}

fn unprocessable(problem: Problem) -> Failure {
    Failure::new("UNPROCESSABLE", problem.message())
}

/// One commit with some files changed, on the branch's head that the caller expects. GitHub signs it. Files
/// become plain ones: it has no way to say that one is executable.
fn create_commit(world: &mut World, caller: &Caller, input: &Value) -> Result<Fields, Failure> {
    let branch = branch(world, &input["branch"])?;
    let name = format!("refs/heads/{branch}");
    let missing = |_| Failure::new("NOT_FOUND", format!("Branch {branch} not found"));
    let head = world.git.branch(&branch).map_err(missing)?.id();
    let expected = text(input, "expectedHeadOid")?;
    if head.to_string() != expected {
        let message =
            format!("Expected branch to point to \"{expected}\" but it did not. Pull and try again.");
        return Err(Failure::new("STALE_DATA", message));
    }
    world.may_write_ref(&name).map_err(unprocessable)?;
    let edits = edits(world, &input["fileChanges"])?;
    let headline = text(&input["message"], "headline")?;
    let message = match input["message"]["body"].as_str() {
        Some(body) if !body.is_empty() => format!("{headline}\n\n{body}"),
        _ => headline.to_owned(),
    };
    let commit = world.git.repository.find_commit(head).map_err(Problem::from).map_err(unprocessable)?;
    let tree = commit.tree().map_err(Problem::from).map_err(unprocessable)?;
    let tree = world.git.edited(Some(&tree), &edits).map_err(unprocessable)?;
    drop(commit);
    let (login, now) = (caller.login(), world.now());
    let email = format!("{}+{login}@users.noreply.github.com", shapes::user_id(login));
    let author = Person::new(login, &email, now);
    let github = Person::new("GitHub", "noreply@github.com", now);
    let id = world.git.write_commit(&message, tree, &[head], &author, &github).map_err(unprocessable)?;
    world.git.point(&name, id).map_err(unprocessable)?;
    world.signed.insert(id.to_string(), now);
    Ok(vec![("commit", Out::One(Node::Object(id))), ("ref", Out::One(Node::Ref(name)))])
}

/// The branch's name: by repository and name, or by the id of the ref.
fn branch(world: &World, input: &Value) -> Result<String, Failure> {
    if let Some(id) = input["id"].as_str() {
        let all = world.git.matching("refs/heads/").unwrap_or_default();
        let found = all.into_keys().find(|name| shapes::node_id("REF", name) == id);
        let name = found.ok_or_else(|| not_found("a node with the given id"))?;
        return Ok(name.trim_start_matches("refs/heads/").to_owned());
    }
    let (owner, name) = text(input, "repositoryNameWithOwner")?.split_once('/').unwrap_or_default();
    if !world.repository.is(owner, name) {
        return Err(not_found("a Repository with this name"));
    }
    let name = text(input, "branchName")?;
    Ok(name.strip_prefix("refs/heads/").unwrap_or(name).to_owned())
}

fn edits(world: &World, changes: &Value) -> Result<Vec<Edit>, Failure> {
    let list = |name: &str| changes[name].as_array().cloned().unwrap_or_default();
    let mut edits = Vec::new();
    for deletion in list("deletions") {
        edits.push(Edit::Remove(text(&deletion, "path")?.to_owned()));
    }
    for addition in list("additions") {
        let path = text(&addition, "path")?.to_owned();
        let bytes = STANDARD.decode(text(&addition, "contents")?);
        let bytes =
            bytes.map_err(|_| Failure::new("UNPROCESSABLE", format!("{path}: contents is not Base64")))?;
        let blob = world.git.write_blob(&bytes).map_err(unprocessable)?;
        edits.push(Edit::Put { path, blob, mode: 0o100_644 });
    }
    Ok(edits)
}

fn set_draft(world: &mut World, input: &Value, draft: bool) -> Result<Fields, Failure> {
    let asked = text(input, "pullRequestId")?;
    let now = world.now();
    let found = world.issues.iter_mut().find(|issue| shapes::node_id("PR", issue.id) == asked);
    let missing = || not_found(&format!("a node with the global id of '{asked}'"));
    let issue = found.ok_or_else(missing)?;
    let pull = issue.pull.as_mut().ok_or_else(missing)?;
    if !issue.open {
        return Err(Failure::new("UNPROCESSABLE", "Pull request is closed"));
    }
    if pull.draft != draft {
        pull.draft = draft;
        issue.updated_at = now;
    }
    Ok(vec![("pullRequest", Out::One(Node::Issue(issue.number)))])
}
