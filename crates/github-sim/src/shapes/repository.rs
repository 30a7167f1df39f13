//! The repository.

use serde_json::{Value, json};

use super::{node_id, user};
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::state::{MergeSettings, SquashTitle, World};

/// Addresses under the repository's own.
const TEMPLATES: [(&str, &str); 20] = [
    ("archive_url", "{archive_format}{/ref}"),
    ("assignees_url", "assignees{/user}"),
    ("blobs_url", "git/blobs{/sha}"),
    ("branches_url", "branches{/branch}"),
    ("collaborators_url", "collaborators{/collaborator}"),
    ("comments_url", "comments{/number}"),
    ("commits_url", "commits{/sha}"),
    ("compare_url", "compare/{base}...{head}"),
    ("contents_url", "contents/{+path}"),
    ("git_commits_url", "git/commits{/sha}"),
    ("git_refs_url", "git/refs{/sha}"),
    ("git_tags_url", "git/tags{/sha}"),
    ("issue_comment_url", "issues/comments{/number}"),
    ("issue_events_url", "issues/events{/number}"),
    ("issues_url", "issues{/number}"),
    ("keys_url", "keys{/key_id}"),
    ("labels_url", "labels{/name}"),
    ("milestones_url", "milestones{/number}"),
    ("notifications_url", "notifications{?since,all,participating}"),
    ("pulls_url", "pulls{/number}"),
];

/// More of them.
const PLAIN: [(&str, &str); 16] = [
    ("contributors_url", "contributors"),
    ("deployments_url", "deployments"),
    ("downloads_url", "downloads"),
    ("events_url", "events"),
    ("forks_url", "forks"),
    ("hooks_url", "hooks"),
    ("languages_url", "languages"),
    ("merges_url", "merges"),
    ("releases_url", "releases{/id}"),
    ("stargazers_url", "stargazers"),
    ("statuses_url", "statuses/{sha}"),
    ("subscribers_url", "subscribers"),
    ("subscription_url", "subscription"),
    ("tags_url", "tags"),
    ("teams_url", "teams"),
    ("trees_url", "git/trees{/sha}"),
];

fn merging(settings: &MergeSettings, value: &mut Value) {
    if let (Value::Object(shown), Value::Object(into)) = (json!(settings), value) {
        into.extend(shown);
        into.insert("allow_auto_merge".to_owned(), false.into());
        let by_title = settings.squash_merge_commit_title == SquashTitle::PrTitle;
        into.insert("use_squash_pr_title_as_default".to_owned(), by_title.into());
    }
}

/// `full-repository`; what the caller may do stands in it for people alone, as on GitHub.
pub(crate) fn repository(world: &World, caller: Option<&Caller>) -> Value {
    let it = &world.repository;
    let (api, page) = (world.api(), world.page());
    let created = rfc3339(it.created_at);
    let open = world.issues.iter().filter(|issue| issue.open).count();
    let mut value = json!({
        "id": it.id,
        "node_id": node_id("R", it.id),
        "name": it.name,
        "full_name": it.full_name(),
        "private": it.private,
        "visibility": if it.private { "private" } else { "public" },
        "owner": user(world, &it.owner),
        "html_url": page,
        "description": it.description,
        "fork": false,
        "url": api,
        "git_url": format!("{page}.git").replacen("http", "git", 1),
        "ssh_url": format!("git@localhost:{}.git", it.full_name()),
        "clone_url": format!("{page}.git"),
        "svn_url": page,
        "mirror_url": null,
        "homepage": null,
        "language": null,
        "license": null,
        "topics": [],
        "size": 0,
        "default_branch": world.git.default_branch,
        "archived": it.archived,
        "disabled": false,
        "is_template": false,
        "has_issues": true,
        "has_projects": true,
        "has_downloads": true,
        "has_wiki": true,
        "has_pages": false,
        "has_discussions": !it.discussions.is_empty(),
        "allow_forking": true,
        "web_commit_signoff_required": false,
        "pushed_at": created,
        "created_at": created,
        "updated_at": created,
        "open_issues": open,
        "open_issues_count": open,
    });
    for (key, rest) in TEMPLATES.iter().chain(&PLAIN) {
        value[*key] = format!("{api}/{rest}").into();
    }
    for key in ["forks", "forks_count", "watchers", "watchers_count", "stargazers_count"] {
        value[key] = 0.into();
    }
    value["subscribers_count"] = 0.into();
    value["network_count"] = 0.into();
    // "To view merge-related settings, you must have the `contents:read` and `contents:write` permissions"
    // (documentation of `repos/get`).
    let writes = Grant(Scope::Contents, Level::Write);
    if caller.is_some_and(|caller| !caller.is_anonymous() && caller.permissions.allow(writes)) {
        merging(&it.merging, &mut value);
    }
    if let Some(caller) = caller.filter(|caller| !caller.is_app() && !caller.is_anonymous()) {
        let push = caller.permissions.allow(Grant(Scope::Contents, Level::Write));
        let admin = caller.permissions.allow(Grant(Scope::Administration, Level::Write));
        value["permissions"] =
            json!({ "admin": admin, "maintain": admin, "push": push, "triage": push, "pull": true });
    }
    value
}
