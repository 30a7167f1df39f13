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
