use std::time::Duration;

use deploy_kit_health::probe::{self, ErrorKind, Outcome};
use deploy_kit_health::{Observation, Request};

use crate::client;
use crate::loopback::{Act, Server, json};

async fn get(server: &Server) -> Observation {
    probe::http(&client(), &Request::get(&server.url)).await
}

fn kind(seen: &Observation) -> Option<ErrorKind> {
    seen.error().map(|error| error.kind)
}

#[tokio::test(start_paused = true)]
async fn an_answer_is_what_it_is() {
    let server = Server::start([json(503, "down").with("X-Version", "1").with("retry-after", "9")]).await;
    let seen = get(&server).await;
    let answer = seen.answer().unwrap();
    assert_eq!((answer.status, &*answer.body, answer.is_cut), (503, "down", false));
    assert_eq!(answer.values("x-version").collect::<Vec<_>>(), ["1"]);
    // Nothing is tried again.
    assert_eq!((server.lines().len(), server.left()), (1, 0));
}

#[tokio::test(start_paused = true)]
async fn what_is_asked_arrives_and_nothing_else() {
    let server = Server::start([json(200, "")]).await;
    let request = Request {
        method: "post".to_owned(),
        url: server.url.replace("http://", "http://user:pass%20word@") + "/path?x=1",
        headers: vec![("X-Check".to_owned(), "1".to_owned())],
        body: "ping".to_owned(),
        ..Request::default()
    };
    probe::http(&client(), &request).await;
    let seen = &server.seen()[0];
    assert_eq!((&*seen.line, &*seen.body), ("POST /path?x=1", "ping"));
    assert_eq!(seen.header("authorization"), Some("Basic dXNlcjpwYXNzIHdvcmQ="));
    assert_eq!(seen.header("host"), server.url.strip_prefix("http://"));
    let mut names: Vec<_> = seen.headers.iter().map(|(name, _)| &**name).collect();
    names.sort_unstable();
    assert_eq!(names, ["accept", "authorization", "content-length", "host", "user-agent", "x-check"]);
}

#[tokio::test(start_paused = true)]
async fn a_huge_body_is_read_to_the_limit() {
    let server = Server::start([json(200, &"x".repeat(3 << 20))]).await;
    let seen = get(&server).await;
    let answer = seen.answer().unwrap();
    assert_eq!((answer.body.len(), answer.is_cut), (1 << 20, true));
}

#[tokio::test(start_paused = true)]
async fn silence_ends_after_the_time_out() {
    let server = Server::start([Act::Silence]).await;
    let request = Request { timeout: Duration::from_millis(2500), ..Request::get(&server.url) };
    let seen = probe::http(&client(), &request).await;
    assert_eq!((kind(&seen), seen.elapsed), (Some(ErrorKind::Timeout), Duration::from_millis(2500)));
    let error = seen.error().unwrap().to_string();
    assert_eq!(error, format!("no whole answer from {} within 2.5 s", server.url));
}

#[tokio::test(start_paused = true)]
async fn a_broken_connection_is_called_so() {
    for act in [Act::Drop, Act::Break] {
        let server = Server::start([act]).await;
        assert_eq!(kind(&get(&server).await), Some(ErrorKind::Broken));
    }
}

#[tokio::test]
async fn what_cannot_be_reached_is_named_plainly() {
    let plain = crate::raw(Duration::ZERO, b"HTTP/1.1 400 Bad Request\r\n\r\n").await;
    let closed = {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        format!("http://{}/secret", listener.local_addr().unwrap())
    };
    for (url, kind, text) in [
        (closed, ErrorKind::Refused, "nothing listens at http://127.0.0.1:"),
        (
            "http://no-such-name.invalid/secret".to_owned(),
            ErrorKind::Dns,
            "the name of http://no-such-name.invalid is not known: ",
        ),
        (
            plain.replace("http://", "https://") + "/secret",
            ErrorKind::Tls,
            "no trusted connection to https://127.0.0.1:",
        ),
    ] {
        let seen = probe::http(&client(), &Request::get(&url)).await;
        let error = seen.error().unwrap();
        assert_eq!(error.kind, kind, "{error}");
        let shown = format!("{error}{error:?}");
        assert!(shown.starts_with(text) && !shown.contains("secret"), "{shown}");
        assert!(!error.is_permanent());
    }
}

#[tokio::test]
async fn a_request_that_cannot_be_made_says_why() {
    let with = |headers: &[(&str, &str)]| Request {
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        ..Request::get("http://127.0.0.1:1")
    };
    for (request, text) in [
        (
            Request::get("example.com/secret"),
            "the request to an invalid address cannot be made: relative URL without a base",
        ),
        (
            Request::get("ftp://example.com/secret"),
            "the request to ftp://example.com cannot be made: `ftp` is not HTTP",
        ),
        (
            Request { method: "G T".to_owned(), ..Request::get("http://a.example") },
            "the request to http://a.example cannot be made: `G T` is no method",
        ),
        (with(&[("a b", "")]), "the request to http://127.0.0.1:1 cannot be made: `a b` is no header"),
        (
            with(&[("x-key", "secret\n")]),
            "the request to http://127.0.0.1:1 cannot be made: the value of `x-key` cannot be sent",
        ),
    ] {
        let seen = probe::http(&client(), &request).await;
        let Outcome::Error(error) = seen.outcome else { panic!("{request:?}") };
        assert_eq!(error.to_string(), text);
        assert!(error.is_permanent());
    }
}
