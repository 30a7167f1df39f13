//! The fields of everything that can be read.

use git2::Oid;
use serde_json::Value;

use super::comment;
use super::commit;
use super::connection::Connection;
use super::deployment;
use super::discussion;
use super::execute::{Arguments, Failure};
use super::node::{Node, Out};
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{Issue, World};

pub(super) type Resolved = Result<Out, Failure>;

/// The value of a field.
pub(super) fn resolve(
    world: &World,
    caller: &Caller,
    node: &Node,
    name: &str,
    arguments: &Arguments,
) -> Resolved {
    let found = match node {
        Node::Query => return query(world, caller, name, arguments),
        Node::Repository if name == "discussionCategories" => Some(categories(world, caller, arguments)?),
        Node::Repository if name == "discussion" => Some(discussion::numbered(world, caller, arguments)?),
        Node::Repository if name == "deployments" => Some(deployment::all(world, caller, arguments)?),
        Node::Repository if NUMBERED.contains(&name) => Some(numbered(world, caller, name, arguments)?),
        Node::Repository => repository(world, name, arguments)?,
        Node::Ref(whole) => reference(world, whole, name),
        Node::Object(id) => commit::field(world, *id, name, arguments)?,
        Node::Issue(number) if name == "comments" => Some(comment::under(world, caller, *number, arguments)?),
        Node::Issue(number) => issue(world, *number, name, arguments)?,
        // The one place where GraphQL writes the `[bot]` of a bot.
        Node::Viewer(login) if name == "login" => Some(login.as_str().into()),
        Node::Viewer(login) | Node::Actor(login) => actor(world, login, name),
        Node::Label(label) => label_field(world, label, name),
        Node::Milestone(number) => milestone(world, *number, name),
        Node::Discussion(number) => discussion::field(world, caller, *number, name, arguments)?,
        Node::Comment(_) | Node::CommitComment(_) | Node::DiscussionComment(_)
            if name == "userContentEdits" =>
        {
            Some(comment::edits(world, node, arguments)?)
        }
        Node::Comment(_) | Node::CommitComment(_) | Node::DiscussionComment(_) => {
            comment::field(world, caller, node, name)
        }
        Node::Release(id) => release(world, *id, name),
        Node::Deployment(id) => deployment::field(world, *id, name, arguments)?,
        Node::DeploymentStatus(of, id) => deployment::status(world, *of, *id, name),
        Node::Connection(connection) => connection.field(name),
        Node::PageInfo(connection) => connection.page(name),
        Node::GitActor(value) if name == "user" => {
            Some(Out::maybe(value["login"].as_str().map(|login| Node::Actor(login.to_owned()))))
        }
        Node::GitActor(value) | Node::Plain(_, value) => value.get(name).cloned().map(Out::Leaf),
        Node::Payload(_, fields) => fields.iter().find(|(key, _)| *key == name).map(|(_, out)| out.clone()),
    };
    found.ok_or_else(|| {
        let message = format!("Field '{name}' doesn't exist on type '{}'", node.kind(world));
        Failure::new("undefinedField", message)
    })
}

pub(super) fn text<'a>(arguments: &'a Arguments, name: &str) -> &'a str {
    arguments.get(name).and_then(Value::as_str).unwrap_or_default()
}

fn query(world: &World, caller: &Caller, name: &str, arguments: &Arguments) -> Resolved {
    match name {
        "viewer" => Ok(Out::One(Node::Viewer(caller.login().to_owned()))),
        "repository" => {
            let (owner, repo) = (text(arguments, "owner"), text(arguments, "name"));
            // GraphQL follows a rename without saying so.
            if world.repository.is(owner, repo) || world.repository.was(owner, repo) {
                return Ok(Out::One(Node::Repository));
            }
            let message = format!("Could not resolve to a Repository with the name '{owner}/{repo}'.");
            Err(Failure::new("NOT_FOUND", message))
        }
        "node" => Ok(Out::One(comment::of(world, text(arguments, "id"))?)),
        "nodes" => {
            let ids = arguments.get("ids").and_then(Value::as_array).into_iter().flatten();
            let found = ids.filter_map(Value::as_str).map(|id| comment::of(world, id));
            Ok(Out::Many(found.collect::<Result<_, _>>()?))
        }
        "rateLimit" => {
            let core = &world.rates["resources"]["graphql"];
            let value = serde_json::json!({
                "limit": core["limit"], "remaining": core["remaining"], "used": core["used"], "cost": 1,
                "resetAt": rfc3339(core["reset"].as_i64().unwrap_or(0)),
            });
            Ok(Out::One(Node::Plain("RateLimit", value)))
        }
        _ => Err(Failure::new("undefinedField", format!("Field '{name}' doesn't exist on type 'Query'"))),
    }
}

