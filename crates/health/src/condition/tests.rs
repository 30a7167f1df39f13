use deploy_kit_core::actions::Secret;
use insta::assert_snapshot;
use serde_json::json;

use super::*;
use crate::probe::{ErrorKind, ProbeError};

fn seen(status: u16, headers: &[(&str, &str)], body: &str) -> Observation {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let answer = Answer { status, headers, body: body.to_owned(), ..Answer::default() };
    Observation { elapsed: Duration::from_millis(120), redirects: 0, outcome: Outcome::Answer(answer) }
}

fn judge(others: Vec<Condition>, seen: &Observation) -> String {
    let conditions = Conditions { others, ..Conditions::default() };
    conditions
        .judge(seen, &Masks::default())
        .map_or_else(|| "met".to_owned(), |mismatch| mismatch.to_string())
}

fn json(path: &str, value: JsonMatcher, body: &str) -> String {
    judge(vec![Condition::Json { path: path.parse().unwrap(), value }], &seen(200, &[], body))
}

fn version(field: &str, seen: &Observation) -> String {
    let conditions = Conditions::version(field.parse().unwrap(), "4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed");
    conditions
        .judge(seen, &Masks::default())
        .map_or_else(|| "met".to_owned(), |mismatch| mismatch.to_string())
}

#[test]
fn the_status_comes_first() {
    let slow = vec![Condition::Within(Duration::ZERO)];
    assert_snapshot!(judge(slow, &seen(503, &[], "")), @"status: expected 200-399, got 503");
    assert_eq!(judge(Vec::new(), &seen(204, &[], "")), "met");
    assert_eq!(judge(Vec::new(), &seen(301, &[], "")), "met");
}

#[test]
fn an_error_is_told_as_it_is() {
    let error = ProbeError {
        kind: ErrorKind::Refused,
        place: "http://127.0.0.1:1".to_owned(),
        detail: "Connection refused (os error 111)".to_owned(),
    };
    let seen = Observation { elapsed: Duration::ZERO, redirects: 0, outcome: Outcome::Error(error) };
    assert_snapshot!(judge(Vec::new(), &seen), @"request: expected an answer, got nothing listens at http://127.0.0.1:1: Connection refused (os error 111)");
}

#[test]
fn the_version_is_found_wherever_it_stands() {
    let json = r#"{"build": {"sha": "4f2a9c1", "number": 7, "old": "0000000", "none": null}}"#;
    let there = seen(200, &[("X-Version", "4f2a9c1e")], json);
    assert_eq!(version("header:x-version", &there), "met");
    assert_eq!(version("build.sha", &there), "met");
    assert_eq!(version("body", &seen(200, &[], "4f2a9c1\n")), "met");
    assert_snapshot!(version("build.old", &there), @"version in `json:build.old`: expected `4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed`, got `0000000`");
    assert_snapshot!(version("build.number", &there), @"version in `json:build.number`: expected `4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed`, got `7`");
    assert_snapshot!(version("build.none", &there), @"version in `json:build.none`: expected `4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed`, got null");
    assert_snapshot!(version("build.no", &there), @"version in `json:build.no`: expected `4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed`, got no such value");
    assert_snapshot!(version("header:x-sha", &there), @"version in `header:x-sha`: expected `4f2a9c1e0b7d83a6c5f4e3d2b1a0987654321fed`, got no such header");
}

