//! Comparing two commits.

use serde_json::json;

use super::grants::READ_CONTENTS;
use super::table::{Route, route};
use crate::shapes;
use crate::state::World;
use crate::wire::{Answer, Call, Page, Problem, Response};

pub(super) const ROUTES: &[Route] = &[route(
    "repos/compare-commits-with-basehead",
    "GET",
    "/repos/{owner}/{repo}/compare/{basehead}",
    READ_CONTENTS,
    compare,
)];

/// All commits on one page up to 250, files on the first page alone: as documented.
const UNPAGED: usize = 250;

fn compare(world: &mut World, call: &mut Call<'_>) -> Answer {
    let basehead = call.param("basehead");
    let (base, head) = basehead.split_once("...").ok_or_else(Problem::not_found)?;
    let local =
        |name: &str| name.strip_prefix(&format!("{}:", world.repository.owner)).unwrap_or(name).to_owned();
    let (base, head) = (world.git.commit(&local(base))?, world.git.commit(&local(head))?);
    let git = &world.git.repository;
    let Ok(merge) = git.merge_base(base.id(), head.id()) else {
        return Err(Problem::new(404, &format!("No common ancestor between {basehead}.")));
    };
    let merge = git.find_commit(merge)?;
    let (ahead, behind) = git.graph_ahead_behind(head.id(), base.id())?;
    let status = match (ahead, behind) {
        (0, 0) => "identical",
        (_, 0) => "ahead",
        (0, _) => "behind",
        _ => "diverged",
    };
    let mut ids = world.git.walk(head.id(), &[base.id()], |_| true, 0, usize::MAX)?;
    ids.reverse();
    let paged = call.query("page").is_some() || call.query("per_page").is_some();
    let page = if paged { Page::of(call) } else { Page { number: 1, size: UNPAGED } };
    let mut commits = Vec::new();
    for id in ids.iter().skip(page.skip()).take(page.size) {
        commits.push(shapes::commit(world, &git.find_commit(*id)?));
    }
    let url = format!("{}/compare/{}", world.api(), shapes::encoded(basehead));
    let html = format!("{}/compare/{}", world.page(), shapes::encoded(basehead));
    let permalink = format!("{}/compare/{}...{}", world.page(), base.id(), head.id());
    let mut value = json!({
        "url": url,
        "html_url": html,
        "permalink_url": permalink,
        "diff_url": format!("{html}.diff"),
        "patch_url": format!("{html}.patch"),
        "base_commit": shapes::commit(world, &base),
        "merge_base_commit": shapes::commit(world, &merge),
        "status": status,
        "ahead_by": ahead,
        "behind_by": behind,
        "total_commits": ids.len(),
        "commits": commits,
    });
    if page.number == 1 {
        let changes = world.git.changes(Some(&merge.tree()?), &head.tree()?)?;
        let id = head.id().to_string();
        value["files"] = changes.iter().map(|change| shapes::changed(world, &id, change)).collect();
    }
    let more = page.skip() + page.size < ids.len();
    let response = Response::ok(value);
    Ok(match page.link(world, call, more, Some(ids.len().div_ceil(page.size))) {
        Some(link) => response.header("link", link),
        None => response,
    })
}
