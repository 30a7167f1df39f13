//! Commits and annotated tags.

use git2::Oid;
use serde_json::json;

use super::connection::Connection;
use super::execute::{Arguments, Failure};
use super::node::{Node, Out};
use crate::clock::rfc3339;
use crate::git::Person;
use crate::shapes;
use crate::state::World;

/// A page of history is at most 100 long, and is asked for from the start: this much is read at once.
const HISTORY: usize = 1000;

/// A field of a git object.
pub(super) fn field(
    world: &World,
    id: Oid,
    name: &str,
    arguments: &Arguments,
) -> Result<Option<Out>, Failure> {
    match name {
        "oid" => return Ok(Some(id.to_string().into())),
        "id" => return Ok(Some(shapes::node_id("C", id).into())),
        "abbreviatedOid" => return Ok(Some(id.to_string()[..7].into())),
        _ => {}
    }
    if let Ok(tag) = world.git.repository.find_tag(id) {
        return Ok(Some(match name {
            "name" => String::from_utf8_lossy(tag.name_bytes()).into_owned().into(),
            "message" => String::from_utf8_lossy(tag.message_bytes().unwrap_or_default()).into_owned().into(),
            "target" => Out::One(Node::Object(tag.target_id())),
            _ => return Ok(None),
        }));
    }
    let Ok(commit) = world.git.repository.find_commit(id) else { return Ok(None) };
    let shape = shapes::commit(world, &commit);
    let message = shape["commit"]["message"].as_str().unwrap_or_default();
    let (headline, body) = message.split_once('\n').unwrap_or((message, ""));
    Ok(Some(match name {
        "message" => message.into(),
        "messageHeadline" => headline.into(),
        "messageBody" => body.trim_start_matches('\n').into(),
        "url" => shape["html_url"].clone().into(),
        "committedDate" => rfc3339(commit.committer().when().seconds()).into(),
        "authoredDate" => rfc3339(commit.author().when().seconds()).into(),
        "author" => Out::One(actor(&Person::of(&commit.author()), shape["author"]["login"].as_str())),
        "committer" => {
            Out::One(actor(&Person::of(&commit.committer()), shape["committer"]["login"].as_str()))
        }
        "tree" => Out::One(Node::Object(commit.tree_id())),
        "parents" => {
            Connection::of("CommitConnection", commit.parent_ids().map(Node::Object).collect(), arguments)?
        }
        "associatedPullRequests" => {
            let pulls = world.pulls_of(id).into_iter().map(|(issue, _)| Node::Issue(issue.number)).collect();
            Connection::of("PullRequestConnection", pulls, arguments)?
        }
        "history" => {
            let ids = world.git.walk(id, &[], |_| true, 0, HISTORY).unwrap_or_default();
            Connection::of("CommitHistoryConnection", ids.into_iter().map(Node::Object).collect(), arguments)?
        }
        "signature" => {
            let signed = world.signed.contains_key(&id.to_string());
            let value = json!({ "isValid": true, "wasSignedByGitHub": true, "state": "VALID" });
            Out::maybe(signed.then(|| Node::Plain("GpgSignature", value)))
        }
        _ => return Ok(None),
    }))
}

fn actor(person: &Person, login: Option<&str>) -> Node {
    let date = rfc3339(person.time);
    Node::GitActor(json!({ "name": person.name, "email": person.email, "date": date, "login": login }))
}
