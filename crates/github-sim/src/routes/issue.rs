//! Issues. A pull request is one too.

use super::grants::{ONLY_READ_ISSUES, ONLY_WRITE_ISSUES, WRITE_ISSUES};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Issue, World};
use crate::wire::{Answer, Call, Fields, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("issues/list-for-repo", "GET", "/repos/{owner}/{repo}/issues", ONLY_READ_ISSUES, list),
    route("issues/create", "POST", "/repos/{owner}/{repo}/issues", ONLY_WRITE_ISSUES, create),
    route("issues/get", "GET", "/repos/{owner}/{repo}/issues/{issue_number}", ONLY_READ_ISSUES, get),
    route("issues/update", "PATCH", "/repos/{owner}/{repo}/issues/{issue_number}", WRITE_ISSUES, update),
];

/// Characters of the text of an issue, a pull request or a comment: GitHub's limit.
pub(super) const MAX_TEXT: usize = 65_536;

/// 422 for a text that is too long.
pub(super) fn check_text(resource: &str, body: Option<&str>) -> Result<(), Problem> {
    if body.is_some_and(|body| body.chars().count() > MAX_TEXT) {
        let message = format!("body is too long (maximum is {MAX_TEXT} characters)");
        return Err(Problem::custom(resource, "body", &message));
    }
    Ok(())
}

/// One permission is enough to ask, but it has to be that of the thing: issues' for an issue, either's for a
/// pull request.
pub(super) fn check_kind(call: &Call<'_>, issue: &Issue) -> Result<(), Problem> {
    if issue.pull.is_none() && !call.request.reads() { call.needs(ONLY_WRITE_ISSUES) } else { Ok(()) }
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let state = call.query("state").unwrap_or("open");
    let labels: Vec<_> =
        call.query("labels").unwrap_or_default().split(',').filter(|it| !it.is_empty()).collect();
    let milestone = call.query("milestone").and_then(|text| text.parse::<u64>().ok());
    let kept = |issue: &&Issue| {
        let in_state = state == "all" || issue.open == (state == "open");
        let labelled = labels.iter().all(|label| issue.labels.iter().any(|it| it == label));
        in_state && labelled && milestone.is_none_or(|number| issue.milestone == Some(number))
    };
    let mut found: Vec<_> = world.issues.iter().filter(kept).collect();
    found.sort_by_key(|issue| std::cmp::Reverse(issue.number));
    if call.query("direction") == Some("asc") {
        found.reverse();
    }
    let items = found.into_iter().map(|issue| shapes::issue(world, issue)).collect();
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let issue = world.issue(call.number("issue_number")?)?;
    Ok(Response::ok(shapes::issue(world, issue)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    fields.required("title")?;
    let mut issue = blank(world, call.caller.login());
    fill(world, &mut issue, fields)?;
    let number = issue.number;
    world.issues.push(issue);
    Ok(Response::created(shapes::issue(world, world.issue(number)?)))
}

/// Puts an issue in place under a number that it has elsewhere; one that is there stays.
pub(crate) fn place(world: &mut World, number: u64, title: &str) {
    if world.issue(number).is_err() {
        let author = world.repository.owner.clone();
        let blank = blank(world, &author);
        world.issues.push(Issue { number, title: title.to_owned(), ..blank });
    }
}

/// An issue with nothing in it.
pub(super) fn blank(world: &mut World, author: &str) -> Issue {
    let now = world.now();
    Issue {
        id: world.next_id(),
        number: world.next_number(),
        title: String::new(),
        body: None,
        open: true,
        reason: None,
        locked: false,
        author: author.to_owned(),
        labels: Vec::new(),
        assignees: Vec::new(),
        milestone: None,
        created_at: now,
        updated_at: now,
        closed_at: None,
        pull: None,
    }
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let number = call.number("issue_number")?;
    let mut issue = world.issue(number)?.clone();
    check_kind(call, &issue)?;
    fill(world, &mut issue, fields)?;
    *world.issue_mut(number)? = issue;
    Ok(Response::ok(shapes::issue(world, world.issue(number)?)))
}

/// Takes over what was sent.
fn fill(world: &mut World, issue: &mut Issue, fields: Fields<'_>) -> Result<(), Problem> {
    check_text("Issue", fields.text("body")?)?;
    if let Some(title) = fields.text("title")? {
        title.clone_into(&mut issue.title);
    }
    if let Some(body) = fields.text("body")? {
        issue.body = Some(body.to_owned());
    }
    if let Some(labels) = fields.names("labels")? {
        super::label::ensure(world, &labels);
        issue.labels = labels;
    }
    if let Some(assignees) = fields.names("assignees")? {
        issue.assignees = assignees;
    }
    if fields.has("milestone") {
        issue.milestone = fields.number("milestone")?;
        let known =
            issue.milestone.is_none_or(|number| world.milestones.iter().any(|it| it.number == number));
        if !known {
            return Err(Problem::invalid("Issue", "invalid", "milestone"));
        }
    }
    issue.updated_at = world.now();
    if let Some(state) = fields.text("state")? {
        let open = state == "open";
        if issue.open != open {
            issue.open = open;
            issue.closed_at = (!open).then(|| world.now());
            let default = if open { "reopened" } else { "completed" };
            issue.reason = Some(fields.text("state_reason")?.unwrap_or(default).to_owned());
        }
    }
    Ok(())
}
