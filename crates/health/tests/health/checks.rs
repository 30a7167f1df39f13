use std::time::Duration;

use deploy_kit_health::condition::{Condition, Matcher};
use deploy_kit_health::{Attempt, Check, Conditions, Poll, Request, Verdict, check};

use crate::client;
use crate::loopback::{Act, Server, json};

const SHA: &str = "4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed";
const SECOND: Duration = Duration::from_secs(1);

/// Checks that a server answers with the commit in `build.sha`.
fn for_version(server: &Server, poll: Poll) -> Check {
    let conditions = Conditions::version("build.sha".parse().unwrap(), SHA);
    Check { request: Request::get(&server.url), conditions, poll }
}

fn at(sha: &str) -> Act {
    json(200, &format!(r#"{{"build": {{"sha": "{sha}"}}}}"#))
}

async fn run(check_: &Check) -> (Verdict, Vec<Attempt>) {
    let mut attempts = Vec::new();
    let verdict = check(&client(), check_, |attempt| attempts.push(attempt.clone())).await;
    (verdict, attempts)
}

#[tokio::test(start_paused = true)]
async fn the_old_version_is_not_healthy_until_the_new_one_answers() {
    let page = json(200, "<html>maintenance</html>");
    let server =
        Server::start([at("0000000"), json(502, "bad gateway"), page, Act::Drop, at(&SHA[..7])]).await;
    let (verdict, attempts) = run(&for_version(&server, Poll::default())).await;
    assert!(verdict.is_healthy);
    assert_eq!((verdict.attempts, attempts.len(), server.left()), (5, 5, 0));
    let failed: Vec<_> =
        attempts.iter().map(|attempt| attempt.failed.as_ref().map(|failed| &*failed.condition)).collect();
    let version = Some("version in `json:build.sha`");
    assert_eq!(failed, [version, Some("status"), version, Some("request"), None]);
    assert_eq!(verdict.last.failed, None);
    assert_eq!(verdict.last_failure.as_ref().map(|attempt| attempt.number), Some(4));
    assert!(verdict.to_string().starts_with("healthy after 5 probes in "), "{verdict}");
}

#[tokio::test(start_paused = true)]
async fn what_flaps_is_healthy_when_it_stays_up() {
    let (up, down) = (at(SHA), json(503, ""));
    let server = Server::start([up.clone(), up.clone(), down, up.clone(), up.clone(), up]).await;
    let (verdict, _) = run(&for_version(&server, Poll { consecutive: 3, ..Poll::default() })).await;
    assert_eq!((verdict.is_healthy, verdict.attempts, verdict.successes), (true, 6, 3));
}

#[tokio::test(start_paused = true)]
async fn what_keeps_flapping_is_told_as_such() {
    let flapping = (0..1000).map(|number| if number % 2 == 0 { json(503, "") } else { at(SHA) });
    let server = Server::start(flapping).await;
    // With an odd number of probes the last one fails, with an even one it succeeds.
    let (verdict, attempts) =
        run(&for_version(&server, Poll { consecutive: 2, deadline: 60 * SECOND, ..Poll::default() })).await;
    assert!(!verdict.is_healthy && verdict.attempts > 20);
    let number = attempts.len();
    let failed = if number % 2 == 0 { number - 1 } else { number };
    let end = if number % 2 == 0 {
        format!(": 1 of 2 successes in a row; probe {failed} failed with status: expected 200-399, got 503")
    } else {
        ": status: expected 200-399, got 503".to_owned()
    };
    assert!(verdict.to_string().ends_with(&end), "{verdict}");
}

#[tokio::test(start_paused = true)]
async fn what_never_comes_up_ends_with_the_deadline_and_its_last_words() {
    let server = Server::start(std::iter::repeat_n(json(500, "boom: no database\n"), 1000)).await;
    let start = tokio::time::Instant::now();
    let poll = Poll { deadline: 90 * SECOND, ..Poll::default() };
    let (verdict, attempts) = run(&for_version(&server, poll)).await;
    assert!(!verdict.is_healthy);
    assert!(start.elapsed() >= 89 * SECOND && start.elapsed() <= 91 * SECOND, "{:?}", start.elapsed());
    assert!(attempts.windows(2).all(|pair| pair[1].at > pair[0].at && pair[1].number == pair[0].number + 1));
    let failed = verdict.last.failed.unwrap();
    assert_eq!(
        (failed.to_string(), &*failed.excerpt),
        ("status: expected 200-399, got 500".to_owned(), "boom: no database")
    );
}

#[tokio::test(start_paused = true)]
async fn a_server_that_hangs_is_given_its_time_out_each_time() {
    let server = Server::start([Act::Silence, Act::Silence, at(SHA)]).await;
    let mut slow = for_version(&server, Poll::default());
    slow.request.timeout = 3 * SECOND;
    let (verdict, attempts) = run(&slow).await;
    assert_eq!((verdict.is_healthy, verdict.attempts), (true, 3));
    assert!(attempts[..2].iter().all(|attempt| attempt.observation.elapsed == 3 * SECOND));
}

#[tokio::test(start_paused = true)]
async fn one_that_answers_too_slowly_is_told_so() {
    let url = crate::raw(2 * SECOND, b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await;
    let within = |seconds: u32| Check {
        request: Request::get(&url),
        conditions: Conditions { others: vec![Condition::Within(seconds * SECOND)], ..Conditions::default() },
        poll: Poll { deadline: Duration::ZERO, ..Poll::default() },
    };
    let (verdict, _) =
        run(&Check { request: Request { timeout: 5 * SECOND, ..within(2).request }, ..within(2) }).await;
    // Without time left a probe is given a second.
    assert_eq!(verdict.last.failed.unwrap().condition, "request");
    let patient =
        |seconds| Check { poll: Poll { deadline: 4 * SECOND, ..Poll::default() }, ..within(seconds) };
    assert!(run(&patient(2)).await.0.is_healthy);
    let (verdict, _) = run(&patient(1)).await;
    // The second probe has no 2 seconds left: what the first one showed is what is told.
    let told = "unhealthy after 2 probes in 4.0 s: response time: expected at most 1000 ms, got 2000 ms";
    assert_eq!((&*verdict.to_string(), verdict.last.number), (told, 2));
}

#[tokio::test(start_paused = true)]
async fn an_address_that_cannot_be_used_is_not_tried_again() {
    let (verdict, _) = run(&Check { request: Request::get("not an address"), ..Check::default() }).await;
    assert_eq!((verdict.is_healthy, verdict.attempts, verdict.elapsed), (false, 1, Duration::ZERO));
}

#[tokio::test(start_paused = true)]
async fn what_is_beyond_the_limit_is_not_seen_and_that_is_said() {
    let server = Server::start([json(200, &("x".repeat(2 << 20) + "ready"))]).await;
    let conditions = Conditions {
        others: vec![Condition::Body(Matcher::Contains("ready".to_owned()))],
        ..Conditions::default()
    };
    let poll = Poll { deadline: Duration::ZERO, ..Poll::default() };
    let (verdict, _) = run(&Check { request: Request::get(&server.url), conditions, poll }).await;
    let failed = verdict.last.failed.unwrap();
    assert_eq!(
        failed.to_string(),
        "body: expected `ready` within, got a longer body, without it in the first 1048576 bytes"
    );
    assert!(failed.excerpt.len() < 200, "{}", failed.excerpt.len());
}

#[tokio::test(start_paused = true)]
async fn it_can_be_cancelled_at_any_time() {
    let server = Server::start(std::iter::repeat_n(json(503, ""), 1000)).await;
    let endless = for_version(&server, Poll { deadline: 100_000 * SECOND, ..Poll::default() });
    let client = client();
    tokio::select! {
        verdict = check(&client, &endless, |_| ()) => panic!("{verdict}"),
        () = tokio::time::sleep(30 * SECOND) => (),
    }
    let probes = server.lines().len();
    assert!(probes > 1);
    tokio::time::sleep(1000 * SECOND).await;
    assert_eq!(server.lines().len(), probes);
}

#[tokio::test(start_paused = true)]
async fn a_secret_that_a_server_repeats_is_told_to_nobody() {
    let server = Server::start([json(500, "unknown key hunter22")]).await;
    let mut secret = for_version(&server, Poll { deadline: Duration::ZERO, ..Poll::default() });
    secret.request.headers.push(("x-api-key".to_owned(), "hunter22".to_owned()));
    let (verdict, _) = run(&secret).await;
    let failed = verdict.last.failed.as_ref().unwrap();
    assert_eq!(failed.excerpt, "unknown key ***");
    assert!(!format!("{verdict} {failed:?} {secret:?}").contains("hunter22"));
}