#[test]
fn an_error_page_with_status_200_is_not_healthy() {
    let page = seen(200, &[("content-type", "text/html")], "<html>\n<h1>Application error</h1>\n</html>");
    let mismatch =
        Conditions::version("sha".parse().unwrap(), "1.0").judge(&page, &Masks::default()).unwrap();
    assert_snapshot!(mismatch.to_string(), @"version in `json:sha`: expected `1.0`, got a body that is no JSON: expected value at line 1 column 1");
    assert_snapshot!(mismatch.excerpt, @r"
    <html>
    <h1>Application error</h1>
    </html>
    ");
    // An empty expectation is met by nothing.
    assert!(
        Conditions::version(VersionField::Body, "").judge(&seen(200, &[], ""), &Masks::default()).is_some()
    );
}

#[test]
fn headers_have_several_values_and_any_case() {
    let header = |name: &str, value| vec![Condition::Header { name: name.to_owned(), value }];
    let twice = seen(200, &[("set-cookie", "a=1"), ("set-cookie", "b=2"), ("x-cache", "MISS from edge")], "");
    assert_eq!(judge(header("Set-Cookie", Matcher::Equals("b=2".to_owned())), &twice), "met");
    assert_eq!(judge(header("x-cache", Matcher::Matches("^(MISS|HIT)".parse().unwrap())), &twice), "met");
    assert_snapshot!(judge(header("set-cookie", Matcher::Equals("c".to_owned())), &twice), @"header `set-cookie`: expected `c`, got `a=1`, `b=2`");
    assert_snapshot!(judge(header("x-none", Matcher::Contains("c".to_owned())), &twice), @"header `x-none`: expected `c` within, got no such header");
}

#[test]
fn bodies_contain_and_match() {
    let body = |matcher, text: &str| judge(vec![Condition::Body(matcher)], &seen(200, &[], text));
    assert_eq!(body(Matcher::Contains("ok".to_owned()), "all ok"), "met");
    assert_eq!(body(Matcher::Matches("(?m)^status: (up|ok)$".parse().unwrap()), "x\nstatus: up\n"), "met");
    assert_eq!(body(Matcher::Equals("OK".to_owned()), "OK\n"), "met");
    assert_snapshot!(body(Matcher::Matches("^ok".parse().unwrap()), "all ok"), @"body: expected a match of `^ok`, got a body of 6 bytes without it");
    assert_snapshot!(body(Matcher::Contains("ok".to_owned()), ""), @"body: expected `ok` within, got an empty body");
    assert_snapshot!("[".parse::<Pattern>().unwrap_err().to_string().split(':').next().unwrap(), @"`[` is no regular expression");
}

#[test]
fn values_are_compared_by_what_they_are_worth() {
    let document =
        "\u{feff}{\"status\": \"up\", \"load\": 1.0, \"checks\": [{\"ok\": true}], \"none\": null}";
    assert_eq!(json("load", JsonMatcher::Equals(json!(1)), document), "met");
    assert_eq!(json("checks", JsonMatcher::Equals(json!([{"ok": true}])), document), "met");
    assert_eq!(json("/checks/0/ok", JsonMatcher::Text(Matcher::Equals("true".to_owned())), document), "met");
    assert_eq!(json("none", JsonMatcher::Exists, document), "met");
    assert_snapshot!(json("status", JsonMatcher::Equals(json!("ok")), document), @r#"JSON `status`: expected `"ok"`, got `"up"`"#);
    assert_snapshot!(json("none", JsonMatcher::Text(Matcher::Equals("null".to_owned())), document), @"JSON `none`: expected `null`, got `null`");
    assert_snapshot!(json("no", JsonMatcher::Exists, document), @"JSON `no`: expected a value, got no such value");
    assert_snapshot!(json("no", JsonMatcher::Exists, " "), @"JSON `no`: expected a value, got an empty body");
}

#[test]
fn the_time_is_limited() {
    let within = |millis| judge(vec![Condition::Within(Duration::from_millis(millis))], &seen(200, &[], ""));
    assert_eq!(within(120), "met");
    assert_snapshot!(within(119), @"response time: expected at most 119 ms, got 120 ms");
}

#[test]
fn what_a_server_repeats_is_masked_everywhere() {
    let mut masks = Masks::default();
    masks.add(&Secret::new("hunter22")).unwrap();
    let echo = seen(200, &[("x-echo", "hunter22 ::error::x")], "you sent hunter22\n::stop-commands::x");
    let header =
        Condition::Header { name: "x-echo".to_owned(), value: Matcher::Equals("hunter22!".to_owned()) };
    let mismatch = Conditions { others: vec![header], ..Conditions::default() }.judge(&echo, &masks).unwrap();
    let shown = format!("{mismatch}\n{}\n{}", mismatch.excerpt, serde_json::to_string(&mismatch).unwrap());
    assert!(!shown.contains("hunter22"), "{shown}");
    assert!(!shown.lines().any(|line| line.trim_start().starts_with("::")), "{shown}");
}

#[test]
fn conditions_are_plain_data() {
    let conditions = Conditions {
        statuses: "2xx".parse().unwrap(),
        others: vec![
            Condition::Version { field: "header:x-version".parse().unwrap(), expected: "1.0".to_owned() },
            Condition::Json { path: "$.a[0]".parse().unwrap(), value: JsonMatcher::Exists },
            Condition::Body(Matcher::Matches("a+".parse().unwrap())),
        ],
    };
    let text = serde_json::to_string(&conditions).unwrap();
    assert_eq!(serde_json::from_str::<Conditions>(&text).unwrap(), conditions);
    assert!(serde_json::from_str::<Conditions>(&text.replace("a+", "a(")).is_err());
}
