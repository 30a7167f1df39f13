use std::collections::BTreeSet;

use tokio::time::Instant;

use crate::server::{Act, Server, json};
use crate::{SECOND, options, repo, seconds};

const LABELS: &str = r#"[{"name": "released", "color": "ededed", "description": null, "new": 1}]"#;

async fn list(acts: impl IntoIterator<Item = Act>) -> (Server, deploy_kit_github::Result<usize>, u64) {
    let server = Server::start(acts).await;
    let start = Instant::now();
    let repo = repo(options(&server));
    let result = repo.labels().list().await.map(|labels| labels.len());
    (server, result, seconds(start))
}

#[tokio::test(start_paused = true)]
async fn a_read_survives_every_passing_fault() {
    let faults = [
        json(500, ""),
        json(502, "<html>"),
        json(503, ""),
        json(504, ""),
        json(429, "{}"),
        Act::Drop,
        Act::Break,
        Act::Silence,
    ];
    for fault in faults {
        let (server, result, _) = list([fault.clone(), json(200, LABELS)]).await;
        assert_eq!(result.unwrap(), 1, "{fault:?}");
        assert_eq!(server.lines().len(), 2, "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_fifth_failure_is_the_last() {
    let (server, result, waited) = list(std::iter::repeat_n(json(502, "{}"), 9)).await;
    let error = result.unwrap_err();
    assert_eq!(error.to_string(), "`GET /repos/o/r/labels` failed: 502 Bad Gateway");
    assert_eq!(server.lines().len(), 5);
    // 0.5 + 1 + 2 + 4 seconds, half of each left to chance.
    assert!((3..=7).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_waited_for_thirty_seconds() {
    let (_, result, waited) = list([Act::Silence, json(200, LABELS)]).await;
    assert!(result.is_ok());
    assert!((30..=31).contains(&waited), "{waited}");
}

#[tokio::test(start_paused = true)]
async fn a_secondary_limit_is_waited_for_as_asked() {
    let words = r#"{"message": "You have exceeded a secondary rate limit. Please wait."}"#;
    let (_, result, waited) = list([json(403, words).with("retry-after", "77"), json(200, LABELS)]).await;
    assert!(result.is_ok());
    assert_eq!(waited, 77);
    let (_, result, waited) = list([json(403, words), json(200, LABELS)]).await;
    assert!(result.is_ok());
    assert_eq!(waited, 60);
}

#[tokio::test(start_paused = true)]
async fn the_hourly_limit_is_waited_for_by_the_servers_clock() {
    let limited = json(403, r#"{"message": "API rate limit exceeded"}"#)
        .with("x-ratelimit-remaining", "0")
        .with("x-ratelimit-reset", "1800000100")
        .with("date", "Fri, 15 Jan 2027 08:00:00 GMT");
    let (_, result, waited) = list([limited, json(200, LABELS)]).await;
    assert!(result.is_ok());
    assert_eq!(waited, 101);
}

#[tokio::test(start_paused = true)]
async fn a_creation_is_sent_once() {
    let faults = [json(500, ""), json(502, ""), json(503, ""), Act::Drop, Act::Break, Act::Silence];
    for fault in faults {
        let server = Server::start([fault.clone()]).await;
        let repo = repo(options(&server));
        let error = repo.issues().create_comment(7, "text").await.unwrap_err();
        assert!(error.is_ambiguous(), "{fault:?}: {error}");
        assert!(error.to_string().ends_with("whether GitHub acted on the request is not known"), "{error}");
        assert_eq!(server.lines(), ["POST /repos/o/r/issues/7/comments"], "{fault:?}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_creation_that_was_refused_for_its_pace_is_sent_again() {
    let comment = r#"{"id": 1, "html_url": "u", "body": "text"}"#;
    for status in [403, 429] {
        let refused = json(status, r#"{"message": "secondary rate limit"}"#).with("retry-after", "5");
        let server = Server::start([refused, json(201, comment)]).await;
        let start = Instant::now();
        let repo = repo(options(&server));
        assert_eq!(repo.issues().create_comment(7, "text").await.unwrap().id, 1);
        assert_eq!((server.lines().len(), seconds(start)), (2, 5));
    }
}

#[tokio::test(start_paused = true)]
async fn a_server_that_is_not_there_is_tried_again_for_writes_as_well() {
    let gone = Server::start([]).await;
    let options = options(&gone);
    drop(gone);
    tokio::task::yield_now().await;
    let start = Instant::now();
    let error = repo(options).issues().create_comment(7, "text").await.unwrap_err();
    assert!(!error.is_ambiguous());
    assert!(error.to_string().contains("no connection"), "{error}");
    assert!(error.hint().unwrap().contains("HTTPS_PROXY"));
    assert!(start.elapsed() > 3 * SECOND);
}

#[tokio::test(start_paused = true)]
async fn a_deletion_that_finds_nothing_after_a_doubt_is_done() {
    let missing = r#"{"message": "Not Found"}"#;
    let server = Server::start([Act::Drop, json(404, missing)]).await;
    repo(options(&server)).releases().delete_asset(5).await.unwrap();
    let server = Server::start([Act::Drop, json(422, r#"{"message": "Reference does not exist"}"#)]).await;
    repo(options(&server)).refs().delete("tags/v1").await.unwrap();
    let server = Server::start([json(404, missing)]).await;
    assert!(repo(options(&server)).releases().delete_asset(5).await.unwrap_err().is_not_found());
}

#[tokio::test(start_paused = true)]
async fn a_replacement_is_sent_again() {
    let found = r#"{"ref": "refs/tags/v1", "object": {"sha": "abc", "type": "commit"}}"#;
    let server = Server::start([Act::Drop, json(200, found)]).await;
    let force = deploy_kit_github::refs::Force::Yes;
    let moved = repo(options(&server)).refs().update("tags/v1", "abc", force).await.unwrap();
    assert_eq!(moved.object.sha, "abc");
    let bodies: BTreeSet<_> = server.seen().into_iter().map(|seen| seen.body).collect();
    assert_eq!(bodies, BTreeSet::from([r#"{"sha":"abc","force":true}"#.to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn the_eighty_first_write_of_a_minute_waits() {
    let comment = r#"{"id": 1, "html_url": "u", "body": "text"}"#;
    let server = Server::start(std::iter::repeat_n(json(201, comment), 81)).await;
    let repo = repo(options(&server));
    let start = Instant::now();
    for _ in 0..80 {
        repo.issues().create_comment(7, "text").await.unwrap();
    }
    assert!(start.elapsed() < SECOND, "{:?}", start.elapsed());
    repo.issues().create_comment(7, "text").await.unwrap();
    assert_eq!(seconds(start), 60);
}
