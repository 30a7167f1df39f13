use deploy_kit_github::{Deadline, Kind, Options};
use tokio::time::Instant;

use crate::server::{Act, Server, json};
use crate::{SECOND, options, repo, seconds};

fn within(server: &Server, seconds: u32) -> Options {
    Options { deadline: Deadline::after(seconds * SECOND), ..options(server) }
}

#[tokio::test(start_paused = true)]
async fn a_wait_beyond_the_deadline_is_not_begun() {
    let limited = json(429, r#"{"message": "slow down"}"#).with("retry-after", "100");
    let server = Server::start([limited]).await;
    let start = Instant::now();
    let error = repo(within(&server, 60)).labels().list().await.unwrap_err();
    assert!(
        matches!(error.kind(), Kind::RateLimited { wait: Some(wait), .. } if *wait == 100 * SECOND),
        "{error:?}"
    );
    assert_eq!(seconds(start), 0);
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_silent_server_is_left_at_the_deadline() {
    let server = Server::start([Act::Silence]).await;
    let start = Instant::now();
    let error = repo(within(&server, 7)).labels().list().await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Deadline { .. }), "{error:?}");
    assert_eq!(error.to_string(), "`GET /repos/o/r/labels` failed: the time for the whole run is over");
    assert_eq!(seconds(start), 7);
}

#[tokio::test(start_paused = true)]
async fn the_deadline_is_that_of_the_run_and_not_of_a_call() {
    let server = Server::start([json(200, "[]"), Act::Silence]).await;
    let repo = repo(within(&server, 10));
    repo.labels().list().await.unwrap();
    tokio::time::sleep(8 * SECOND).await;
    let start = Instant::now();
    assert!(repo.milestones().list(None).await.is_err());
    assert_eq!(seconds(start), 2);
}

#[tokio::test(start_paused = true)]
async fn a_write_that_is_cut_off_may_have_been_acted_on() {
    let server = Server::start([Act::Silence]).await;
    let error = repo(within(&server, 7)).issues().create_comment(1, "text").await.unwrap_err();
    assert!(error.is_ambiguous(), "{error:?}");
}

#[tokio::test(start_paused = true)]
async fn a_turn_that_comes_too_late_is_not_waited_for() {
    let comment = r#"{"id": 1, "html_url": "u"}"#;
    let server = Server::start(std::iter::repeat_n(json(201, comment), 81)).await;
    let repo = repo(within(&server, 30));
    for _ in 0..80 {
        repo.issues().create_comment(7, "text").await.unwrap();
    }
    let start = Instant::now();
    let error = repo.issues().create_comment(7, "text").await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Deadline { wait: Some(_), .. }), "{error:?}");
    assert_eq!((seconds(start), server.left()), (0, 1));
}