fn repository(world: &World, name: &str, arguments: &Arguments) -> Result<Option<Out>, Failure> {
    let it = &world.repository;
    Ok(Some(match name {
        "id" => shapes::node_id("R", it.id).into(),
        "databaseId" => it.id.into(),
        "name" => it.name.as_str().into(),
        "nameWithOwner" => it.full_name().into(),
        "owner" => Out::One(Node::Actor(it.owner.clone())),
        "url" => world.page().into(),
        "isArchived" => it.archived.into(),
        "isPrivate" => it.private.into(),
        "mergeCommitAllowed" => it.merging.allow_merge_commit.into(),
        "squashMergeAllowed" => it.merging.allow_squash_merge.into(),
        "rebaseMergeAllowed" => it.merging.allow_rebase_merge.into(),
        "squashMergeCommitTitle" => Out::Leaf(serde_json::json!(it.merging.squash_merge_commit_title)),
        "squashMergeCommitMessage" => Out::Leaf(serde_json::json!(it.merging.squash_merge_commit_message)),
        "mergeCommitTitle" => Out::Leaf(serde_json::json!(it.merging.merge_commit_title)),
        "mergeCommitMessage" => Out::Leaf(serde_json::json!(it.merging.merge_commit_message)),
        "defaultBranchRef" => {
            let whole = format!("refs/heads/{}", world.git.default_branch);
            Out::maybe(world.git.pointer(&whole).ok().map(|_| Node::Ref(whole)))
        }
        "ref" => {
            let asked = text(arguments, "qualifiedName");
            let candidates = [
                asked.to_owned(),
                format!("refs/heads/{asked}"),
                format!("refs/tags/{asked}"),
                format!("refs/{asked}"),
            ];
            let found = candidates
                .into_iter()
                .find(|whole| whole.starts_with("refs/") && world.git.pointer(whole).is_ok());
            Out::maybe(found.map(Node::Ref))
        }
        "refs" => {
            let found = world.git.matching(text(arguments, "refPrefix")).unwrap_or_default();
            Connection::of("RefConnection", found.into_keys().map(Node::Ref).collect(), arguments)?
        }
        "object" => object(world, arguments),
        "issues" | "pullRequests" => list(world, name, arguments)?,
        "releases" => {
            let ids = world.releases.iter().rev().map(|release| Node::Release(release.id));
            Connection::of("ReleaseConnection", ids.collect(), arguments)?
        }
        "release" => {
            let tag = text(arguments, "tagName");
            let found = world.releases.iter().find(|release| !release.draft && release.tag == tag);
            Out::maybe(found.map(|release| Node::Release(release.id)))
        }
        "latestRelease" => Out::maybe(world.latest().map(|release| Node::Release(release.id))),
        _ => return Ok(None),
    }))
}

fn categories(world: &World, caller: &Caller, arguments: &Arguments) -> Resolved {
    let needs = [Grant(Scope::Discussions, Level::Read)];
    if !caller.may(&needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(&needs).message().to_owned()));
    }
    let names = world.repository.discussions.iter();
    let nodes = names.map(|name| Node::Plain("DiscussionCategory", serde_json::json!({ "name": name })));
    Connection::of("DiscussionCategoryConnection", nodes.collect(), arguments)
}

fn object(world: &World, arguments: &Arguments) -> Out {
    let by_id = Oid::from_str(text(arguments, "oid")).ok().filter(|id| world.git.has(*id));
    let expression =
        || world.git.repository.revparse_single(text(arguments, "expression")).ok().map(|it| it.id());
    Out::maybe(by_id.or_else(expression).map(Node::Object))
}

/// What has a number, by what may be asked for.
const NUMBERED: [&str; 3] = ["issue", "pullRequest", "issueOrPullRequest"];

/// Of a private repository, for who may read it.
fn numbered(world: &World, caller: &Caller, name: &str, arguments: &Arguments) -> Resolved {
    let either = [Grant(Scope::Issues, Level::Read), Grant(Scope::PullRequests, Level::Read)];
    let needs = match name {
        "issue" => &either[..1],
        "pullRequest" => &either[1..],
        _ => &either[..],
    };
    if world.repository.private && !caller.may(needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(needs).message()));
    }
    let number = arguments.get("number").and_then(Value::as_u64).unwrap_or(0);
    let found = world.issue(number).ok().filter(|issue| match name {
        "issue" => issue.pull.is_none(),
        "pullRequest" => issue.pull.is_some(),
        _ => true,
    });
    let kind = if name == "pullRequest" { "PullRequest" } else { "issue or pull request" };
    let missing = || {
        let message = format!("Could not resolve to a {kind} with the number of {number}.");
        Failure::new("NOT_FOUND", message)
    };
    found.map(|issue| Out::One(Node::Issue(issue.number))).ok_or_else(missing)
}

