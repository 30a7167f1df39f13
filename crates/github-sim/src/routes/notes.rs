//! Notes that GitHub writes itself.

use serde_json::json;

use super::grants::WRITE_CONTENTS;
use super::table::{Route, route};
use crate::state::World;
use crate::wire::{Answer, Call, Problem, Response};

pub(super) const ROUTES: &[Route] = &[route(
    "repos/generate-release-notes",
    "POST",
    "/repos/{owner}/{repo}/releases/generate-notes",
    WRITE_CONTENTS,
    generate,
)];

/// The merged pull requests between two tags, in GitHub's words.
fn generate(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let tag = fields.required("tag_name")?;
    let target = fields.text("target_commitish")?.unwrap_or(&world.git.default_branch);
    let missing = |_| Problem::invalid("Release", "invalid", "target_commitish");
    let head = world.git.tag(tag).or_else(|_| world.git.commit(target)).map_err(missing)?.id();
    let previous = fields.text("previous_tag_name")?;
    let hidden = match previous {
        Some(previous) => {
            let missing = |_| Problem::invalid("Release", "invalid", "previous_tag_name");
            vec![world.git.tag(previous).map_err(missing)?.id()]
        }
        None => Vec::new(),
    };
    let range = world.git.walk(head, &hidden, |_| true, 0, 1000)?;
    let mut lines = vec!["## What's Changed".to_owned()];
    for issue in &world.issues {
        let merged = issue.pull.as_ref().and_then(|pull| pull.merge_sha.as_deref());
        if merged.is_some_and(|sha| range.iter().any(|id| id.to_string() == sha)) {
            let page = format!("{}/pull/{}", world.page(), issue.number);
            lines.push(format!("* {} by @{} in {page}", issue.title, issue.author));
        }
    }
    let compare = match previous {
        Some(previous) => format!("{}/compare/{previous}...{tag}", world.page()),
        None => format!("{}/commits/{tag}", world.page()),
    };
    lines.push(format!("\n\n**Full Changelog**: {compare}"));
    Ok(Response::ok(json!({ "name": tag, "body": lines.join("\n") })))
}
