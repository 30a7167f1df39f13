//! Discussions, which are GraphQL's alone.

use serde_json::{Value, json};

use super::connection::Connection;
use super::execute::{Arguments, Failure};
use super::mutation::{Fields, not_found, text};
use super::node::{Node, Out};
use super::query::Resolved;
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{Discussion, DiscussionComment, World};

/// Characters of a comment: GitHub's limit.
const MAX_TEXT: usize = 65_536;

/// The discussion of a number, for who may read it.
pub(super) fn numbered(world: &World, caller: &Caller, arguments: &Arguments) -> Resolved {
    let needs = [Grant(Scope::Discussions, Level::Read)];
    if world.repository.private && !caller.may(&needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(&needs).message()));
    }
    let number = arguments.get("number").and_then(Value::as_u64).unwrap_or(0);
    let found = world.discussions.iter().find(|it| it.number == number);
    let missing = || not_found(&format!("a Discussion with the number of {number}."));
    found.map(|it| Out::One(Node::Discussion(it.number))).ok_or_else(missing)
}

/// A field of it.
pub(super) fn field(
    world: &World,
    caller: &Caller,
    number: u64,
    name: &str,
    arguments: &Arguments,
) -> Result<Option<Out>, Failure> {
    let Some(it) = world.discussions.iter().find(|it| it.number == number) else { return Ok(None) };
    Ok(Some(match name {
        "id" => node_id(it).into(),
        "databaseId" => it.id.into(),
        "number" => number.into(),
        "title" => it.title.as_str().into(),
        "body" => it.body.as_str().into(),
        "url" => page(world, it).into(),
        "category" => Out::One(Node::Plain("DiscussionCategory", json!({ "name": it.category }))),
        "author" => Out::One(Node::Actor(it.author.clone())),
        "viewerDidAuthor" => (it.author == caller.login()).into(),
        "locked" | "closed" => false.into(),
        "createdAt" => rfc3339(it.created_at).into(),
        "comments" => {
            let nodes = it.comments.iter().map(|it| Node::DiscussionComment(it.id)).collect();
            Connection::of("DiscussionCommentConnection", nodes, arguments)?
        }
        _ => return Ok(None),
    }))
}

fn node_id(it: &Discussion) -> String {
    shapes::node_id("D", it.id)
}

fn page(world: &World, it: &Discussion) -> String {
    format!("{}/discussions/{}", world.page(), it.number)
}

/// A comment with the discussion that it stands under.
pub(super) fn comment(world: &World, id: u64) -> Option<(&Discussion, &DiscussionComment)> {
    let all = world.discussions.iter().flat_map(|it| it.comments.iter().map(move |comment| (it, comment)));
    all.into_iter().find(|(_, comment)| comment.id == id)
}

/// The place of a comment.
pub(super) fn comment_url(world: &World, it: &Discussion, id: u64) -> String {
    format!("{}#discussioncomment-{id}", page(world, it))
}

pub(super) fn comment_mut(world: &mut World, id: u64) -> Option<&mut DiscussionComment> {
    world.discussions.iter_mut().flat_map(|it| it.comments.iter_mut()).find(|comment| comment.id == id)
}

/// The comment of a node, and what is to be written of it.
fn id_of(world: &World, node: &str) -> Result<u64, Failure> {
    let mut all = world.discussions.iter().flat_map(|it| it.comments.iter());
    let found = all.find(|comment| shapes::node_id("DC", comment.id) == node);
    found.map(|it| it.id).ok_or_else(|| not_found(&format!("a node with the global id of '{node}'")))
}

/// The text, which may be neither empty nor too long.
fn body(input: &Value) -> Result<String, Failure> {
    let body = text(input, "body")?;
    if body.trim().is_empty() {
        return Err(Failure::new("UNPROCESSABLE", "Body can't be blank"));
    }
    if body.chars().count() > MAX_TEXT {
        let message = format!("Body is too long (maximum is {MAX_TEXT} characters)");
        return Err(Failure::new("UNPROCESSABLE", message));
    }
    Ok(body.to_owned())
}

pub(super) fn add(world: &mut World, caller: &Caller, input: &Value) -> Result<Fields, Failure> {
    let asked = text(input, "discussionId")?;
    let at = world.discussions.iter().position(|it| node_id(it) == asked);
    let at = at.ok_or_else(|| not_found(&format!("a node with the global id of '{asked}'")))?;
    if !input["replyToId"].is_null() {
        return Err(Failure::new("UNPROCESSABLE", "The embedded GitHub knows no replies to comments"));
    }
    let (body, id, now) = (body(input)?, world.next_id(), world.now());
    let author = caller.login().to_owned();
    let (edits, reactions) = (Vec::new(), Vec::new());
    let (created_at, updated_at) = (now, now);
    let made =
        DiscussionComment { id, body, author, minimized: None, edits, reactions, created_at, updated_at };
    world.discussions[at].comments.push(made);
    Ok(vec![("comment", Out::One(Node::DiscussionComment(id)))])
}

pub(super) fn update(world: &mut World, input: &Value) -> Result<Fields, Failure> {
    let id = id_of(world, text(input, "commentId")?)?;
    let (body, now) = (body(input)?, world.now());
    if let Some(comment) = comment_mut(world, id) {
        comment.edit(&body, now);
    }
    Ok(vec![("comment", Out::One(Node::DiscussionComment(id)))])
}

pub(super) fn delete(world: &mut World, input: &Value) -> Result<Fields, Failure> {
    let id = id_of(world, text(input, "id")?)?;
    for discussion in &mut world.discussions {
        discussion.comments.retain(|comment| comment.id != id);
    }
    Ok(vec![("comment", Out::null())])
}
