//! Comments, wherever they stand.

use deploy_kit_github_sim::{Level, Permissions, Scope, Sim, Token};
use serde_json::{Value, json};

use crate::client::Client;

const MINIMIZE: &str = include_str!("../../../../tests/contract/documents/minimize-comment.graphql");
const UNMINIMIZE: &str = include_str!("../../../../tests/contract/documents/unminimize-comment.graphql");
const STATES: &str = include_str!("../../../../tests/contract/documents/comment-states.graphql");
const VIEWER: &str = include_str!("../../../../tests/contract/documents/viewer.graphql");

/// The type of the first error of an answer.
fn kind(answer: &Value) -> &str {
    answer["errors"][0]["type"].as_str().unwrap_or_default()
}

/// A client whose token may do one thing.
fn allowed(sim: &Sim, client: &Client, scope: Scope, level: Level) -> Client {
    let secret = format!("ghs_{}_{}", scope.name(), level.name());
    sim.allow(Token::app(&secret, &secret, Permissions::none().with(scope, level)));
    client.with(&secret)
}

fn minimize(client: &Client, node: &Value, classifier: &str) -> Value {
    client.graphql(MINIMIZE, json!({ "input": { "subjectId": node, "classifier": classifier } }))
}

fn states(client: &Client, number: u64, after: Option<&Value>) -> Value {
    let variables = json!({ "owner": "octo-org", "name": "octo-repo", "number": number, "after": after });
    client.graphql(STATES, variables)
}

/// An issue with a comment by the workflow and one by a person; the nodes of both.
fn issue(sim: &Sim, client: &Client) -> [Value; 2] {
    client.post("issues", json!({ "title": "It breaks" })).expect(201);
    let own = client.post("issues/1/comments", json!({ "body": "mine" })).expect(201)["node_id"].clone();
    let other = sim.seed("POST", "{repo}/issues/1/comments", json!({ "body": "theirs" }));
    [own, other.1["node_id"].clone()]
}

#[test]
fn a_hidden_comment_says_why() {
    let (_repo, sim, client) = crate::start();
    let [own, _] = issue(&sim, &client);
    for (classifier, reason) in [
        ("ABUSE", "abuse"),
        ("OFF_TOPIC", "off-topic"),
        ("OUTDATED", "outdated"),
        ("RESOLVED", "resolved"),
        ("DUPLICATE", "duplicate"),
        ("SPAM", "spam"),
    ] {
        let answer = minimize(&client, &own, classifier);
        let comment = &answer["data"]["minimizeComment"]["minimizedComment"];
        assert_eq!(*comment, json!({ "isMinimized": true, "minimizedReason": reason }));
        assert_eq!(sim.state().comments[0].minimized.as_deref(), Some(reason));
    }
    assert_eq!(kind(&minimize(&client, &own, "BORING")), "UNPROCESSABLE");
    client.graphql(UNMINIMIZE, json!({ "input": { "subjectId": own } }));
    assert_eq!(sim.state().comments[0].minimized, None);
    assert_eq!(kind(&minimize(&client, &json!("IC_none"), "SPAM")), "NOT_FOUND");
}

#[test]
fn states_tell_what_is_hidden_and_whose_it_is() {
    let (_repo, sim, client) = crate::start();
    let [own, other] = issue(&sim, &client);
    minimize(&client, &other, "SPAM");
    let nodes =
        states(&client, 1, None)["data"]["repository"]["issueOrPullRequest"]["comments"]["nodes"].clone();
    let shown = |node: &Value| {
        let author = node["author"].clone();
        (node["id"].clone(), node["isMinimized"] == true, node["viewerDidAuthor"] == true, author)
    };
    let bot = json!({ "__typename": "Bot", "login": "github-actions" });
    let owner = json!({ "__typename": "User", "login": "octo-org" });
    let shown: Vec<_> = nodes.as_array().unwrap().iter().map(shown).collect();
    assert_eq!(shown, [(own, false, true, bot), (other, true, false, owner)]);
    let listed = client.get("issues/1/comments").expect(200);
    assert_eq!(nodes[0]["fullDatabaseId"], listed[0]["id"].to_string());
    assert_eq!(client.graphql(VIEWER, json!({}))["data"]["viewer"]["login"], listed[0]["user"]["login"]);
}

#[test]
fn states_come_in_pages() {
    let (_repo, sim, client) = crate::start();
    client.post("issues", json!({ "title": "It breaks" })).expect(201);
    for at in 0..130 {
        sim.seed("POST", "{repo}/issues/1/comments", json!({ "body": at.to_string() }));
    }
    let part = |after: Option<&Value>| {
        states(&client, 1, after)["data"]["repository"]["issueOrPullRequest"]["comments"].clone()
    };
    let first = part(None);
    assert_eq!(
        (first["nodes"].as_array().unwrap().len(), &first["pageInfo"]["hasNextPage"]),
        (100, &json!(true))
    );
    let second = part(Some(&first["pageInfo"]["endCursor"]));
    assert_eq!(
        (second["nodes"].as_array().unwrap().len(), &second["pageInfo"]["hasNextPage"]),
        (30, &json!(false))
    );
}