fn list(world: &World, name: &str, arguments: &Arguments) -> Resolved {
    let strings = |value: Option<&Value>| -> Option<Vec<String>> {
        match value? {
            Value::String(one) => Some(vec![one.clone()]),
            Value::Array(list) => Some(list.iter().filter_map(|it| it.as_str().map(str::to_owned)).collect()),
            _ => None,
        }
    };
    let filter = arguments.get("filterBy");
    let labels = strings(arguments.get("labels")).or_else(|| strings(filter.and_then(|it| it.get("labels"))));
    let states = strings(arguments.get("states")).or_else(|| strings(filter.and_then(|it| it.get("states"))));
    let branch = |issue: &Issue, key: &str| {
        let asked = arguments.get(key).and_then(Value::as_str);
        let pull = issue.pull.as_ref();
        asked.is_none_or(|asked| {
            pull.is_some_and(|pull| asked == if key == "baseRefName" { &pull.base } else { &pull.head })
        })
    };
    let kept = |issue: &&Issue| {
        issue.pull.is_some() == (name == "pullRequests")
            && labels.as_ref().is_none_or(|labels| labels.iter().any(|label| issue.labels.contains(label)))
            && states.as_ref().is_none_or(|states| states.iter().any(|it| *it == state(issue)))
            && branch(issue, "baseRefName")
            && branch(issue, "headRefName")
    };
    let mut found: Vec<_> = world.issues.iter().filter(kept).map(|issue| Node::Issue(issue.number)).collect();
    if arguments.get("orderBy").is_some_and(|order| order["direction"] == "DESC") {
        found.reverse();
    }
    let kind = if name == "issues" { "IssueConnection" } else { "PullRequestConnection" };
    Connection::of(kind, found, arguments)
}

fn state(issue: &Issue) -> &'static str {
    match &issue.pull {
        Some(pull) if pull.merged_at.is_some() => "MERGED",
        _ if issue.open => "OPEN",
        _ => "CLOSED",
    }
}

fn reference(world: &World, whole: &str, name: &str) -> Option<Out> {
    let cut = whole.match_indices('/').nth(1).map_or(0, |(at, _)| at + 1);
    Some(match name {
        "id" => shapes::node_id("REF", whole).into(),
        "name" => whole[cut..].into(),
        "prefix" => whole[..cut].into(),
        "target" => Out::maybe(world.git.pointer(whole).ok().map(|pointer| Node::Object(pointer.id))),
        "repository" => Out::One(Node::Repository),
        _ => return None,
    })
}

fn issue(world: &World, number: u64, name: &str, arguments: &Arguments) -> Result<Option<Out>, Failure> {
    let Ok(it) = world.issue(number) else { return Ok(None) };
    let shape = shapes::issue(world, it);
    Ok(Some(match name {
        "id" => shape["node_id"].clone().into(),
        "databaseId" => it.id.into(),
        "number" => number.into(),
        "title" => it.title.as_str().into(),
        "body" => it.body.as_deref().unwrap_or_default().into(),
        "url" => shape["html_url"].clone().into(),
        "state" => state(it).into(),
        "locked" => it.locked.into(),
        "activeLockReason" => Out::null(),
        "closed" => (!it.open).into(),
        "createdAt" => rfc3339(it.created_at).into(),
        "updatedAt" => rfc3339(it.updated_at).into(),
        "closedAt" => it.closed_at.map(rfc3339).into(),
        "author" => Out::One(Node::Actor(it.author.clone())),
        "authorAssociation" => shape["author_association"].clone().into(),
        "milestone" => Out::maybe(it.milestone.map(Node::Milestone)),
        "labels" => Connection::of(
            "LabelConnection",
            it.labels.iter().cloned().map(Node::Label).collect(),
            arguments,
        )?,
        _ => return pull(world, it, name, arguments),
    }))
}

