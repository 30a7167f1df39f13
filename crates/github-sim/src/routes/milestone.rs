//! Milestones.

use super::grants::{READ_ISSUES, WRITE_ISSUES};
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Milestone, World};
use crate::wire::{Answer, Call, Fields, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("issues/list-milestones", "GET", "/repos/{owner}/{repo}/milestones", READ_ISSUES, list),
    route("issues/create-milestone", "POST", "/repos/{owner}/{repo}/milestones", WRITE_ISSUES, create),
    route(
        "issues/get-milestone",
        "GET",
        "/repos/{owner}/{repo}/milestones/{milestone_number}",
        READ_ISSUES,
        get,
    ),
    route(
        "issues/update-milestone",
        "PATCH",
        "/repos/{owner}/{repo}/milestones/{milestone_number}",
        WRITE_ISSUES,
        update,
    ),
];

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let state = call.query("state").unwrap_or("open");
    let kept = world.milestones.iter().filter(|it| state == "all" || it.open == (state == "open"));
    let items = kept.map(|it| shapes::milestone(world, it)).collect();
    Ok(paged(world, call, items))
}

fn find(world: &World, number: u64) -> Result<&Milestone, Problem> {
    world.milestones.iter().find(|it| it.number == number).ok_or_else(Problem::not_found)
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let milestone = find(world, call.number("milestone_number")?)?;
    Ok(Response::ok(shapes::milestone(world, milestone)))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let title = fields.required("title")?;
    if world.milestones.iter().any(|it| it.title == title) {
        return Err(Problem::invalid("Milestone", "already_exists", "title"));
    }
    let (id, now) = (world.next_id(), world.now());
    let number = world.milestones.iter().map(|it| it.number).max().unwrap_or(0) + 1;
    let mut milestone = Milestone {
        id,
        number,
        title: String::new(),
        description: None,
        open: true,
        creator: call.caller.login().to_owned(),
        due_on: None,
        created_at: now,
        updated_at: now,
        closed_at: None,
    };
    fill(&mut milestone, fields, now)?;
    world.milestones.push(milestone);
    Ok(Response::created(shapes::milestone(world, find(world, number)?)))
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let number = call.number("milestone_number")?;
    let mut milestone = find(world, number)?.clone();
    fill(&mut milestone, fields, world.now())?;
    for it in world.milestones.iter_mut().filter(|it| it.number == number) {
        *it = milestone.clone();
    }
    Ok(Response::ok(shapes::milestone(world, find(world, number)?)))
}

fn fill(milestone: &mut Milestone, fields: Fields<'_>, now: i64) -> Result<(), Problem> {
    if let Some(title) = fields.text("title")? {
        title.clone_into(&mut milestone.title);
    }
    if let Some(description) = fields.text("description")? {
        milestone.description = Some(description.to_owned());
    }
    if let Some(due_on) = fields.text("due_on")? {
        milestone.due_on = Some(due_on.to_owned());
    }
    if let Some(state) = fields.text("state")? {
        milestone.open = state == "open";
        milestone.closed_at = (!milestone.open).then_some(now);
    }
    milestone.updated_at = now;
    Ok(())
}
