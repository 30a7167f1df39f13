//! Branches, and the list of tags.

use serde_json::{Value, json};

use super::grants::{METADATA, READ_CONTENTS};
use super::table::{Route, route};
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("repos/list-branches", "GET", "/repos/{owner}/{repo}/branches", READ_CONTENTS, list),
    route("repos/get-branch", "GET", "/repos/{owner}/{repo}/branches/{branch}", READ_CONTENTS, get),
    route("repos/get-branch-rules", "GET", "/repos/{owner}/{repo}/rules/branches/{branch}", METADATA, rules),
    route("repos/list-tags", "GET", "/repos/{owner}/{repo}/tags", READ_CONTENTS, tags),
];

fn protection(world: &World, name: &str) -> (bool, Value, String) {
    let protected = world.rules.protects(&format!("refs/heads/{name}"));
    let checks = json!({ "enforcement_level": "off", "contexts": [], "checks": [] });
    let url = format!("{}/branches/{}/protection", world.api(), shapes::encoded(name));
    (protected, json!({ "enabled": protected, "required_status_checks": checks }), url)
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let only = match call.query("protected") {
        Some("true") => Some(true),
        Some("false") => Some(false),
        _ => None,
    };
    let mut items = Vec::new();
    for (name, id) in world.git.matching("refs/heads/")? {
        let name = name.trim_start_matches("refs/heads/");
        let (protected, protection, url) = protection(world, name);
        if only.is_none_or(|only| only == protected) {
            let commit = json!({ "sha": id.to_string(), "url": format!("{}/commits/{id}", world.api()) });
            items.push(json!({
                "name": name, "commit": commit, "protected": protected,
                "protection": protection, "protection_url": url,
            }));
        }
    }
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let name = call.param("branch");
    let commit = world.git.branch(name).map_err(|_| Problem::new(404, "Branch not found"))?;
    let (protected, protection, url) = protection(world, name);
    let encoded = shapes::encoded(name);
    Ok(Response::ok(json!({
        "name": name,
        "commit": shapes::commit(world, &commit),
        "_links": {
            "self": format!("{}/branches/{encoded}", world.api()),
            "html": format!("{}/tree/{encoded}", world.page()),
        },
        "protected": protected,
        "protection": protection,
        "protection_url": url,
    })))
}

/// The rules that hold for a branch: those that keep everyone from writing to it.
fn rules(world: &mut World, call: &mut Call<'_>) -> Answer {
    let protected = world.rules.protects(&format!("refs/heads/{}", call.param("branch")));
    let rule = || {
        json!({
            "type": "update",
            "parameters": { "update_allows_fetch_and_merge": false },
            "ruleset_source_type": "Repository",
            "ruleset_source": world.repository.full_name(),
            "ruleset_id": 1,
        })
    };
    let items = if protected { vec![rule()] } else { Vec::new() };
    Ok(paged(world, call, items))
}

/// Tags by name, the last first, as GitHub lists them.
fn tags(world: &mut World, call: &mut Call<'_>) -> Answer {
    let mut items = Vec::new();
    for name in world.git.matching("refs/tags/")?.keys().rev() {
        let name = name.trim_start_matches("refs/tags/");
        let Ok(commit) = world.git.tag(name) else { continue };
        let id = commit.id();
        items.push(json!({
            "name": name,
            "zipball_url": format!("{}/zipball/refs/tags/{name}", world.api()),
            "tarball_url": format!("{}/tarball/refs/tags/{name}", world.api()),
            "commit": { "sha": id.to_string(), "url": format!("{}/commits/{id}", world.api()) },
            "node_id": shapes::node_id("REF", name),
        }));
    }
    Ok(paged(world, call, items))
}
