//! Who is let in, and what the refusal says.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token, operations};
use serde_json::{Value, json};

#[test]
fn an_unknown_or_expired_token_is_refused() {
    let (_repo, sim, client) = crate::start();
    assert_eq!(client.with("ghs_other").get("").refused(401), "Bad credentials");
    sim.allow(Token { expired: true, ..Token::app("old", "ghs_old", Permissions::all()) });
    assert_eq!(client.with("ghs_old").get("").refused(401), "Bad credentials");
    let names: Vec<_> = sim.journal().into_iter().map(|entry| entry.token).collect();
    assert_eq!(names, [None, None]);
}

#[test]
fn without_a_token_a_private_repository_is_hidden_and_a_public_one_is_read() {
    let (_repo, _sim, client) = crate::start();
    assert_eq!(client.anonymous().get("").refused(404), "Not Found");
    let (_repo, _sim, client) = crate::start_with(|options| options.private = false);
    client.anonymous().get("").expect(200);
    assert_eq!(
        client.anonymous().post("issues", json!({ "title": "x" })).refused(401),
        "Requires authentication"
    );
}

#[test]
fn drafts_are_shown_to_those_who_may_write() {
    let (_repo, sim, client) = crate::start_with(|options| options.private = false);
    sim.allow(Token::app("reader", "ghs_reader", Permissions::none().with(Scope::Contents, Level::Read)));
    let draft = client.post("releases", json!({ "tag_name": "v2", "draft": true })).expect(201);
    let reader = client.with("ghs_reader");
    assert_eq!(reader.get("releases").expect(200), json!([]));
    reader.get(&format!("releases/{}", draft["id"])).expect(404);
}

/// Each operation of the repository: refused without its permission, with the header that names it.
#[test]
fn every_operation_asks_for_its_permission() {
    let (_repo, sim, client) = crate::start();
    sim.allow(Token::app("nothing", "ghs_nothing", Permissions::default()));
    let client = client.with("ghs_nothing");
    let mut refused = 0;
    for operation in operations().into_iter().filter(|operation| !operation.needs.is_empty()) {
        let mut target = operation.path.replacen("{owner}/{repo}", &sim.name(), 1);
        if operation.id == "repos/upload-release-asset" {
            target = format!("{}{target}", sim.upload_url());
        }
        let target = target.replace(['{', '}'], "");
        let answer = client.send(operation.method, &target, Value::Null);
        let accepted: Vec<_> = operation.needs.iter().map(ToString::to_string).collect();
        assert_eq!(
            answer.header("x-accepted-github-permissions"),
            Some(&*accepted.join("; ")),
            "{}",
            operation.id
        );
        assert_eq!(answer.refused(403), "Resource not accessible by integration");
        refused += 1;
    }
    assert!(refused > 80, "{refused}");
}

#[test]
fn a_comment_on_an_issue_takes_more_than_one_on_a_pull_request() {
    let (_repo, sim, client) = crate::start();
    sim.allow(Token::app("pulls", "ghs_pulls", Permissions::none().with(Scope::PullRequests, Level::Write)));
    assert_eq!(sim.seed("POST", "{repo}/issues", json!({ "title": "an issue" })).0, 201);
    let main = sim.state().refs["refs/heads/main"].clone();
    sim.seed("POST", "{repo}/git/refs", json!({ "ref": "refs/heads/topic", "sha": main }));
    let file = json!({ "message": "x", "content": "eA==", "branch": "topic" });
    assert_eq!(sim.seed("PUT", "{repo}/contents/x", file).0, 201);
    let pull = json!({ "title": "a pull", "head": "topic", "base": "main" });
    assert_eq!(sim.seed("POST", "{repo}/pulls", pull).1["number"], 2);
    let client = client.with("ghs_pulls");
    client.post("issues/2/comments", json!({ "body": "x" })).expect(201);
    client.post("issues/1/comments", json!({ "body": "x" })).expect(403);
}

#[test]
fn graphql_refuses_in_its_own_way() {
    let (_repo, sim, client) = crate::start();
    sim.allow(Token::app("reader", "ghs_reader", Permissions::none().with(Scope::Contents, Level::Read)));
    let query = "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) { commit { oid } } }";
    let input = |expected: &str| {
        json!({ "input": {
            "branch": { "repositoryNameWithOwner": sim.name(), "branchName": "main" },
            "expectedHeadOid": expected, "message": { "headline": "x" },
        } })
    };
    let kind = |answer: Value| answer["errors"][0]["type"].as_str().unwrap_or_default().to_owned();
    let main = sim.state().refs["refs/heads/main"].clone();
    assert_eq!(kind(client.with("ghs_reader").graphql(query, input(&main))), "FORBIDDEN");
    assert_eq!(kind(client.graphql(query, input(&"0".repeat(40)))), "STALE_DATA");
    sim.protect("refs/heads/main").unwrap();
    assert_eq!(kind(client.graphql(query, input(&main))), "UNPROCESSABLE");
    assert_eq!(sim.state().refs["refs/heads/main"], main);
    let unknown = client.graphql("{ viewer { nothing } }", json!({}));
    assert_eq!(unknown["errors"][0]["extensions"]["code"], "undefinedField");
}

#[test]
fn a_renamed_repository_redirects_and_an_archived_one_is_read_only() {
    let (_repo, sim, client) = crate::start();
    sim.rename("octo-org", "renamed");
    let moved = client.get("issues?state=all");
    let place = moved.header("location").unwrap().to_owned();
    assert_eq!(moved.status, 301);
    assert!(place.ends_with("/repositories/1296269/issues"), "{place}");
    client.get(&place).expect(200);
    assert_eq!(client.post("issues", json!({ "title": "x" })).status, 307);
    sim.archive(true).unwrap();
    let refused = client.post("/repos/octo-org/renamed/issues", json!({ "title": "x" }));
    assert_eq!(refused.refused(403), "Repository was archived so is read-only.");
    client.get("/repos/octo-org/renamed/issues").expect(200);
}
