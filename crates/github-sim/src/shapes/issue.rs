//! Issues, comments, labels and milestones.

use serde_json::{Value, json};

use super::{node_id, user};
use crate::clock::rfc3339;
use crate::state::{Comment, Issue, Label, Milestone, REACTIONS, Reaction, World};

/// Whether someone belongs to the repository.
pub(super) fn association(world: &World, login: &str) -> &'static str {
    if login == world.repository.owner { "OWNER" } else { "NONE" }
}

/// `reaction-rollup`.
pub(super) fn rollup(url: &str, of: &[Reaction]) -> Value {
    let mut value = json!({ "url": format!("{url}/reactions"), "total_count": of.len() });
    for content in REACTIONS {
        value[content] = of.iter().filter(|reaction| reaction.content == content).count().into();
    }
    value
}

/// `reaction`.
pub(crate) fn reaction(world: &World, it: &Reaction) -> Value {
    json!({
        "id": it.id,
        "node_id": node_id("REA", it.id),
        "user": user(world, &it.author),
        "content": it.content,
        "created_at": rfc3339(it.created_at),
    })
}

/// `issue`; a pull request shows as one too.
pub(crate) fn issue(world: &World, it: &Issue) -> Value {
    let url = format!("{}/issues/{}", world.api(), it.number);
    let page =
        format!("{}/{}/{}", world.page(), if it.pull.is_some() { "pull" } else { "issues" }, it.number);
    let comments = world.comments.iter().filter(|comment| comment.issue == it.number).count();
    let mut value = json!({
        "url": url,
        "repository_url": world.api(),
        "labels_url": format!("{url}/labels{{/name}}"),
        "comments_url": format!("{url}/comments"),
        "events_url": format!("{url}/events"),
        "timeline_url": format!("{url}/timeline"),
        "html_url": page,
        "id": it.id,
        "node_id": node_id(if it.pull.is_some() { "PR" } else { "I" }, it.id),
        "number": it.number,
        "title": it.title,
        "user": user(world, &it.author),
        "labels": labels(world, it),
        "state": if it.open { "open" } else { "closed" },
        "state_reason": it.reason,
        "locked": it.locked,
        "active_lock_reason": null,
        "assignee": it.assignees.first().map(|login| user(world, login)),
        "assignees": it.assignees.iter().map(|login| user(world, login)).collect::<Vec<_>>(),
        "milestone": milestone_of(world, it),
        "comments": comments,
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "closed_at": it.closed_at.map(rfc3339),
        "author_association": association(world, &it.author),
        "body": it.body,
        "reactions": rollup(&url, &[]),
        "performed_via_github_app": null,
    });
    if let Some(pull) = &it.pull {
        value["draft"] = pull.draft.into();
        value["pull_request"] = json!({
            "url": format!("{}/pulls/{}", world.api(), it.number),
            "html_url": page,
            "diff_url": format!("{page}.diff"),
            "patch_url": format!("{page}.patch"),
            "merged_at": pull.merged_at.map(rfc3339),
        });
    }
    value
}

pub(super) fn labels(world: &World, it: &Issue) -> Vec<Value> {
    let find = |name: &String| world.labels.iter().find(|label| label.name == *name);
    it.labels.iter().filter_map(find).map(|it| label(world, it)).collect()
}

pub(super) fn milestone_of(world: &World, it: &Issue) -> Option<Value> {
    let found = it.milestone.and_then(|number| world.milestones.iter().find(|it| it.number == number));
    found.map(|it| milestone(world, it))
}

/// `issue-comment`.
pub(crate) fn comment(world: &World, it: &Comment) -> Value {
    let url = format!("{}/issues/comments/{}", world.api(), it.id);
    let pull = world.issue(it.issue).is_ok_and(|issue| issue.pull.is_some());
    let page = format!("{}/{}/{}", world.page(), if pull { "pull" } else { "issues" }, it.issue);
    json!({
        "url": url,
        "html_url": format!("{page}#issuecomment-{}", it.id),
        "issue_url": format!("{}/issues/{}", world.api(), it.issue),
        "id": it.id,
        "node_id": node_id("IC", it.id),
        "user": user(world, &it.author),
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "author_association": association(world, &it.author),
        "body": it.body,
        "reactions": rollup(&url, &it.reactions),
        "performed_via_github_app": null,
    })
}

/// `label`.
pub(crate) fn label(world: &World, it: &Label) -> Value {
    json!({
        "id": it.id,
        "node_id": node_id("LA", it.id),
        "url": format!("{}/labels/{}", world.api(), super::encoded(&it.name)),
        "name": it.name,
        "color": it.color,
        "default": false,
        "description": it.description,
    })
}

/// `milestone`.
pub(crate) fn milestone(world: &World, it: &Milestone) -> Value {
    let url = format!("{}/milestones/{}", world.api(), it.number);
    let count = |open: bool| {
        let issues = world.issues.iter().filter(|issue| issue.milestone == Some(it.number));
        issues.filter(|issue| issue.open == open).count()
    };
    json!({
        "url": url,
        "html_url": format!("{}/milestone/{}", world.page(), it.number),
        "labels_url": format!("{url}/labels"),
        "id": it.id,
        "node_id": node_id("MI", it.id),
        "number": it.number,
        "title": it.title,
        "description": it.description,
        "creator": user(world, &it.creator),
        "open_issues": count(true),
        "closed_issues": count(false),
        "state": if it.open { "open" } else { "closed" },
        "created_at": rfc3339(it.created_at),
        "updated_at": rfc3339(it.updated_at),
        "due_on": it.due_on,
        "closed_at": it.closed_at.map(rfc3339),
    })
}