#[test]
fn a_comment_is_seen_and_hidden_by_the_permission_of_its_subject() {
    let (_repo, sim, client) = crate::start();
    let [own, _] = issue(&sim, &client);
    let pulls = allowed(&sim, &client, Scope::PullRequests, Level::Write);
    assert_eq!(kind(&minimize(&pulls, &own, "SPAM")), "FORBIDDEN");
    assert_eq!(kind(&states(&pulls, 1, None)), "FORBIDDEN");
    let reader = allowed(&sim, &client, Scope::Issues, Level::Read);
    assert_eq!(kind(&states(&reader, 1, None)), "");
    assert_eq!(kind(&minimize(&reader, &own, "SPAM")), "FORBIDDEN");
    assert_eq!(kind(&minimize(&allowed(&sim, &client, Scope::Issues, Level::Write), &own, "SPAM")), "");
}

#[test]
fn an_account_has_each_reaction_once() {
    let (_repo, sim, client) = crate::start();
    issue(&sim, &client);
    let comment = client.get("issues/1/comments").expect(200)[0]["id"].clone();
    let (mine, whole) = (
        format!("issues/comments/{comment}/reactions"),
        format!("{{repo}}/issues/comments/{comment}/reactions"),
    );
    let react = |content: &str| client.post(&mine, json!({ "content": content }));
    let eyes = react("eyes").expect(201);
    assert_eq!(react("eyes").expect(200), eyes);
    react("+1").expect(201);
    assert_eq!(react("tada").status, 422);
    assert_eq!(sim.seed("POST", &whole, json!({ "content": "eyes" })).0, 201);
    assert_eq!(sim.state().comments[0].reactions, ["eyes", "+1", "eyes"]);
    let found = client.get(&format!("{mine}?content=eyes")).expect(200);
    let logins: Vec<_> = found.as_array().unwrap().iter().map(|it| it["user"]["login"].clone()).collect();
    assert_eq!(logins, ["github-actions[bot]", "octo-org"]);
    let rollup = client.get(&format!("issues/comments/{comment}")).expect(200)["reactions"].clone();
    assert_eq!((&rollup["total_count"], &rollup["eyes"], &rollup["+1"]), (&json!(3), &json!(2), &json!(1)));
    client.delete(&format!("{mine}/{}", eyes["id"])).expect(204);
    client.delete(&format!("{mine}/{}", eyes["id"])).expect(404);
    assert_eq!(sim.state().comments[0].reactions, ["+1", "eyes"]);
}

#[test]
fn a_commit_s_comments_are_its_own() {
    let (_repo, sim, client) = crate::start();
    let main = sim.state().refs["refs/heads/main"].clone();
    let comments = format!("commits/{main}/comments");
    let made = client.post(&comments, json!({ "body": "well" })).expect(201);
    let of = |place: &str| client.get(place).expect(200).as_array().unwrap().len();
    assert_eq!((of(&comments), of("commits/main/comments"), of("commits/v1.0.0/comments")), (1, 1, 0));
    assert_eq!(client.get("commits/main").expect(200)["commit"]["comment_count"], 1);
    let comment = format!("comments/{}", made["id"]);
    assert_eq!(client.patch(&comment, json!({ "body": " " })).status, 422);
    assert_eq!(client.patch(&comment, json!({ "body": "x".repeat(65_537) })).status, 422);
    client.patch(&comment, json!({ "body": "better" })).expect(200);
    minimize(&client, &made["node_id"], "RESOLVED");
    let state = sim.state().commit_comments.remove(0);
    assert_eq!(
        (state.sha, state.body, state.minimized),
        (main, "better".to_owned(), Some("resolved".to_owned()))
    );
    client.delete(&comment).expect(204);
    client.delete(&comment).expect(404);
    assert_eq!(client.get("commits/0000000000/comments").status, 422);
}

#[test]
fn who_reads_contents_may_comment_on_commits_but_change_nothing() {
    let (_repo, sim, client) = crate::start();
    let reader = allowed(&sim, &client, Scope::Contents, Level::Read);
    let made = reader.post("commits/main/comments", json!({ "body": "well" })).expect(201);
    reader.patch(&format!("comments/{}", made["id"]), json!({ "body": "better" })).expect(403);
    reader.delete(&format!("comments/{}", made["id"])).expect(403);
    assert_eq!(kind(&minimize(&reader, &made["node_id"], "SPAM")), "FORBIDDEN");
    let nobody = allowed(&sim, &client, Scope::Statuses, Level::Write);
    nobody.get("commits/main/comments").expect(200);
    nobody.post("commits/main/comments", json!({ "body": "well" })).expect(403);
}

