//! Comments, wherever they stand: what is read of them, and how they are hidden.

use serde_json::{Value, json};

use super::connection::Connection;
use super::discussion;
use super::execute::{Arguments, Failure};
use super::mutation::{Fields, not_found, text};
use super::node::{Node, Out};
use super::query::Resolved;
use crate::access::{Caller, Grant, Level, Scope};
use crate::clock::rfc3339;
use crate::shapes;
use crate::state::{Comment, Reaction, World};

/// `ReportedContentClassifiers`, and what is given back as `minimizedReason`.
const CLASSIFIERS: [(&str, &str); 6] = [
    ("ABUSE", "abuse"),
    ("DUPLICATE", "duplicate"),
    ("OFF_TOPIC", "off-topic"),
    ("OUTDATED", "outdated"),
    ("RESOLVED", "resolved"),
    ("SPAM", "spam"),
];

/// `ReactionContent`, in the order of GitHub's answers, and REST's word for each.
const EMOJI: [(&str, &str); 8] = [
    ("THUMBS_UP", "+1"),
    ("THUMBS_DOWN", "-1"),
    ("LAUGH", "laugh"),
    ("HOORAY", "hooray"),
    ("CONFUSED", "confused"),
    ("HEART", "heart"),
    ("ROCKET", "rocket"),
    ("EYES", "eyes"),
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

/// What comments of every kind have.
struct Common<'a> {
    id: u64,
    node: String,
    body: &'a str,
    url: Value,
    author: &'a str,
    minimized: Option<&'a str>,
    edits: &'a [String],
    reactions: &'a [Reaction],
    created_at: i64,
    updated_at: i64,
}

fn common<'a>(world: &'a World, node: &Node) -> Option<Common<'a>> {
    Some(match node {
        Node::Comment(id) => {
            let it = world.comments.iter().find(|comment| comment.id == *id)?;
            Common {
                id: it.id,
                node: shapes::node_id("IC", it.id),
                body: &it.body,
                url: shapes::comment(world, it)["html_url"].clone(),
                author: &it.author,
                minimized: it.minimized.as_deref(),
                edits: &it.edits,
                reactions: &it.reactions,
                created_at: it.created_at,
                updated_at: it.updated_at,
            }
        }
        Node::CommitComment(id) => {
            let it = world.commit_comments.iter().find(|comment| comment.id == *id)?;
            Common {
                id: it.id,
                node: shapes::node_id("CC", it.id),
                body: &it.body,
                url: shapes::commit_comment(world, it)["html_url"].clone(),
                author: &it.author,
                minimized: it.minimized.as_deref(),
                edits: &it.edits,
                reactions: &it.reactions,
                created_at: it.created_at,
                updated_at: it.updated_at,
            }
        }
        Node::DiscussionComment(id) => {
            let (under, it) = discussion::comment(world, *id)?;
            Common {
                id: it.id,
                node: shapes::node_id("DC", it.id),
                body: &it.body,
                url: discussion::comment_url(world, under, it.id).into(),
                author: &it.author,
                minimized: it.minimized.as_deref(),
                edits: &it.edits,
                reactions: &it.reactions,
                created_at: it.created_at,
                updated_at: it.updated_at,
            }
        }
        _ => return None,
    })
}

/// A field of a comment.
pub(super) fn field(world: &World, caller: &Caller, node: &Node, name: &str) -> Option<Out> {
    let it = common(world, node)?;
    Some(match name {
        "id" => it.node.into(),
        "databaseId" => it.id.into(),
        "fullDatabaseId" if matches!(node, Node::Comment(_)) => it.id.to_string().into(),
        "body" => it.body.into(),
        "url" => it.url.into(),
        "author" => Out::One(Node::Actor(it.author.to_owned())),
        "viewerDidAuthor" => (it.author == caller.login()).into(),
        "isMinimized" => it.minimized.is_some().into(),
        "minimizedReason" => it.minimized.into(),
        "reactionGroups" => groups(it.reactions, caller),
        "createdAt" => rfc3339(it.created_at).into(),
        "updatedAt" => rfc3339(it.updated_at).into(),
        _ => return None,
    })
}

/// Every reaction that there could be, and whether the caller has it.
fn groups(reactions: &[Reaction], caller: &Caller) -> Out {
    let group = |(name, word): &(&str, &str)| {
        let has = |it: &Reaction| it.content == *word && it.author == caller.login();
        let viewer_has_reacted = reactions.iter().any(has);
        Node::Plain("ReactionGroup", json!({ "content": name, "viewerHasReacted": viewer_has_reacted }))
    };
    Out::Many(EMOJI.iter().map(group).collect())
}

