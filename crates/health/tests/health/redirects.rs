use deploy_kit_health::probe::{self, ErrorKind};
use deploy_kit_health::{Observation, Request};

use crate::client;
use crate::loopback::{Act, Server, json};

fn to(status: u16, location: &str) -> Act {
    json(status, "").with("location", location)
}

async fn probe_from(server: &Server, redirects: u32) -> Observation {
    probe::http(&client(), &Request { redirects, ..Request::get(format!("{}/0", server.url)) }).await
}

fn chain(length: usize) -> impl Iterator<Item = Act> {
    (1..=length).map(|at| to(302, &format!("/{at}"))).chain([json(200, "there")])
}

#[tokio::test(start_paused = true)]
async fn ten_are_followed_and_no_more() {
    let server = Server::start(chain(10)).await;
    let seen = probe_from(&server, 10).await;
    assert_eq!((seen.answer().map(|answer| &*answer.body), seen.redirects), (Some("there"), 10));
    assert_eq!(server.lines().last().map(String::as_str), Some("GET /10"));

    let server = Server::start(chain(11)).await;
    let seen = probe_from(&server, 10).await;
    let error = seen.error().unwrap();
    assert_eq!((error.kind, seen.redirects), (ErrorKind::TooManyRedirects, 10));
    assert_eq!(error.to_string(), format!("{} redirects once more after 10 redirects", server.url));
}

#[tokio::test(start_paused = true)]
async fn a_redirect_that_is_not_to_be_followed_is_the_answer() {
    let server = Server::start(chain(1)).await;
    let seen = probe_from(&server, 0).await;
    let answer = seen.answer().unwrap();
    assert_eq!((answer.status, answer.values("location").next()), (302, Some("/1")));
    assert_eq!(server.lines().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn another_host_learns_no_secret() {
    let other = Server::start([json(200, "there")]).await;
    let server = Server::start([to(302, "/login"), to(302, &format!("{}/next", other.url))]).await;
    let request = Request {
        url: server.url.replace("http://", "http://user:hunter22@"),
        headers: [("x-bypass", "hunter33"), ("cookie", "hunter44"), ("accept", "text/html")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        ..Request::default()
    };
    let seen = probe::http(&client(), &request).await;
    assert_eq!(seen.answer().map(|answer| &*answer.body), Some("there"));
    // Its own host gets them at each step.
    assert!(server.seen().iter().all(|seen| seen.header("x-bypass") == Some("hunter33")));
    assert!(server.seen().iter().all(|seen| seen.header("authorization").is_some()));
    let arrived = format!("{:?}", other.seen());
    assert!(
        arrived.contains("text/html") && !arrived.contains("hunter") && !arrived.contains("authorization"),
        "{arrived}"
    );
}

#[tokio::test(start_paused = true)]
async fn one_that_leads_nowhere_is_an_error() {
    for location in ["https://", "file:///etc/passwd"] {
        let server = Server::start([to(301, location)]).await;
        let seen = probe_from(&server, 10).await;
        assert_eq!(seen.error().map(|error| error.kind), Some(ErrorKind::Redirect), "{location}");
    }
}

#[tokio::test(start_paused = true)]
async fn all_of_it_shares_one_time_out() {
    let server = Server::start([to(302, "/1"), Act::Silence]).await;
    let seen = probe_from(&server, 10).await;
    assert_eq!(seen.error().map(|error| error.kind), Some(ErrorKind::Timeout));
    assert_eq!((seen.elapsed, seen.redirects), (Request::default().timeout, 1));
}
