//! The deployments with how they stand, in one request.

use deploy_kit_github::deployments::{PullState, Record, Recorded, RecordedStatus, State};
use deploy_kit_github::{Kind, Repo};

use crate::operations::Called;
use crate::server::{Server, json};
use crate::{options, repo};

const QUERY: &str = include_str!("../../../../tests/contract/documents/deployments.graphql");

/// An answer with these deployments and what stands beside them.
fn page(pull: &str, nodes: &str, next: Option<&str>) -> String {
    let cursor = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    let info = format!(r#"{{"hasNextPage": {}, "endCursor": {cursor}}}"#, next.is_some());
    format!(
        r#"{{"data": {{"repository": {{{pull} "deployments": {{"nodes": [{nodes}], "pageInfo": {info}}}}}}}}}"#
    )
}

/// A deployment with this payload and status, each as JSON.
fn node(payload: &str, status: &str) -> String {
    format!(
        r#"{{"databaseId": 3000000000, "commitOid": "abc", "environment": "preview/7/web", "task": "deploy",
        "payload": {payload}, "createdAt": "2026-01-31T12:00:00Z", "latestStatus": {status}}}"#
    )
}

fn status(state: &str) -> String {
    format!(
        r#"{{"state": "{state}", "description": "", "environmentUrl": "https://7.example", "logUrl": null,
        "createdAt": "2026-01-31T12:01:00Z"}}"#
    )
}

const PULL: &str = r#""pullRequest": {"state": "OPEN", "headRefOid": "def"},"#;

pub(crate) async fn recorded(called: &mut Called) {
    let of = async |repo: &Repo| {
        let found = repo.deployments().of(Some(7), &["preview/7/web".to_owned()]).await.unwrap();
        let status = RecordedStatus {
            state: State::InProgress,
            description: None,
            environment_url: Some("https://7.example".to_owned()),
            log_url: None,
            created_at: "2026-01-31T12:01:00Z".to_owned(),
        };
        let record = Record {
            id: 3_000_000_000,
            sha: "abc".to_owned(),
            environment: "preview/7/web".to_owned(),
            task: "deploy".to_owned(),
            payload: serde_json::json!({ "app": "web" }),
            created_at: "2026-01-31T12:00:00Z".to_owned(),
            status: Some(status),
        };
        let pull = PullState { is_open: true, is_merged: false, head_sha: "def".to_owned() };
        assert_eq!(found, Recorded { pull: Some(pull), deployments: vec![record] });
    };
    let answer = page(PULL, &node(r#""{\"app\":\"web\"}""#, &status("IN_PROGRESS")), None);
    let variables = r#"{"owner":"o","name":"r","environments":["preview/7/web"],"number":7,"pull":true}"#;
    let body = format!(r#"{{"query":"{}","variables":{variables}}}"#, QUERY.trim_end());
    called.check("graphql/deployments", &answer, of, "POST /graphql", &body).await;
}

/// The deployments of one answer.
async fn read(nodes: &str) -> Vec<Record> {
    let server = Server::start([json(200, &page("", nodes, None))]).await;
    repo(options(&server)).deployments().of(None, &[]).await.unwrap().deployments
}

#[tokio::test(start_paused = true)]
async fn all_pages_of_all_environments_are_read() {
    let first = page("", &node("null", "null"), Some("abc"));
    let server = Server::start([json(200, &first), json(200, &page("", "null", None))]).await;
    let found = repo(options(&server)).deployments().of(None, &[]).await.unwrap();
    assert_eq!((found.pull, found.deployments.len()), (None, 1));
    let seen = server.seen();
    let variables = r#""variables":{"owner":"o","name":"r","number":0,"pull":false"#;
    assert!(seen[0].body.ends_with(&format!("{variables}}}}}")), "{}", seen[0].body);
    assert!(seen[1].body.ends_with(&format!("{variables},\"after\":\"abc\"}}}}")), "{}", seen[1].body);
}

#[tokio::test(start_paused = true)]
async fn the_payload_is_what_its_maker_noted() {
    for (sent, read_as) in [
        ("null", "null"),
        (r#""""#, "null"),
        (r#""{}""#, "{}"),
        (r#""{\"run\":7}""#, r#"{"run":7}"#),
        // A client that sent its JSON as a text.
        (r#""\"{\\\"run\\\":7}\"""#, r#"{"run":7}"#),
        (r#""\"words\"""#, r#""words""#),
        (r#""no { json""#, r#""no { json""#),
    ] {
        let records = read(&node(sent, "null")).await;
        assert_eq!(records[0].payload.to_string(), read_as, "{sent}");
    }
}

#[tokio::test(start_paused = true)]
async fn every_word_for_a_state_is_known() {
    for (word, state) in [
        ("ERROR", State::Error),
        ("FAILURE", State::Failure),
        ("INACTIVE", State::Inactive),
        ("DESTROYED", State::Inactive),
        ("IN_PROGRESS", State::InProgress),
        ("QUEUED", State::Queued),
        ("PENDING", State::Pending),
        ("WAITING", State::Pending),
        ("ABANDONED", State::Pending),
        ("SUCCESS", State::Success),
        ("ACTIVE", State::Success),
    ] {
        assert_eq!(read(&node("null", &status(word))).await[0].state(), state, "{word}");
    }
    assert_eq!(read(&node("null", "null")).await[0].state(), State::Pending, "without a status");
}

#[tokio::test(start_paused = true)]
async fn a_state_that_is_not_known_is_no_state() {
    let server = Server::start([json(200, &page("", &node("null", &status("MELTED")), None))]).await;
    let error = repo(options(&server)).deployments().of(None, &[]).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Decode { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn a_pull_request_is_open_merged_or_closed() {
    for (word, is_open, is_merged) in
        [("OPEN", true, false), ("MERGED", false, true), ("CLOSED", false, false)]
    {
        let answer = page(&PULL.replace("OPEN", word), "", None);
        let server = Server::start([json(200, &answer)]).await;
        let pull = repo(options(&server)).deployments().of(Some(7), &[]).await.unwrap().pull.unwrap();
        assert_eq!((pull.is_open, pull.is_merged), (is_open, is_merged), "{word}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_number_of_no_pull_request_hides_no_deployments() {
    let missing = r#"{"data": {"repository": {"pullRequest": null, "deployments": {"nodes": [],
        "pageInfo": {"hasNextPage": false, "endCursor": null}}}},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a PullRequest with the number of 7."}]}"#;
    let server = Server::start([json(200, missing), json(200, &page("", &node("null", "null"), None))]).await;
    let found = repo(options(&server)).deployments().of(Some(7), &[]).await.unwrap();
    assert_eq!((found.pull, found.deployments.len()), (None, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_a_repository_is_not_an_empty_list() {
    let gone = r#"{"data": {"repository": null}, "errors": [{"type": "NOT_FOUND", "message": "Could not resolve"}]}"#;
    let silent = r#"{"data": {"repository": null}}"#;
    let server = Server::start([json(200, gone), json(200, silent)]).await;
    let repo = repo(options(&server));
    assert!(repo.deployments().of(None, &[]).await.unwrap_err().is_not_found());
    let error = repo.deployments().of(None, &[]).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Decode { .. }), "{error}");
}
