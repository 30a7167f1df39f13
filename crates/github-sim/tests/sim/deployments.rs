//! Deployments and environments: what may be done to them, and what becomes of them.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
use deploy_kit_tests::Contract;
use serde_json::{Value, json};

use crate::client::Client;

/// A deployment of the main branch, with more fields; its path.
fn deploy(client: &Client, environment: &str, more: Value) -> String {
    let mut new =
        json!({ "ref": "main", "environment": environment, "auto_merge": false, "required_contexts": [] });
    for (key, value) in more.as_object().into_iter().flatten() {
        new[key] = value.clone();
    }
    format!("deployments/{}", client.post("deployments", new).expect(201)["id"])
}

fn set(client: &Client, deployment: &str, state: &str) {
    client.post(&format!("{deployment}/statuses"), json!({ "state": state })).expect(201);
}

/// What GraphQL says of each deployment, the newest first.
fn states(client: &Client, environments: Value) -> Vec<(String, String)> {
    let query = "query($environments: [String!]) { repository(owner: \"octo-org\", name: \"octo-repo\") { \
        deployments(first: 100, environments: $environments, orderBy: {field: CREATED_AT, direction: DESC}) \
        { nodes { environment state } } } }";
    let found = client.graphql(query, json!({ "environments": environments }));
    let nodes = found["data"]["repository"]["deployments"]["nodes"].as_array().cloned().expect("nodes");
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    nodes.iter().map(|node| (text(&node["environment"]), text(&node["state"]))).collect()
}

