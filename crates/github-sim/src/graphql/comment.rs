//! Comments: what is read of them, and how they are hidden.

use serde_json::Value;

use super::connection::Connection;
use super::execute::{Arguments, Failure};
use super::mutation::{Fields, not_found, text};
use super::node::{Node, Out};
use super::query::Resolved;
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{Comment, World};

/// `ReportedContentClassifiers`, and what is given back as `minimizedReason`.
const CLASSIFIERS: [(&str, &str); 6] = [
    ("ABUSE", "abuse"),
    ("DUPLICATE", "duplicate"),
    ("OFF_TOPIC", "off-topic"),
    ("OUTDATED", "outdated"),
    ("RESOLVED", "resolved"),
    ("SPAM", "spam"),
];

/// Those under an issue or a pull request, for who may read it.
pub(super) fn under(world: &World, caller: &Caller, number: u64, arguments: &Arguments) -> Resolved {
    let either = [Grant(Scope::Issues, Level::Read), Grant(Scope::PullRequests, Level::Read)];
    let is_pull = world.issue(number).is_ok_and(|issue| issue.pull.is_some());
    let needs = if is_pull { &either[..] } else { &either[..1] };
    if world.repository.private && !caller.may(needs) {
        return Err(Failure::new("FORBIDDEN", caller.refusal(needs).message()));
    }
    let of = world.comments.iter().filter(|comment| comment.issue == number);
    Connection::of("IssueCommentConnection", of.map(|it| Node::Comment(it.id)).collect(), arguments)
}

/// A field of a comment on an issue or a pull request.
pub(super) fn field(
    world: &World,
    caller: &Caller,
    id: u64,
    name: &str,
    arguments: &Arguments,
) -> Option<Out> {
    let it = world.comments.iter().find(|comment| comment.id == id)?;
    Some(match name {
        "id" => shapes::node_id("IC", it.id).into(),
        "databaseId" => it.id.into(),
        "fullDatabaseId" => it.id.to_string().into(),
        "body" => it.body.as_str().into(),
        "url" => shapes::comment(world, it)["html_url"].clone().into(),
        "author" => Out::One(Node::Actor(it.author.clone())),
        "viewerDidAuthor" => (it.author == caller.login()).into(),
        "userContentEdits" => {
            let edits = it.edits.iter().rev();
            let nodes = edits.map(|body| Node::Plain("UserContentEdit", serde_json::json!({ "diff": body })));
            return Connection::of("UserContentEditConnection", nodes.collect(), arguments).ok();
        }
        "isMinimized" => it.minimized.is_some().into(),
        "minimizedReason" => it.minimized.clone().into(),
        "createdAt" => rfc3339(it.created_at).into(),
        "updatedAt" => rfc3339(it.updated_at).into(),
        _ => return None,
    })
}

fn missing(node: &str) -> Failure {
    not_found(&format!("a node with the global id of '{node}'"))
}

pub(super) fn id_of(world: &World, node: &str) -> Result<u64, Failure> {
    let found = world.comments.iter().find(|comment| shapes::node_id("IC", comment.id) == node);
    found.map(|comment| comment.id).ok_or_else(|| missing(node))
}

pub(super) fn add(world: &mut World, caller: &Caller, input: &Value) -> Result<Fields, Failure> {
    let subject = text(input, "subjectId")?;
    let found = world.issues.iter().find(|issue| shapes::issue(world, issue)["node_id"] == subject);
    let issue = found.ok_or_else(|| missing(subject))?.number;
    let body = text(input, "body")?.to_owned();
    let (id, now) = (world.next_id(), world.now());
    let author = caller.login().to_owned();
    world.comments.push(Comment {
        id,
        issue,
        body,
        author,
        minimized: None,
        edits: Vec::new(),
        reactions: Vec::new(),
        created_at: now,
        updated_at: now,
    });
    let edge = Node::Payload("IssueCommentEdge", vec![("node", Out::One(Node::Comment(id)))]);
    Ok(vec![("commentEdge", Out::One(edge)), ("subject", Out::One(Node::Issue(issue)))])
}

pub(super) fn update(world: &mut World, input: &Value) -> Result<Fields, Failure> {
    let id = id_of(world, text(input, "id")?)?;
    let (body, now) = (text(input, "body")?, world.now());
    for comment in world.comments.iter_mut().filter(|comment| comment.id == id) {
        comment.edit(body, now);
    }
    Ok(vec![("issueComment", Out::One(Node::Comment(id)))])
}

/// What hiding a comment asks for: what writing under its subject asks for.
pub(super) fn minimizing(world: &World, input: &Value) -> Result<&'static [Grant], Failure> {
    const EITHER: [Grant; 2] = [Grant(Scope::Issues, Level::Write), Grant(Scope::PullRequests, Level::Write)];
    let id = id_of(world, text(input, "subjectId")?)?;
    let under = world.comments.iter().find(|comment| comment.id == id).map(|comment| comment.issue);
    let is_pull = under.is_some_and(|number| world.issue(number).is_ok_and(|issue| issue.pull.is_some()));
    Ok(if is_pull { &EITHER } else { &EITHER[..1] })
}

pub(super) fn minimize(world: &mut World, input: &Value, minimized: bool) -> Result<Fields, Failure> {
    let id = id_of(world, text(input, "subjectId")?)?;
    let reason = if minimized { Some(reason(text(input, "classifier")?)?) } else { None };
    for comment in world.comments.iter_mut().filter(|comment| comment.id == id) {
        comment.minimized.clone_from(&reason);
    }
    let key = if minimized { "minimizedComment" } else { "unminimizedComment" };
    Ok(vec![(key, Out::One(Node::Comment(id)))])
}

fn reason(classifier: &str) -> Result<String, Failure> {
    let found = CLASSIFIERS.iter().find(|(sent, _)| *sent == classifier);
    let wrong = || {
        Failure::new("UNPROCESSABLE", format!("Argument 'classifier' has an invalid value ({classifier})"))
    };
    found.map(|(_, shown)| (*shown).to_owned()).ok_or_else(wrong)
}