/// The fields that only a pull request has.
fn pull(world: &World, issue: &Issue, name: &str, arguments: &Arguments) -> Result<Option<Out>, Failure> {
    let Some(it) = &issue.pull else { return Ok(None) };
    let commits = || world.pull_commits(it).unwrap_or_default();
    let changes = || world.pull_changes(it).unwrap_or_default();
    Ok(Some(match name {
        "isDraft" => it.draft.into(),
        "merged" => it.merged_at.is_some().into(),
        "mergedAt" => it.merged_at.map(rfc3339).into(),
        "mergedBy" => Out::maybe(it.merged_by.clone().map(Node::Actor)),
        "mergeable" => match issue.open {
            true if world.git.merges(&it.base_sha, &it.head_sha) => "MERGEABLE",
            true => "CONFLICTING",
            false => "UNKNOWN",
        }
        .into(),
        "mergeCommit" => {
            Out::maybe(it.merge_sha.as_deref().and_then(|sha| Oid::from_str(sha).ok()).map(Node::Object))
        }
        "baseRefName" => it.base.as_str().into(),
        "headRefName" => it.head.as_str().into(),
        "headRefOid" => it.head_sha.as_str().into(),
        "baseRefOid" => it.base_sha.as_str().into(),
        "changedFiles" => changes().len().into(),
        "commits" => {
            let node = |id| Node::Payload("PullRequestCommit", vec![("commit", Out::One(Node::Object(id)))]);
            Connection::of(
                "PullRequestCommitConnection",
                commits().into_iter().map(node).collect(),
                arguments,
            )?
        }
        "files" => {
            let file =
                |path: String| Node::Plain("PullRequestChangedFile", serde_json::json!({ "path": path }));
            let files = changes().into_iter().map(|change| file(change.path)).collect();
            Connection::of("PullRequestChangedFileConnection", files, arguments)?
        }
        _ => return Ok(None),
    }))
}

fn actor(world: &World, login: &str, name: &str) -> Option<Out> {
    let user = shapes::user(world, login);
    Some(match name {
        // GraphQL leaves the `[bot]` of a bot's login out.
        "login" => login.trim_end_matches("[bot]").into(),
        "url" => user["html_url"].clone().into(),
        "avatarUrl" => user["avatar_url"].clone().into(),
        "id" => user["node_id"].clone().into(),
        "databaseId" => user["id"].clone().into(),
        _ => return None,
    })
}

fn label_field(world: &World, label: &str, name: &str) -> Option<Out> {
    let it = world.labels.iter().find(|it| it.name == label)?;
    Some(match name {
        "id" => shapes::node_id("LA", it.id).into(),
        "name" => it.name.as_str().into(),
        "color" => it.color.as_str().into(),
        "description" => it.description.clone().into(),
        "isDefault" => false.into(),
        "url" => format!("{}/labels/{}", world.page(), shapes::encoded(&it.name)).into(),
        _ => return None,
    })
}

fn milestone(world: &World, number: u64, name: &str) -> Option<Out> {
    let it = world.milestones.iter().find(|it| it.number == number)?;
    Some(match name {
        "id" => shapes::node_id("MI", it.id).into(),
        "number" => it.number.into(),
        "title" => it.title.as_str().into(),
        "description" => it.description.clone().into(),
        "state" => if it.open { "OPEN" } else { "CLOSED" }.into(),
        "url" => format!("{}/milestone/{}", world.page(), it.number).into(),
        "creator" => Out::One(Node::Actor(it.creator.clone())),
        "createdAt" => rfc3339(it.created_at).into(),
        "updatedAt" => rfc3339(it.updated_at).into(),
        "closedAt" => it.closed_at.map(rfc3339).into(),
        _ => return None,
    })
}

fn release(world: &World, id: u64, name: &str) -> Option<Out> {
    let it = world.release(id).ok()?;
    let shape = shapes::release(world, it);
    Some(match name {
        "id" => shape["node_id"].clone().into(),
        "databaseId" => it.id.into(),
        "name" => it.name.clone().into(),
        "tagName" => it.tag.as_str().into(),
        "tag" => {
            let whole = format!("refs/tags/{}", it.tag);
            Out::maybe(world.git.pointer(&whole).ok().map(|_| Node::Ref(whole)))
        }
        "tagCommit" => Out::maybe(world.git.tag(&it.tag).ok().map(|commit| Node::Object(commit.id()))),
        "url" => shape["html_url"].clone().into(),
        "description" => it.body.clone().into(),
        "isDraft" => it.draft.into(),
        "isPrerelease" => it.prerelease.into(),
        "isLatest" => world.latest().is_some_and(|latest| latest.id == id).into(),
        "createdAt" => shape["created_at"].clone().into(),
        "publishedAt" => shape["published_at"].clone().into(),
        "author" => Out::One(Node::Actor(it.author.clone())),
        _ => return None,
    })
}
