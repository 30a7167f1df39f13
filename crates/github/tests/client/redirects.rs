use deploy_kit_github::{Kind, Moved};

use crate::server::{Server, json};
use crate::{TOKEN, options, repo};

const DETAILS: &str = r#"{"id": 1, "full_name": "new/name", "default_branch": "main", "html_url": "h"}"#;

#[tokio::test(start_paused = true)]
async fn a_renamed_repository_is_followed_and_told() {
    let server = Server::start([
        json(301, r#"{"message": "Moved Permanently"}"#).with("location", "{here}/repositories/1?x=y"),
        json(200, DETAILS),
    ])
    .await;
    let repo = repo(options(&server));
    let details = repo.get().await.unwrap();
    assert!(details.is_renamed_from(repo.name()));
    let moved = Moved { from: "/repos/o/r".to_owned(), to: "/repositories/1".to_owned() };
    assert_eq!(repo.github().moved(), Some(moved));
    assert_eq!(server.seen()[1].header("authorization"), Some(&*format!("Bearer {TOKEN}")));
}

#[tokio::test(start_paused = true)]
async fn a_write_is_followed_with_its_method_and_body() {
    let comment = r#"{"id": 1, "html_url": "u"}"#;
    for status in [301, 307, 308] {
        let server = Server::start([
            json(status, "").with("location", "/repositories/1/issues/7/comments"),
            json(201, comment),
        ])
        .await;
        repo(options(&server)).issues().create_comment(7, "text").await.unwrap();
        let seen = server.seen();
        assert_eq!(seen[1].line, "POST /repositories/1/issues/7/comments", "{status}");
        assert_eq!(seen[0].body, seen[1].body);
    }
}

#[tokio::test(start_paused = true)]
async fn a_read_that_leads_elsewhere_goes_without_the_token() {
    let other = Server::start([json(200, DETAILS)]).await;
    let server = Server::start([json(302, "").with("location", &format!("{}/x", other.url))]).await;
    repo(options(&server)).get().await.unwrap();
    assert_eq!(other.seen()[0].header("authorization"), None);
}

#[tokio::test(start_paused = true)]
async fn a_write_does_not_go_elsewhere() {
    let other = Server::start([]).await;
    let server = Server::start([json(307, "").with("location", &format!("{}/x", other.url))]).await;
    let error = repo(options(&server)).issues().create_comment(7, "text").await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Redirect { .. }), "{error}");
    assert_eq!(other.lines().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_circle_is_left() {
    let server = Server::start(std::iter::repeat_n(json(301, "").with("location", "/round"), 20)).await;
    let error = repo(options(&server)).get().await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Redirect { .. }), "{error}");
    assert_eq!(server.lines().len(), 6);
}
