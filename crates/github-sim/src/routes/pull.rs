//! Pull requests.

use super::grants::{READ_PULL, READ_PULLS, WRITE_PULLS};
use super::issue::{blank, check_text};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Issue, Pull, World};
use crate::wire::{Answer, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("pulls/list", "GET", "/repos/{owner}/{repo}/pulls", READ_PULLS, list),
    route("pulls/create", "POST", "/repos/{owner}/{repo}/pulls", WRITE_PULLS, create),
    route("pulls/get", "GET", "/repos/{owner}/{repo}/pulls/{pull_number}", READ_PULL, get),
    route("pulls/update", "PATCH", "/repos/{owner}/{repo}/pulls/{pull_number}", WRITE_PULLS, update),
];

/// The pull request of a number, its branches read anew.
pub(super) fn find(world: &mut World, number: u64) -> Result<(&Issue, &Pull), Problem> {
    world.refresh_pulls();
    let issue = world.issue(number)?;
    Ok((issue, issue.pull.as_ref().ok_or_else(Problem::not_found)?))
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    world.refresh_pulls();
    let state = call.query("state").unwrap_or("open");
    let owner = &world.repository.owner;
    let kept = |issue: &Issue, pull: &Pull| {
        let from = pull.fork.as_ref().and_then(|fork| fork.split('/').next()).unwrap_or(owner);
        let head = call.query("head").filter(|head| head.contains(':'));
        (state == "all" || issue.open == (state == "open"))
            && call.query("base").is_none_or(|base| base == pull.base)
            && head.is_none_or(|head| head == format!("{from}:{}", pull.head))
    };
    let all = world.issues.iter().rev().filter_map(|issue| Some((issue, issue.pull.as_ref()?)));
    let kept = all.filter(|(issue, pull)| kept(issue, pull));
    let items = kept.map(|(issue, pull)| shapes::pull(world, issue, pull, false)).collect();
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let number = call.number("pull_number")?;
    find(world, number)?;
    shown(world, number)
}

fn shown(world: &World, number: u64) -> Answer {
    let issue = world.issue(number)?;
    let pull = issue.pull.as_ref().ok_or_else(Problem::not_found)?;
    Ok(Response::ok(shapes::pull(world, issue, pull, true)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let (head, base) = (fields.required("head")?, fields.required("base")?);
    let title = fields.required("title")?;
    check_text("PullRequest", fields.text("body")?)?;
    let own = format!("{}:", world.repository.owner);
    let head = head.strip_prefix(&own).unwrap_or(head);
    let (fork, branch) = match head.split_once(':') {
        Some((owner, branch)) => (Some(format!("{owner}/{}", world.repository.name)), branch),
        None => (None, head),
    };
    let invalid = |field: &'static str| move |_| Problem::invalid("PullRequest", "invalid", field);
    let base_sha = world.git.branch(base).map_err(invalid("base"))?.id();
    // The branch of a fork is looked for here too: there is one repository.
    let head_sha = world.git.branch(branch).map_err(invalid("head"))?.id();
    let same = |issue: &Issue| {
        let pull = issue.pull.as_ref();
        issue.open && pull.is_some_and(|pull| pull.head == branch && pull.base == base && pull.fork == fork)
    };
    if world.issues.iter().any(same) {
        let message = format!("A pull request already exists for {}:{branch}.", world.repository.owner);
        return Err(Problem::unexplained("PullRequest", &message));
    }
    if !world.git.ahead(base_sha, head_sha) {
        let message = format!("No commits between {base} and {branch}");
        return Err(Problem::unexplained("PullRequest", &message));
    }
    let pull = Pull {
        head: branch.to_owned(),
        fork,
        head_sha: head_sha.to_string(),
        base: base.to_owned(),
        base_sha: base_sha.to_string(),
        draft: fields.flag("draft")?.unwrap_or(false),
        merged_at: None,
        merged_by: None,
        merge_sha: None,
        emptied: false,
    };
    let mut issue = blank(world, call.caller.login());
    title.clone_into(&mut issue.title);
    issue.body = fields.text("body")?.map(str::to_owned);
    issue.pull = Some(pull);
    let number = issue.number;
    world.issues.push(issue);
    let mut response = shown(world, number)?;
    response.status = 201;
    Ok(response)
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let number = call.number("pull_number")?;
    find(world, number)?;
    check_text("PullRequest", fields.text("body")?)?;
    let now = world.now();
    let base = fields.text("base")?;
    if let Some(base) = base {
        let invalid = |_| Problem::invalid("PullRequest", "invalid", "base");
        let base_id = world.git.branch(base).map_err(invalid)?.id();
        let head = find(world, number)?.1.head_sha.clone();
        if !git2::Oid::from_str(&head).is_ok_and(|head| world.git.ahead(base_id, head)) {
            let message = format!("There are no new commits between base branch '{base}' and head");
            return Err(Problem::custom("PullRequest", "base", &message));
        }
    }
    let opens = fields.text("state")? == Some("open") && !world.issue(number)?.open;
    let pull = find(world, number)?.1.clone();
    if let Some(why) = world.refuses_reopening(&pull).filter(|_| opens) {
        let message = format!("state cannot be changed. {why}");
        return Err(Problem::custom("PullRequest", "state", &message));
    }
    let issue = world.issue_mut(number)?;
    if base.is_some_and(|_| !issue.open) {
        let message = "Cannot change the base branch of a closed pull request.";
        return Err(Problem::custom("PullRequest", "base", message));
    }
    if let Some(title) = fields.text("title")? {
        title.clone_into(&mut issue.title);
    }
    if let Some(body) = fields.text("body")? {
        issue.body = Some(body.to_owned());
    }
    if let (Some(base), Some(pull)) = (base, issue.pull.as_mut()) {
        base.clone_into(&mut pull.base);
    }
    if let Some(state) = fields.text("state")? {
        issue.open = state == "open";
        issue.closed_at = (!issue.open).then_some(now);
    }
    issue.updated_at = now;
    shown(world, number)
}
