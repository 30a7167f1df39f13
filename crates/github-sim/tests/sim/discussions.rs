//! Discussions, and the comments under them.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
use serde_json::{Value, json};

use crate::client::Client;

const GET: &str = include_str!("../../../../tests/contract/documents/discussion.graphql");
const ADD: &str = include_str!("../../../../tests/contract/documents/add-discussion-comment.graphql");
const UPDATE: &str = include_str!("../../../../tests/contract/documents/update-discussion-comment.graphql");
const DELETE: &str = include_str!("../../../../tests/contract/documents/delete-discussion-comment.graphql");
const MINIMIZE: &str = include_str!("../../../../tests/contract/documents/minimize-comment.graphql");

fn kind(answer: &Value) -> &str {
    answer["errors"][0]["type"].as_str().unwrap_or_default()
}

fn get(client: &Client, number: u64) -> Value {
    client.graphql(GET, json!({ "owner": "octo-org", "name": "octo-repo", "number": number }))
}

fn add(client: &Client, discussion: &Value, body: &str) -> Value {
    client.graphql(ADD, json!({ "input": { "discussionId": discussion, "body": body } }))
}

/// Every operation once, for the test of the whole surface.
pub(crate) fn surface(client: &Client, number: u64) {
    let found = get(client, number)["data"]["repository"]["discussion"].clone();
    let made = add(client, &found["id"], "b")["data"]["addDiscussionComment"]["comment"]["id"].clone();
    let input = json!({ "input": { "commentId": made, "body": "c" } });
    assert_eq!(client.graphql(UPDATE, input)["data"]["updateDiscussionComment"]["comment"]["body"], "c");
    client.graphql(MINIMIZE, json!({ "input": { "subjectId": made, "classifier": "OUTDATED" } }));
    let comment = get(client, number)["data"]["repository"]["discussion"]["comments"]["nodes"][0].clone();
    assert_eq!((&comment["isMinimized"], &comment["viewerDidAuthor"]), (&json!(true), &json!(true)));
    client.graphql(DELETE, json!({ "input": { "id": made } }));
}

#[test]
fn comments_come_change_and_go() {
    let (_repo, sim, client) = crate::start();
    let number = sim.discuss("Announcements", "News");
    let id = get(&client, number)["data"]["repository"]["discussion"]["id"].clone();
    let made: Vec<_> = ["one", "two"]
        .map(|body| add(&client, &id, body)["data"]["addDiscussionComment"]["comment"].clone())
        .into();
    client.graphql(UPDATE, json!({ "input": { "commentId": made[1]["id"], "body": "three" } }));
    client.graphql(DELETE, json!({ "input": { "id": made[0]["id"] } }));
    let state = sim.state().discussions.remove(0);
    assert_eq!((state.title.as_str(), state.category.as_str()), ("News", "Announcements"));
    let left: Vec<_> = state.comments.iter().map(|it| (it.author.as_str(), it.body.as_str())).collect();
    assert_eq!(left, [("github-actions[bot]", "three")]);
    let gone = client.graphql(UPDATE, json!({ "input": { "commentId": made[0]["id"], "body": "x" } }));
    assert_eq!(kind(&gone), "NOT_FOUND");
    assert_eq!(kind(&get(&client, number + 1)), "NOT_FOUND");
    assert_eq!(kind(&add(&client, &id, &"x".repeat(65_537))), "UNPROCESSABLE");
    assert_eq!(kind(&add(&client, &id, " \n")), "UNPROCESSABLE");
}

#[test]
fn a_release_s_discussion_is_one() {
    let (_repo, _sim, client) = crate::start();
    client.post("issues", json!({ "title": "the first number" })).expect(201);
    let new = json!({ "tag_name": "v2.0.0", "name": "Two", "discussion_category_name": "Announcements" });
    let release = client.post("releases", new).expect(201);
    let found = get(&client, 2)["data"]["repository"]["discussion"].clone();
    assert_eq!((&found["title"], &found["url"]), (&json!("Two"), &release["discussion_url"]));
    assert_eq!(client.post("issues", json!({ "title": "the third" })).expect(201)["number"], 3);
}

#[test]
fn discussions_have_a_permission_of_their_own() {
    let (_repo, sim, client) = crate::start();
    let number = sim.discuss("Announcements", "News");
    let id = get(&client, number)["data"]["repository"]["discussion"]["id"].clone();
    let made = add(&client, &id, "one")["data"]["addDiscussionComment"]["comment"]["id"].clone();
    let with = |name: &str, permissions: Permissions| {
        sim.allow(Token::app(name, name, permissions));
        client.with(name)
    };
    let others = Scope::ALL.into_iter().filter(|scope| *scope != Scope::Discussions);
    let others = others.fold(Permissions::none(), |all, scope| all.with(scope, Level::Write));
    let without = with("ghs_without", others);
    let reader = with("ghs_reader", Permissions::none().with(Scope::Discussions, Level::Read));
    assert_eq!((kind(&get(&without, number)), kind(&get(&reader, number))), ("FORBIDDEN", ""));
    for client in [without, reader] {
        assert_eq!(kind(&add(&client, &id, "two")), "FORBIDDEN");
        let update = json!({ "input": { "commentId": made, "body": "two" } });
        assert_eq!(kind(&client.graphql(UPDATE, update)), "FORBIDDEN");
        assert_eq!(kind(&client.graphql(DELETE, json!({ "input": { "id": made } }))), "FORBIDDEN");
        let minimize = json!({ "input": { "subjectId": made, "classifier": "SPAM" } });
        assert_eq!(kind(&client.graphql(MINIMIZE, minimize)), "FORBIDDEN");
    }
    let writer = with("ghs_writer", Permissions::none().with(Scope::Discussions, Level::Write));
    assert_eq!(kind(&add(&writer, &id, "two")), "");
    assert_eq!(sim.state().discussions[0].comments.len(), 2);
}

#[test]
fn a_discussion_is_opened_from_another_process() {
    let (_repo, sim, client) = crate::start();
    let opened = client.post("/_sim/discussions", json!({ "category": "Announcements", "title": "News" }));
    assert_eq!(opened.expect(200)["number"], 1);
    assert_eq!(sim.state().discussions[0].title, "News");
}