const EDITS: &str = include_str!("../../../../tests/contract/documents/comment-edits.graphql");
const HIDDEN: &str = include_str!("../../../../tests/contract/documents/hidden-comments.graphql");
const OWN: &str = include_str!("../../../../tests/contract/documents/own-reactions.graphql");
const ADD: &str = include_str!("../../../../tests/contract/documents/add-reaction.graphql");
const REMOVE: &str = include_str!("../../../../tests/contract/documents/remove-reaction.graphql");

/// A comment of the workflow's of each kind that was changed once: its node, and a permission that changes it.
fn of_each_kind(sim: &Sim, client: &Client) -> [(Value, Scope); 3] {
    let [on_issue, _] = issue(sim, client);
    let id = client.get("issues/1/comments").expect(200)[0]["id"].clone();
    client.patch(&format!("issues/comments/{id}"), json!({ "body": "changed" })).expect(200);
    let on_commit = client.post("commits/main/comments", json!({ "body": "mine" })).expect(201);
    client.patch(&format!("comments/{}", on_commit["id"]), json!({ "body": "changed" })).expect(200);
    let number = sim.discuss("Announcements", "News");
    let get = include_str!("../../../../tests/contract/documents/discussion.graphql");
    let variables = json!({ "owner": "octo-org", "name": "octo-repo", "number": number });
    let id = client.graphql(get, variables)["data"]["repository"]["discussion"]["id"].clone();
    let add = include_str!("../../../../tests/contract/documents/add-discussion-comment.graphql");
    let made = client.graphql(add, json!({ "input": { "discussionId": id, "body": "mine" } }));
    let in_discussion = made["data"]["addDiscussionComment"]["comment"]["id"].clone();
    let update = include_str!("../../../../tests/contract/documents/update-discussion-comment.graphql");
    client.graphql(update, json!({ "input": { "commentId": in_discussion, "body": "changed" } }));
    [
        (on_issue, Scope::Issues),
        (on_commit["node_id"].clone(), Scope::Contents),
        (in_discussion, Scope::Discussions),
    ]
}

#[test]
fn a_comment_of_any_kind_has_a_history_and_can_be_hidden() {
    let (_repo, sim, client) = crate::start();
    let kinds = of_each_kind(&sim, &client);
    let nodes: Vec<_> = kinds.iter().map(|(node, _)| node.clone()).collect();
    for (node, _) in &kinds {
        let found = client.graphql(EDITS, json!({ "id": node }))["data"]["node"]["userContentEdits"].clone();
        assert_eq!(found["nodes"], json!([{ "diff": "changed" }, { "diff": "mine" }]));
        minimize(&client, node, "OUTDATED");
    }
    let found = client.graphql(HIDDEN, json!({ "ids": nodes }))["data"]["nodes"].clone();
    assert!(found.as_array().unwrap().iter().all(|node| node["isMinimized"] == true), "{found}");
    assert_eq!(kind(&client.graphql(HIDDEN, json!({ "ids": [nodes[0], "IC_none"] }))), "NOT_FOUND");
}

#[test]
fn a_comment_of_any_kind_takes_each_reaction_of_an_account_once() {
    let (_repo, sim, client) = crate::start();
    for (node, scope) in of_each_kind(&sim, &client) {
        let input = json!({ "input": { "subjectId": node, "content": "THUMBS_UP" } });
        let own = || {
            let groups = client.graphql(OWN, json!({ "id": node }))["data"]["node"]["reactionGroups"].clone();
            let own = groups.as_array().unwrap().iter().filter(|group| group["viewerHasReacted"] == true);
            own.map(|group| group["content"].clone()).collect::<Vec<_>>()
        };
        let writer = allowed(&sim, &client, scope, Level::Write);
        for _ in 0..2 {
            assert_eq!(kind(&writer.graphql(ADD, input.clone())), "");
        }
        assert_eq!(own(), ["THUMBS_UP"]);
        let state = sim.state();
        let all = [
            &state.comments[0].reactions,
            &state.commit_comments[0].reactions,
            &state.discussions[0].comments[0].reactions,
        ];
        assert_eq!(all.iter().map(|reactions| reactions.len()).sum::<usize>(), 1);
        let reader = allowed(&sim, &client, scope, Level::Read);
        assert_eq!(kind(&reader.graphql(REMOVE, input.clone())), "FORBIDDEN");
        for _ in 0..2 {
            assert_eq!(kind(&writer.graphql(REMOVE, input.clone())), "");
        }
        assert_eq!(own(), Vec::<Value>::new());
    }
}
