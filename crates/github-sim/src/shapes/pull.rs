//! Pull requests.

use serde_json::{Value, json};

use super::issue::{association, labels, milestone_of};
use super::{node_id, repository, user};
use crate::clock::rfc3339;
use crate::state::{Issue, Pull, World};

/// `pull-request-simple`, and `pull-request` if all of it is asked for.
pub(crate) fn pull(world: &World, issue: &Issue, pull: &Pull, whole: bool) -> Value {
    let (api, number) = (world.api(), issue.number);
    let url = format!("{api}/pulls/{number}");
    let page = format!("{}/pull/{number}", world.page());
    let issue_url = format!("{api}/issues/{number}");
    let statuses = format!("{api}/statuses/{}", pull.head_sha);
    let link = |href: &str| json!({ "href": href });
    let mut value = json!({
        "url": url,
        "id": issue.id,
        "node_id": node_id("PR", issue.id),
        "html_url": page,
        "diff_url": format!("{page}.diff"),
        "patch_url": format!("{page}.patch"),
        "issue_url": issue_url,
        "commits_url": format!("{url}/commits"),
        "review_comments_url": format!("{url}/comments"),
        "review_comment_url": format!("{api}/pulls/comments{{/number}}"),
        "comments_url": format!("{issue_url}/comments"),
        "statuses_url": statuses,
        "number": number,
        "state": if issue.open { "open" } else { "closed" },
        "locked": issue.locked,
        "active_lock_reason": null,
        "title": issue.title,
        "user": user(world, &issue.author),
        "body": issue.body,
        "labels": described(labels(world, issue), whole),
        "milestone": milestone_of(world, issue),
        "created_at": rfc3339(issue.created_at),
        "updated_at": rfc3339(issue.updated_at),
        "closed_at": issue.closed_at.map(rfc3339),
        "merged_at": pull.merged_at.map(rfc3339),
        "merge_commit_sha": pull.merge_sha.clone().or_else(|| trial(world, issue, pull)),
        "assignee": issue.assignees.first().map(|login| user(world, login)),
        "assignees": issue.assignees.iter().map(|login| user(world, login)).collect::<Vec<_>>(),
        "requested_reviewers": [],
        "requested_teams": [],
        "head": head(world, issue, pull),
        "base": side(world, &world.repository.owner, &pull.base, &pull.base_sha),
        "_links": {
            "self": link(&url),
            "html": link(&page),
            "issue": link(&issue_url),
            "comments": link(&format!("{issue_url}/comments")),
            "review_comments": link(&format!("{url}/comments")),
            "review_comment": link(&format!("{api}/pulls/comments{{/number}}")),
            "commits": link(&format!("{url}/commits")),
            "statuses": link(&statuses),
        },
        "author_association": association(world, &issue.author),
        "auto_merge": null,
        "draft": pull.draft,
    });
    if whole {
        complete(world, issue, pull, &mut value);
    }
    value
}

/// The commit with which GitHub tries whether an open pull request can be merged: no branch has it.
fn trial(world: &World, issue: &Issue, pull: &Pull) -> Option<String> {
    if !issue.open || !world.git.merges(&pull.base_sha, &pull.head_sha) {
        return None;
    }
    let content = format!("trial merge of {} into {}", pull.head_sha, pull.base_sha);
    git2::Oid::hash_object(git2::ObjectType::Commit, content.as_bytes()).ok().map(|id| id.to_string())
}

fn side(world: &World, owner: &str, branch: &str, sha: &str) -> Value {
    json!({
        "label": format!("{owner}:{branch}"),
        "ref": branch,
        "sha": sha,
        "user": user(world, owner),
        "repo": repository(world, None),
    })
}

fn head(world: &World, issue: &Issue, pull: &Pull) -> Value {
    let Some((owner, name)) = pull.fork.as_deref().and_then(|fork| fork.split_once('/')) else {
        return side(world, &world.repository.owner, &pull.head, &pull.head_sha);
    };
    let mut value = side(world, owner, &pull.head, &pull.head_sha);
    value["repo"]["fork"] = true.into();
    value["repo"]["name"] = name.into();
    value["repo"]["full_name"] = format!("{owner}/{name}").into();
    value["repo"]["owner"] = user(world, owner);
    value["repo"]["id"] = (issue.id + 1_000_000).into();
    value
}

/// What only a single pull request shows.
fn complete(world: &World, issue: &Issue, pull: &Pull, value: &mut Value) {
    let changes = world.pull_changes(pull).unwrap_or_default();
    let merged = pull.merged_at.is_some();
    let comments = world.comments.iter().filter(|comment| comment.issue == issue.number).count();
    value["merged"] = merged.into();
    let mergeable = issue.open.then(|| world.git.merges(&pull.base_sha, &pull.head_sha));
    value["mergeable"] = mergeable.into();
    value["rebaseable"] = mergeable.into();
    value["mergeable_state"] = match mergeable {
        None => "unknown",
        Some(false) => "dirty",
        Some(true) if pull.draft => "draft",
        Some(true) => "clean",
    }
    .into();
    value["merged_by"] = pull.merged_by.as_ref().map(|login| user(world, login)).unwrap_or_default();
    value["comments"] = comments.into();
    value["review_comments"] = 0.into();
    value["maintainer_can_modify"] = false.into();
    value["commits"] = world.pull_commits(pull).map_or(0, |commits| commits.len()).into();
    value["additions"] = changes.iter().map(|change| change.additions).sum::<usize>().into();
    value["deletions"] = changes.iter().map(|change| change.deletions).sum::<usize>().into();
    value["changed_files"] = changes.len().into();
}

/// A list describes labels by a text, also where they have none; a pull request by itself may say null.
fn described(mut labels: Vec<Value>, whole: bool) -> Vec<Value> {
    for label in labels.iter_mut().filter(|label| !whole && label["description"].is_null()) {
        label["description"] = json!("");
    }
    labels
}