/// What a comment said after each edit, the newest first.
pub(super) fn edits(world: &World, node: &Node, arguments: &Arguments) -> Resolved {
    let edits = common(world, node).into_iter().flat_map(|it| it.edits.iter().rev());
    let nodes = edits.map(|body| Node::Plain("UserContentEdit", json!({ "diff": body })));
    Connection::of("UserContentEditConnection", nodes.collect(), arguments)
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
    world.comments.push(Comment::new(id, issue, body, author, now));
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

/// The comment that a mutation is about, of any kind.
fn subject(world: &World, input: &Value) -> Result<Node, Failure> {
    of(world, text(input, "subjectId")?)
}

/// The comment of an id, of any kind.
pub(super) fn of(world: &World, asked: &str) -> Result<Node, Failure> {
    let issues = world.comments.iter().map(|it| Node::Comment(it.id));
    let commits = world.commit_comments.iter().map(|it| Node::CommitComment(it.id));
    let discussions = world.discussions.iter().flat_map(|it| &it.comments);
    let mut all = issues.chain(commits).chain(discussions.map(|it| Node::DiscussionComment(it.id)));
    let is_asked = |node: &Node| common(world, node).is_some_and(|it| it.node == asked);
    all.find(is_asked).ok_or_else(|| missing(asked))
}

/// What hiding a comment or reacting to it asks for: what changing it asks for.
pub(super) fn changing(world: &World, input: &Value) -> Result<&'static [Grant], Failure> {
    const EITHER: [Grant; 2] = [Grant(Scope::Issues, Level::Write), Grant(Scope::PullRequests, Level::Write)];
    const CONTENTS: [Grant; 1] = [Grant(Scope::Contents, Level::Write)];
    const DISCUSSIONS: [Grant; 1] = [Grant(Scope::Discussions, Level::Write)];
    let id = match subject(world, input)? {
        Node::Comment(id) => id,
        Node::DiscussionComment(_) => return Ok(&DISCUSSIONS),
        _ => return Ok(&CONTENTS),
    };
    let under = world.comments.iter().find(|comment| comment.id == id).map(|comment| comment.issue);
    let is_pull = under.is_some_and(|number| world.issue(number).is_ok_and(|issue| issue.pull.is_some()));
    Ok(if is_pull { &EITHER } else { &EITHER[..1] })
}

pub(super) fn minimize(world: &mut World, input: &Value, minimized: bool) -> Result<Fields, Failure> {
    let node = subject(world, input)?;
    let reason = if minimized { Some(reason(text(input, "classifier")?)?) } else { None };
    let place = match node {
        Node::CommitComment(id) => {
            world.commit_comments.iter_mut().find(|it| it.id == id).map(|it| &mut it.minimized)
        }
        Node::Comment(id) => world.comments.iter_mut().find(|it| it.id == id).map(|it| &mut it.minimized),
        Node::DiscussionComment(id) => discussion::comment_mut(world, id).map(|it| &mut it.minimized),
        _ => None,
    };
    if let Some(place) = place {
        *place = reason;
    }
    let key = if minimized { "minimizedComment" } else { "unminimizedComment" };
    Ok(vec![(key, Out::One(node))])
}

/// A reaction of the caller's comes or goes. An account has each once.
pub(super) fn react(
    world: &mut World,
    caller: &Caller,
    input: &Value,
    comes: bool,
) -> Result<Fields, Failure> {
    let (node, asked) = (subject(world, input)?, text(input, "content")?);
    let word = EMOJI.iter().find(|(name, _)| *name == asked).map(|(_, word)| (*word).to_owned());
    let wrong = || format!("Argument 'content' has an invalid value ({asked})");
    let content = word.ok_or_else(|| Failure::new("UNPROCESSABLE", wrong()))?;
    let (id, created_at, author) = (world.next_id(), world.now(), caller.login().to_owned());
    let place = match node {
        Node::CommitComment(id) => {
            world.commit_comments.iter_mut().find(|it| it.id == id).map(|it| &mut it.reactions)
        }
        Node::Comment(id) => world.comments.iter_mut().find(|it| it.id == id).map(|it| &mut it.reactions),
        Node::DiscussionComment(id) => discussion::comment_mut(world, id).map(|it| &mut it.reactions),
        _ => None,
    };
    let reactions = place.ok_or_else(|| missing("a comment"))?;
    let at = reactions.iter().position(|it| it.content == content && it.author == author);
    match at {
        None if comes => reactions.push(Reaction { id, content, author, created_at }),
        Some(at) if !comes => drop(reactions.remove(at)),
        _ => {}
    }
    Ok(vec![("subject", Out::One(node))])
}

fn reason(classifier: &str) -> Result<String, Failure> {
    let found = CLASSIFIERS.iter().find(|(sent, _)| *sent == classifier);
    let wrong = || {
        Failure::new("UNPROCESSABLE", format!("Argument 'classifier' has an invalid value ({classifier})"))
    };
    found.map(|(_, shown)| (*shown).to_owned()).ok_or_else(wrong)
}
