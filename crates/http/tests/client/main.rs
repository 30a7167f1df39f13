//! The client against a server on loopback, with paused time.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod certificates;
#[path = "../loopback/mod.rs"]
mod loopback;
mod once;
mod proxies;
mod secrets;

use deploy_kit_http::{Client, Clock, FailureKind, Options, Request, Tls};
use http::Method;
use loopback::{Act, Server, json};

fn client(options: Options) -> Client {
    Client::new(Options { tls: Tls::None, ..options }, Clock::start(0)).unwrap()
}

#[tokio::test(start_paused = true)]
async fn a_read_is_sent_again_and_the_last_answer_counts() {
    let server = Server::start([json(503, "wait").with("retry-after", "7"), json(200, "done")]).await;
    let start = tokio::time::Instant::now();
    let answer = client(Options::default()).send(&Request::new(Method::GET, &server.url)).await.unwrap();
    assert_eq!((answer.status, &*answer.body, start.elapsed().as_secs()), (200, &b"done"[..], 7));
    assert_eq!((server.lines().len(), server.left()), (2, 0));
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_given_whatever_its_status() {
    let server = Server::start(std::iter::repeat_n(json(500, "no"), 9)).await;
    let answer = client(Options::default()).send(&Request::new(Method::GET, &server.url)).await.unwrap();
    assert_eq!((answer.status, server.lines().len()), (500, 5));
}

#[tokio::test(start_paused = true)]
async fn a_message_is_sent_once_unless_it_is_made_idempotent() {
    for act in [json(500, "no"), Act::Drop, Act::Break, Act::Silence] {
        let server = Server::start([act, json(200, "done")]).await;
        let message = Request::new(Method::POST, &server.url).json(r#"{"text":"hello"}"#);
        let result = client(Options::default()).send(&message).await;
        assert!(result.as_ref().map_or_else(|error| error.is_ambiguous, |answer| answer.status == 500));
        assert_eq!(server.lines().len(), 1);
        let answer = client(Options::default()).send(&message.made_idempotent()).await.unwrap();
        assert_eq!(answer.status, 200);
        let seen = &server.seen()[1];
        assert_eq!(seen.header("content-type"), Some("application/json"));
        assert_eq!(seen.body, r#"{"text":"hello"}"#);
    }
}

#[tokio::test(start_paused = true)]
async fn a_redirect_is_an_answer() {
    let server = Server::start([json(302, "").with("location", "{here}/elsewhere")]).await;
    let answer = client(Options::default()).send(&Request::new(Method::GET, &server.url)).await.unwrap();
    assert_eq!((answer.status, server.lines().len()), (302, 1));
}

#[tokio::test(start_paused = true)]
async fn an_answer_without_end_is_cut_off() {
    let server = Server::start([json(200, &"x".repeat(2000))]).await;
    let request = Request { limit: 1999, ..Request::new(Method::GET, &server.url) };
    let error = client(Options::default()).send(&request).await.unwrap_err();
    assert_eq!(error.failure.kind(), FailureKind::Request);
    assert!(error.to_string().ends_with("the answer is longer than 1999 bytes"), "{error}");
}
