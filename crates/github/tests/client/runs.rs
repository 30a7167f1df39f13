//! Operations on runs of workflows: what they send, and that they read what comes back.

use deploy_kit_github::{Kind, Repo};

use crate::operations::Called;
use crate::server::{Act, Server, json};
use crate::{TOKEN, options, repo};

const RUN: &str = r#"{"id": 30, "run_attempt": 2, "name": "CI", "path": ".github/workflows/ci.yml", "event": "pull_request",
    "head_sha": "abc", "head_branch": "topic", "head_repository": {"full_name": "fork/r"}, "status": "completed",
    "conclusion": "success", "html_url": "h", "pull_requests": null}"#;
const ARTIFACT: &str = r#"{"id": 5, "name": "report", "size_in_bytes": 9, "expired": false, "digest": null}"#;

pub(crate) async fn runs(called: &mut Called) {
    let get = async |repo: &Repo| {
        let run = repo.runs().get(30).await.unwrap().unwrap();
        assert_eq!((run.head_sha.as_str(), run.run_attempt, run.pull_requests.len()), ("abc", Some(2), 0));
        assert_eq!(run.head_repository.unwrap().full_name, "fork/r");
    };
    called.check("actions/get-workflow-run", RUN, get, "GET /repos/o/r/actions/runs/30", "").await;
    let listed = async |repo: &Repo| {
        assert_eq!(repo.runs().artifacts(30, Some("a report")).await.unwrap()[0].size_in_bytes, 9);
    };
    let answer = format!(r#"{{"total_count": 1, "artifacts": [{ARTIFACT}]}}"#);
    let line = "GET /repos/o/r/actions/runs/30/artifacts?name=a%20report&per_page=100";
    called.check("actions/list-workflow-run-artifacts", &answer, listed, line, "").await;
    let download = async |repo: &Repo| assert_eq!(repo.runs().download(5, 9).await.unwrap(), "the bytes");
    let line = "GET /repos/o/r/actions/artifacts/5/zip";
    called.check("actions/download-artifact", "the bytes", download, line, "").await;
}

#[tokio::test(start_paused = true)]
async fn a_run_names_the_pull_requests_of_its_branch() {
    let run = RUN
        .replace("null", r#"[{"id": 1, "number": 7, "url": "u", "head": {"ref": "topic", "sha": "abc"}}]"#);
    let server = Server::start([json(200, &run), json(404, r#"{"message": "Not Found"}"#)]).await;
    let repo = repo(options(&server));
    let pull = repo.runs().get(30).await.unwrap().unwrap().pull_requests.remove(0);
    assert_eq!((pull.number, pull.head.branch.as_str(), pull.head.sha.as_str()), (7, "topic", "abc"));
    assert_eq!(repo.runs().get(31).await.unwrap(), None);
}

/// The address of the storage is signed: it needs no token, and must not get one.
#[tokio::test(start_paused = true)]
async fn an_artifact_is_fetched_from_elsewhere_without_the_token() {
    let storage = Server::start([Act::Drop, json(200, "the bytes")]).await;
    let there = json(302, "").with("location", &format!("{}/blob?sig=secret", storage.url));
    let server = Server::start([there.clone(), there]).await;
    let bytes = repo(options(&server)).runs().download(5, 100).await.unwrap();
    assert_eq!(bytes, "the bytes");
    for seen in storage.seen() {
        assert_eq!(seen.header("authorization"), None);
        assert!(!format!("{seen:?}").contains(TOKEN), "{seen:?}");
    }
    // An address is good for a minute: a further attempt asks for a new one.
    assert_eq!((server.lines().len(), storage.lines().len()), (2, 2));
}

#[tokio::test(start_paused = true)]
async fn an_artifact_that_is_too_long_is_not_read() {
    let server = Server::start([json(200, "the bytes")]).await;
    let error = repo(options(&server)).runs().download(5, 8).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Content { .. }), "{error}");
    assert!(error.to_string().contains("longer than 8 bytes"), "{error}");
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn an_artifact_past_its_retention_is_gone() {
    let server = Server::start([json(410, r#"{"message": "Artifact has expired"}"#)]).await;
    let error = repo(options(&server)).runs().download(5, 8).await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Gone { .. }), "{error}");
}

#[tokio::test(start_paused = true)]
async fn no_error_of_a_download_shows_the_signature() {
    let storage =
        Server::start(std::iter::repeat_n(json(403, "<Error>AuthenticationFailed</Error>"), 9)).await;
    let there = json(302, "").with("location", &format!("{}/blob?sig=secret", storage.url));
    let server = Server::start(std::iter::repeat_n(there, 9)).await;
    let error = repo(options(&server)).runs().download(5, 8).await.unwrap_err();
    assert!(!format!("{error} {error:?}").contains("secret"), "{error:?}");
}
