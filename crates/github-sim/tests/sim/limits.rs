//! Pages, tags of documents, and limits.

use serde_json::json;

#[test]
fn lists_come_in_pages() {
    let (_repo, sim, client) = crate::start();
    for number in 0..5 {
        sim.seed("POST", "{repo}/issues", json!({ "title": format!("issue {number}") }));
    }
    let page = |number: usize| client.get(&format!("issues?per_page=2&page={number}"));
    let first = page(1);
    let link = first.header("link").unwrap();
    assert!(link.contains("page=2>; rel=\"next\"") && link.contains("page=3>; rel=\"last\""), "{link}");
    assert!(!link.contains("rel=\"prev\""));
    let next = link.split(['<', '>']).nth(1).unwrap().to_owned();
    assert_eq!(client.get(&next).expect(200)[0]["title"], "issue 2");
    let last = page(3);
    assert!(!last.header("link").unwrap().contains("rel=\"next\""));
    assert_eq!(last.expect(200).as_array().map(Vec::len), Some(1));
    assert_eq!(page(4).expect(200), json!([]));
    assert!(client.get("issues").header("link").is_none());
}

#[test]
fn what_the_client_has_is_not_sent_again() {
    let (_repo, sim, client) = crate::start();
    let first = client.get("releases");
    let tag = first.header("etag").unwrap().to_owned();
    let again = client.try_send("GET", "releases", &[("if-none-match", &tag)], &[]).unwrap();
    assert_eq!((again.status, again.bytes.len()), (304, 0));
    assert_eq!(again.header("x-ratelimit-used"), first.header("x-ratelimit-used"));
    sim.seed("POST", "{repo}/releases", json!({ "tag_name": "v2" }));
    let changed = client.try_send("GET", "releases", &[("if-none-match", &tag)], &[]).unwrap();
    assert_eq!(changed.status, 200);
}

#[test]
fn the_hourly_limit_is_told_and_kept() {
    let (_repo, _sim, client) = crate::start_with(|options| options.hourly = 2);
    assert_eq!(client.get("").header("x-ratelimit-remaining"), Some("1"));
    client.get("").expect(200);
    let refused = client.get("");
    assert_eq!(refused.header("x-ratelimit-remaining"), Some("0"));
    assert_eq!(refused.header("x-ratelimit-reset"), Some("1700003600"));
    assert!(refused.refused(403).starts_with("API rate limit exceeded"));
    assert_eq!(client.get("/rate_limit").expect(200)["rate"]["remaining"], 0);
}

#[test]
fn writes_have_a_limit_of_their_own() {
    let (_repo, _sim, client) = crate::start_with(|options| options.writes = Some((2, 500)));
    for _ in 0..2 {
        client.post("issues", json!({ "title": "x" })).expect(201);
    }
    let refused = client.post("issues", json!({ "title": "x" }));
    assert_eq!(refused.header("retry-after"), Some("60"));
    assert!(refused.refused(403).contains("secondary rate limit"));
    client.get("issues").expect(200);
}

#[test]
fn a_request_has_to_say_who_sends_it_and_in_a_known_version() {
    let (_repo, _sim, client) = crate::start();
    let nameless = client.try_send("GET", "", &[("user-agent", "")], &[]).unwrap();
    assert!(nameless.refused(403).contains("User-Agent"));
    let versioned = |version| client.try_send("GET", "", &[("x-github-api-version", version)], &[]).unwrap();
    assert_eq!((versioned("2022-11-28").status, versioned("2021-01-01").status), (200, 400));
}

#[test]
fn what_is_no_json_is_refused() {
    let (_repo, _sim, client) = crate::start();
    let broken = client.try_send("POST", "issues", &[], b"{").unwrap();
    assert_eq!(broken.refused(400), "Problems parsing JSON");
    let long = json!({ "title": "x", "body": "x".repeat(65_537) });
    let refused = client.post("issues", long).expect(422);
    assert_eq!(refused["errors"][0]["message"], "body is too long (maximum is 65536 characters)");
}
