//! Each kind, its sentence and its hint.

use deploy_kit_github::releases::NewRelease;
use deploy_kit_github::{Error, Kind};
use insta::assert_snapshot;

use crate::server::{Act, Server, json};
use crate::{options, repo};

async fn create(act: Act) -> Error {
    let server = Server::start([act]).await;
    repo(options(&server)).releases().create(&NewRelease::of("v1.2.3")).await.unwrap_err()
}

fn told(error: &Error) -> String {
    match error.hint() {
        Some(hint) => format!("{error}\nhint: {hint}"),
        None => error.to_string(),
    }
}

const FORBIDDEN: &str = r#"{"message": "Resource not accessible by integration",
    "documentation_url": "https://docs.github.com/rest", "status": "403"}"#;

#[tokio::test(start_paused = true)]
async fn a_missing_permission_is_told_by_the_lines_to_add() {
    assert_snapshot!(told(&create(json(403, FORBIDDEN)).await), @r"
    `POST /repos/o/r/releases` failed: 403 Resource not accessible by integration
    hint: add to the job:
    permissions:
      contents: write
    ");
}

#[tokio::test(start_paused = true)]
async fn what_github_accepts_counts_before_our_own_list() {
    let act = json(403, FORBIDDEN)
        .with("x-accepted-github-permissions", "contents=write,pull_requests=read; administration=write");
    let error = create(act).await;
    assert_snapshot!(told(&error), @r"
    `POST /repos/o/r/releases` failed: 403 Resource not accessible by integration
    hint: add to the job:
    permissions:
      contents: write
      pull-requests: read
    ");
    assert!(matches!(error.kind(), Kind::Forbidden { accepted, .. } if accepted.len() == 2));
}

#[tokio::test(start_paused = true)]
async fn a_comment_asks_for_the_one_of_two_permissions_that_our_list_names_first() {
    let act = json(403, FORBIDDEN).with("x-accepted-github-permissions", "pull_requests=write; issues=write");
    let server = Server::start([act]).await;
    let error = repo(options(&server)).issues().create_comment(1, "text").await.unwrap_err();
    assert_eq!(error.hint().unwrap(), "add to the job:\npermissions:\n  issues: write");
}

#[tokio::test(start_paused = true)]
async fn what_no_workflow_s_token_can_have_is_asked_of_another() {
    let act = json(403, FORBIDDEN).with("x-accepted-github-permissions", "contents=write,workflows=write");
    assert_eq!(
        create(act).await.hint().unwrap(),
        "give the token of an app or a person the repository permission `contents: write`, `workflows: write`"
    );
}

#[tokio::test(start_paused = true)]
async fn a_personal_token_has_no_workflow() {
    let words = r#"{"message": "Resource not accessible by personal access token"}"#;
    let hint = create(json(403, words)).await.hint().unwrap();
    assert_eq!(hint, "give the token of an app or a person the repository permission `contents: write`");
}

#[tokio::test(start_paused = true)]
async fn a_wrong_token_an_archive_and_a_hidden_repository() {
    assert_snapshot!(told(&create(json(401, r#"{"message": "Bad credentials"}"#)).await), @r"
    `POST /repos/o/r/releases` failed: 401 Bad credentials
    hint: check the token: it is wrong, expired or revoked; locally `gh auth login` makes a new one
    ");
    let archived = r#"{"message": "Repository was archived so is read-only."}"#;
    assert_snapshot!(told(&create(json(403, archived)).await), @r"
    `POST /repos/o/r/releases` failed: 403 the repository is archived and so read-only
    hint: unarchive the repository in its settings, or release from its successor
    ");
    assert_snapshot!(told(&create(json(404, r#"{"message": "Not Found"}"#)).await), @r"
    `POST /repos/o/r/releases` failed: 404 Not Found
    hint: if it does exist, the token may not see it: it needs `contents: write`
    ");
}

#[tokio::test(start_paused = true)]
async fn a_refused_field_is_named() {
    let refused = r#"{"message": "Validation Failed", "errors": [
        {"resource": "Release", "code": "already_exists", "field": "tag_name"},
        {"resource": "Release", "code": "custom", "message": "tag_name was used by an immutable release"},
        "and some words"]}"#;
    let error = create(json(422, refused)).await;
    assert_snapshot!(error.to_string(), @"`POST /repos/o/r/releases` failed: 422 Validation Failed; `tag_name`: already exists; tag_name was used by an immutable release; and some words");
    assert!(error.is_already_there() && error.refuses("tag_name", "already_exists"));
    assert!(!error.refuses("name", "already_exists"));
}

#[tokio::test(start_paused = true)]
async fn the_ways_of_saying_that_it_is_there() {
    for (body, there) in [
        (r#"{"message": "Reference already exists"}"#, true),
        (
            r#"{"message": "Validation Failed", "errors": [{"message": "A pull request already exists for o:x."}]}"#,
            true,
        ),
        (
            r#"{"message": "Validation Failed", "errors": [{"code": "already_exists", "field": "name"}]}"#,
            true,
        ),
        (r#"{"message": "Validation Failed", "errors": [{"code": "missing", "field": "name"}]}"#, false),
        (r#"{"message": "Reference update failed"}"#, false),
    ] {
        assert_eq!(create(json(422, body)).await.is_already_there(), there, "{body}");
    }
}

#[tokio::test(start_paused = true)]
async fn other_answers_keep_their_status() {
    let conflict = create(json(409, r#"{"message": "Git Repository is empty."}"#)).await;
    assert!(matches!(conflict.kind(), Kind::Conflict { .. }), "{conflict}");
    let gone = create(json(410, r#"{"message": "Issues are disabled for this repo"}"#)).await;
    assert!(matches!(gone.kind(), Kind::Gone { .. }), "{gone}");
    let legal = create(json(451, "<html>blocked</html>")).await;
    assert_eq!(legal.to_string(), "`POST /repos/o/r/releases` failed: 451 Unavailable For Legal Reasons");
}

#[tokio::test(start_paused = true)]
async fn an_answer_of_another_form_says_where() {
    let error = create(json(201, r#"{"id": 1, "tag_name": 7}"#)).await;
    assert!(matches!(error.kind(), Kind::Decode { .. }));
    assert_snapshot!(error.to_string(), @"`POST /repos/o/r/releases` failed: unexpected answer: invalid type: integer `7`, expected a string at line 1 column 23");
}

#[tokio::test(start_paused = true)]
async fn graphql_errors_come_with_a_success() {
    let commit = deploy_kit_github::commits::NewCommitOnBranch::default();
    let stale = "Expected branch to point to \\\"a\\\" but it did not. Pull and try again.";
    for (r#type, message, kind) in [
        ("STALE_DATA", stale, "Conflict"),
        ("NOT_FOUND", "Could not resolve to a Repository", "NotFound"),
        ("FORBIDDEN", "Resource not accessible by integration", "Forbidden"),
        ("UNPROCESSABLE", "A path was requested for deletion which does not exist", "Validation"),
        ("SOMETHING", "something", "Graphql"),
    ] {
        let body = format!(
            r#"{{"data": {{"createCommitOnBranch": null}}, "errors": [{{"type": "{type}", "path": ["x"], "message": "{message}"}}]}}"#
        );
        let server = Server::start([json(200, &body)]).await;
        let error = repo(options(&server)).commits().create_on_branch(&commit).await.unwrap_err();
        assert!(format!("{:?}", error.kind()).starts_with(kind), "{error:?}");
        assert_eq!(server.lines(), ["POST /graphql"]);
    }
}

#[tokio::test(start_paused = true)]
async fn a_limit_of_graphql_is_waited_for() {
    let commit = deploy_kit_github::commits::NewCommitOnBranch::default();
    let limited = r#"{"errors": [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]}"#;
    let made = r#"{"data": {"createCommitOnBranch": {"commit": {"oid": "abc", "url": "u"}}}}"#;
    let server = Server::start([json(200, limited).with("retry-after", "9"), json(200, made)]).await;
    let start = tokio::time::Instant::now();
    assert_eq!(repo(options(&server)).commits().create_on_branch(&commit).await.unwrap().sha, "abc");
    assert_eq!(crate::seconds(start), 9);
}
