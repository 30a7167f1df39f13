use crate::server::{Server, json};
use crate::{options, repo};

const RELEASE: &str = r#"{"id": 1, "tag_name": "v1", "html_url": "h", "upload_url": "u"}"#;

#[tokio::test(start_paused = true)]
async fn what_has_not_changed_is_not_sent_again() {
    let server = Server::start([
        json(200, RELEASE).with("etag", "W/\"abc\""),
        json(304, "").with("etag", "W/\"abc\""),
        json(200, &RELEASE.replace("v1", "v2")).with("etag", "\"def\""),
        json(304, ""),
    ])
    .await;
    let repo = repo(options(&server));
    let mut tags = Vec::new();
    for _ in 0..4 {
        tags.push(repo.releases().get(1).await.unwrap().unwrap().tag_name);
    }
    assert_eq!(tags, ["v1", "v1", "v2", "v2"]);
    let asked: Vec<_> =
        server.seen().iter().map(|seen| seen.header("if-none-match").map(str::to_owned)).collect();
    assert_eq!(asked, [None, Some("W/\"abc\"".into()), Some("W/\"abc\"".into()), Some("\"def\"".into())]);
}

#[tokio::test(start_paused = true)]
async fn a_page_from_the_cache_still_leads_to_the_next() {
    let next = r#"<{here}/repos/o/r/labels?page=2>; rel="next""#;
    let page = |name: &str| json(200, &format!(r#"[{{"name": "{name}"}}]"#)).with("etag", "\"e\"");
    let server = Server::start([page("a").with("link", next), page("b"), json(304, ""), json(304, "")]).await;
    let repo = repo(options(&server));
    assert_eq!(repo.labels().list().await.unwrap(), repo.labels().list().await.unwrap());
    assert_eq!(server.lines().len(), 4);
}

#[tokio::test(start_paused = true)]
async fn two_forms_of_one_address_are_kept_apart() {
    let big = r#"{"path": "big", "sha": "s", "content": "", "encoding": "none"}"#;
    let server = Server::start([
        json(200, big).with("etag", "\"json\""),
        json(200, "the bytes").with("etag", "\"raw\""),
    ])
    .await;
    let file = repo(options(&server)).contents().get("a/big file", "main").await.unwrap().unwrap();
    assert_eq!(file.bytes, b"the bytes");
    let seen = server.seen();
    assert_eq!(seen[1].header("accept"), Some("application/vnd.github.raw+json"));
    assert_eq!(seen[1].header("if-none-match"), None);
    assert_eq!(seen[1].line, "GET /repos/o/r/contents/a/big%20file?ref=main");
}

#[tokio::test(start_paused = true)]
async fn an_error_is_not_kept() {
    let server =
        Server::start([json(404, r#"{"message": "Not Found"}"#).with("etag", "\"e\""), json(200, RELEASE)])
            .await;
    let repo = repo(options(&server));
    assert_eq!(repo.releases().get(1).await.unwrap(), None);
    assert!(repo.releases().get(1).await.unwrap().is_some());
    assert_eq!(server.seen()[1].header("if-none-match"), None);
}

#[tokio::test(start_paused = true)]
async fn two_questions_of_graphql_are_kept_apart() {
    let categories = r#"{"data": {"repository": {"discussionCategories": {"nodes": []}}}}"#;
    let merging = r#"{"data": {"repository": null}}"#;
    let server = Server::start([
        json(200, categories).with("etag", "\"e\""),
        json(200, merging).with("etag", "\"f\""),
    ])
    .await;
    let repo = repo(options(&server));
    repo.discussion_categories().await.unwrap();
    repo.merging().await.unwrap();
    assert_eq!(server.seen()[1].header("if-none-match"), None);
}