fn is(found: Vec<(String, String)>, expected: &[(&str, &str)]) {
    let found: Vec<_> =
        found.iter().map(|(environment, state)| (environment.as_str(), state.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn success_retires_what_neither_comes_and_goes_nor_is_met_by_users() {
    let (_repo, sim, client) = crate::start();
    for more in
        [json!({}), json!({ "transient_environment": true }), json!({ "production_environment": true })]
    {
        set(&client, &deploy(&client, "staging", more), "success");
    }
    set(&client, &deploy(&client, "staging", json!({})), "failure");
    set(&client, &deploy(&client, "other", json!({})), "success");
    set(&client, &deploy(&client, "staging", json!({})), "success");
    let expected = [
        ("staging", "ACTIVE"),
        ("staging", "FAILURE"),
        ("staging", "ACTIVE"),
        ("staging", "ACTIVE"),
        ("staging", "INACTIVE"),
    ];
    is(states(&client, json!(["staging"])), &expected);
    is(states(&client, json!(["other", "staging"]))[1..2].to_vec(), &[("other", "ACTIVE")]);
    assert_eq!(states(&client, Value::Null).len(), 6, "all environments");
    let wrong = Contract::load().check(
        &sim.journal().into_iter().filter(|entry| entry.operation != Some("graphql")).collect::<Vec<_>>(),
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn what_comes_and_goes_is_destroyed_and_the_rest_inactive() {
    let (_repo, _sim, client) = crate::start();
    let transient = deploy(&client, "preview/7", json!({ "transient_environment": true }));
    let lasting = deploy(&client, "staging", json!({}));
    is(states(&client, Value::Null), &[("staging", "PENDING"), ("preview/7", "PENDING")]);
    for deployment in [transient, lasting] {
        set(&client, &deployment, "inactive");
    }
    is(states(&client, Value::Null), &[("staging", "INACTIVE"), ("preview/7", "DESTROYED")]);
}

#[test]
fn a_status_can_name_another_environment() {
    let (_repo, _sim, client) = crate::start();
    let deployment = deploy(&client, "staging", json!({}));
    let moved = json!({ "state": "success", "environment": "qa" });
    client.post(&format!("{deployment}/statuses"), moved).expect(201);
    let found = client.get(&deployment).expect(200);
    assert_eq!((&found["environment"], &found["original_environment"]), (&json!("qa"), &json!("staging")));
    is(states(&client, json!(["qa"])), &[("qa", "ACTIVE")]);
    is(states(&client, json!(["staging"])), &[]);
}

#[test]
fn who_may_not_read_deployments_sees_none() {
    let permissions = Permissions::none().with(Scope::PullRequests, Level::Write);
    let (_repo, _sim, client) = crate::start_with(|options| {
        options.tokens.push(Token::app("narrow", "ghs_narrow", permissions));
    });
    let query = "query { repository(owner: \"octo-org\", name: \"octo-repo\") { deployments(first: 1) { totalCount } } }";
    let refused = client.with("ghs_narrow").graphql(query, json!({}));
    assert_eq!(refused["errors"][0]["type"], "FORBIDDEN");
    assert_eq!(refused["data"]["repository"]["deployments"], Value::Null);
}

#[test]
fn what_is_not_said_is_as_github_has_it() {
    let (_repo, _sim, client) = crate::start();
    let made = client.post("deployments", json!({ "ref": "main" })).expect(201);
    for (field, value) in [
        ("environment", json!("production")),
        ("task", json!("deploy")),
        ("payload", json!({})),
        ("transient_environment", json!(false)),
        ("production_environment", json!(true)),
    ] {
        assert_eq!(made[field], value, "{field}");
    }
    let new =
        json!({ "ref": "main", "environment": "qa", "task": "deploy:migrations", "payload": { "run": 7 } });
    let made = client.post("deployments", new).expect(201);
    assert_eq!((&made["production_environment"], &made["payload"]["run"]), (&json!(false), &json!(7)));
    assert_eq!(
        client.get("deployments?task=deploy:migrations").expect(200).as_array().map(Vec::len),
        Some(1)
    );
    let missing = client.post("deployments", json!({ "ref": "nowhere" }));
    assert_eq!(missing.refused(422), "No ref found for: nowhere");
}

#[test]
fn a_status_of_the_commit_can_hold_a_deployment_up() {
    let (_repo, sim, client) = crate::start();
    let sha = client.get("git/ref/heads/main").expect(200)["object"]["sha"].clone();
    let sha = sha.as_str().expect("a commit");
    client.post(&format!("statuses/{sha}"), json!({ "state": "failure", "context": "ci" })).expect(201);
    let refused = client.post("deployments", json!({ "ref": "main" })).expect(409);
    assert_eq!(refused["message"], "Conflict: Commit status checks failed for main.");
    assert_eq!(refused["errors"][0]["contexts"], json!([{ "context": "ci", "state": "failure" }]));
    client.post("deployments", json!({ "ref": "main", "required_contexts": ["lint"] })).expect(409);
    client.post("deployments", json!({ "ref": "main", "required_contexts": [] })).expect(201);
    assert_eq!(sim.state().deployments.len(), 1);
}

#[test]
fn a_branch_gets_what_it_lacks_unless_told_not_to() {
    let (_repo, sim, client) = crate::start();
    let first = client.get("git/ref/tags/v1.0.0").expect(200)["object"]["sha"].clone();
    let put = |branch: &str, path: &str, content: &str| {
        client.post("git/refs", json!({ "ref": format!("refs/heads/{branch}"), "sha": first })).expect(201);
        let old = client.get(&format!("contents/{path}?ref={branch}")).json()["sha"].clone();
        let mut new = json!({ "message": "feat: more", "content": content, "branch": branch });
        if old.is_string() {
            new["sha"] = old;
        }
        client.send("PUT", &format!("contents/{path}"), new).json()
    };
    put("topic", "more.txt", "bW9yZQo=");
    put("clash", "src/main.rs", "bW9yZQo=");
    let head =
        |branch: &str| client.get(&format!("git/ref/heads/{branch}")).expect(200)["object"]["sha"].clone();
    let (topic, clash) = (head("topic"), head("clash"));
    let plain = json!({ "ref": "topic", "auto_merge": false });
    assert_eq!(client.post("deployments", plain).expect(201)["sha"], topic);
    let merged = client.post("deployments", json!({ "ref": "topic" })).expect(202);
    assert_eq!(merged, json!({ "message": "Auto-merged main into topic on deployment." }));
    assert_ne!(head("topic"), topic);
    assert_eq!(client.post("deployments", json!({ "ref": "topic" })).expect(201)["sha"], head("topic"));
    let conflict = client.post("deployments", json!({ "ref": "clash" })).refused(409);
    assert_eq!((conflict.as_str(), head("clash")), ("Conflict merging main into clash.", clash));
    assert_eq!(sim.state().deployments.len(), 2);
}

#[test]
fn only_what_is_inactive_or_alone_is_deleted() {
    let (_repo, _sim, client) = crate::start();
    let first = deploy(&client, "staging", json!({}));
    let other = deploy(&client, "qa", json!({}));
    set(&client, &other, "success");
    client.delete(&other).expect(204);
    let second = deploy(&client, "staging", json!({ "transient_environment": true }));
    let refused = client.delete(&second).expect(422);
    let words =
        "We cannot delete an active deployment unless it is the only deployment in a given environment.";
    assert_eq!(refused["errors"], json!([words]));
    set(&client, &second, "inactive");
    client.delete(&second).expect(204);
    client.delete(&first).expect(204);
    assert_eq!(client.delete(&first).refused(404), "Not Found");
}

#[test]
fn a_status_says_little() {
    let (_repo, _sim, client) = crate::start();
    let statuses = format!("{}/statuses", deploy(&client, "qa", json!({})));
    for (length, status) in [(140, 201), (141, 422)] {
        let new = json!({ "state": "success", "description": "\u{e9}".repeat(length) });
        client.post(&statuses, new).expect(status);
    }
    client.post(&statuses, json!({ "state": "melted" })).expect(422);
}

#[test]
fn an_environment_comes_with_a_deployment_and_goes_by_an_administrator() {
    let permissions = Permissions::none()
        .with(Scope::Deployments, Level::Write)
        .with(Scope::Actions, Level::Write)
        .with(Scope::Contents, Level::Write);
    let (_repo, sim, client) = crate::start_with(|options| {
        options.tokens.push(Token::app("workflow", "ghs_workflow", permissions));
    });
    let workflow = client.with("ghs_workflow");
    let deployment = deploy(&workflow, "preview/7", json!({ "transient_environment": true }));
    deploy(&workflow, "Preview/7", json!({ "transient_environment": true }));
    let named = |client: &Client| client.get("environments").expect(200)["environments"][0]["name"].clone();
    assert_eq!(named(&workflow), "preview/7");
    let refused = workflow.delete("environments/preview%2F7");
    assert_eq!(refused.header("x-accepted-github-permissions"), Some("administration=write"));
    assert_eq!(refused.refused(403), "Resource not accessible by integration");
    client.delete("environments/preview%2F7").expect(204);
    assert_eq!(client.delete("environments/preview%2F7").refused(404), "Not Found");
    assert_eq!(named(&workflow), Value::Null);
    assert_eq!(workflow.get(&deployment).expect(200)["environment"], "preview/7");
    assert_eq!(sim.state().deployments.len(), 2);
}
