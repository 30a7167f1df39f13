//! Labels: the repository's, and those that an issue has.

use serde_json::Value;

use super::grants::{READ_ISSUES, WRITE_ISSUES};
use super::issue::check_kind;
use super::table::{Route, route};
use crate::shapes;
use crate::state::{Label, World};
use crate::wire::{Answer, Body, Call, Problem, Response, paged};

pub(super) const ROUTES: &[Route] = &[
    route("issues/list-labels-for-repo", "GET", "/repos/{owner}/{repo}/labels", READ_ISSUES, list),
    route("issues/create-label", "POST", "/repos/{owner}/{repo}/labels", WRITE_ISSUES, create),
    route("issues/get-label", "GET", "/repos/{owner}/{repo}/labels/{name}", READ_ISSUES, get),
    route("issues/update-label", "PATCH", "/repos/{owner}/{repo}/labels/{name}", WRITE_ISSUES, update),
    route("issues/delete-label", "DELETE", "/repos/{owner}/{repo}/labels/{name}", WRITE_ISSUES, delete),
    route(
        "issues/list-labels-on-issue",
        "GET",
        "/repos/{owner}/{repo}/issues/{issue_number}/labels",
        READ_ISSUES,
        list_on,
    ),
    route(
        "issues/add-labels",
        "POST",
        "/repos/{owner}/{repo}/issues/{issue_number}/labels",
        WRITE_ISSUES,
        add,
    ),
    route(
        "issues/set-labels",
        "PUT",
        "/repos/{owner}/{repo}/issues/{issue_number}/labels",
        WRITE_ISSUES,
        set,
    ),
    route(
        "issues/remove-label",
        "DELETE",
        "/repos/{owner}/{repo}/issues/{issue_number}/labels/{name}",
        WRITE_ISSUES,
        remove,
    ),
];

/// The colour of a label that nobody chose one for.
const GREY: &str = "ededed";

/// Labels that are put on an issue are made if they are not there.
pub(super) fn ensure(world: &mut World, names: &[String]) {
    for name in names {
        if position(world, name).is_err() {
            let id = world.next_id();
            world.labels.push(Label { id, name: name.clone(), color: GREY.to_owned(), description: None });
        }
    }
}

/// Names do not differ by case.
fn position(world: &World, name: &str) -> Result<usize, Problem> {
    world.labels.iter().position(|it| it.name.eq_ignore_ascii_case(name)).ok_or_else(Problem::not_found)
}

fn list(world: &mut World, call: &mut Call<'_>) -> Answer {
    let items = world.labels.iter().map(|label| shapes::label(world, label)).collect();
    Ok(paged(world, call, items))
}

fn get(world: &mut World, call: &mut Call<'_>) -> Answer {
    let at = position(world, call.param("name"))?;
    Ok(Response::ok(shapes::label(world, &world.labels[at])))
}

fn create(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let name = fields.required("name")?.to_owned();
    if position(world, &name).is_ok() {
        return Err(Problem::invalid("Label", "already_exists", "name"));
    }
    let color = color(fields.text("color")?.unwrap_or(GREY))?;
    let description = fields.text("description")?.map(str::to_owned);
    let id = world.next_id();
    world.labels.push(Label { id, name: name.clone(), color, description });
    let at = position(world, &name)?;
    Ok(Response::created(shapes::label(world, &world.labels[at])))
}

/// Six digits, without a `#`.
fn color(text: &str) -> Result<String, Problem> {
    let right = text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
    if right { Ok(text.to_ascii_lowercase()) } else { Err(Problem::invalid("Label", "invalid", "color")) }
}

fn update(world: &mut World, call: &mut Call<'_>) -> Answer {
    let fields = call.fields()?;
    let at = position(world, call.param("name"))?;
    let old = world.labels[at].name.clone();
    if let Some(name) = fields.text("new_name")? {
        name.clone_into(&mut world.labels[at].name);
        for issue in &mut world.issues {
            for label in issue.labels.iter_mut().filter(|label| **label == old) {
                name.clone_into(label);
            }
        }
    }
    if let Some(text) = fields.text("color")? {
        world.labels[at].color = color(text)?;
    }
    if let Some(description) = fields.text("description")? {
        world.labels[at].description = Some(description.to_owned());
    }
    Ok(Response::ok(shapes::label(world, &world.labels[at])))
}

fn delete(world: &mut World, call: &mut Call<'_>) -> Answer {
    let at = position(world, call.param("name"))?;
    let gone = world.labels.remove(at).name;
    for issue in &mut world.issues {
        issue.labels.retain(|label| *label != gone);
    }
    Ok(Response::none())
}

fn number(world: &World, call: &Call<'_>) -> Result<u64, Problem> {
    let issue = world.issue(call.number("issue_number")?)?;
    check_kind(call, issue)?;
    Ok(issue.number)
}

fn shown(world: &World, call: &Call<'_>, number: u64) -> Answer {
    let of = &world.issue(number)?.labels;
    let items = of.iter().filter_map(|name| position(world, name).ok());
    let items: Vec<Value> = items.map(|at| shapes::label(world, &world.labels[at])).collect();
    Ok(if call.request.reads() { paged(world, call, items) } else { Response::ok(Value::Array(items)) })
}

fn list_on(world: &mut World, call: &mut Call<'_>) -> Answer {
    let number = number(world, call)?;
    shown(world, call, number)
}

/// `{labels: […]}`, or the list itself.
fn names(call: &Call<'_>) -> Result<Vec<String>, Problem> {
    let read = |value: &Value| value.as_str().or_else(|| value["name"].as_str()).map(str::to_owned);
    if let Body::Json(Value::Array(list)) = &call.request.body {
        return Ok(list.iter().filter_map(read).collect());
    }
    Ok(call.fields()?.names("labels")?.unwrap_or_default())
}

fn put(world: &mut World, call: &Call<'_>, keep: bool) -> Answer {
    let names = names(call)?;
    let number = number(world, call)?;
    ensure(world, &names);
    let mut labels = if keep { world.issue(number)?.labels.clone() } else { Vec::new() };
    for name in names {
        let known = world.labels[position(world, &name)?].name.clone();
        if !labels.contains(&known) {
            labels.push(known);
        }
    }
    world.issue_mut(number)?.labels = labels;
    shown(world, call, number)
}

fn add(world: &mut World, call: &mut Call<'_>) -> Answer {
    put(world, call, true)
}

fn set(world: &mut World, call: &mut Call<'_>) -> Answer {
    put(world, call, false)
}

fn remove(world: &mut World, call: &mut Call<'_>) -> Answer {
    let number = number(world, call)?;
    let name = call.param("name").to_owned();
    let labels = &mut world.issue_mut(number)?.labels;
    let at = labels.iter().position(|label| label.eq_ignore_ascii_case(&name));
    labels.remove(at.ok_or_else(|| Problem::new(404, "Label does not exist"))?);
    shown(world, call, number)
}
