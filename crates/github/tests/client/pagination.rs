use deploy_kit_github::Kind;

use crate::server::{Server, json};
use crate::{options, repo};

fn label(name: &str) -> String {
    format!(r#"[{{"name": "{name}"}}]"#)
}

#[tokio::test(start_paused = true)]
async fn pages_are_followed_to_the_end() {
    let next = |page: u32| format!("<{{here}}/repos/o/r/labels?per_page=100&page={page}>; rel=\"next\"");
    let server = Server::start([
        json(200, &label("a")).with("link", &next(2)),
        json(200, &label("b")).with("link", &format!("<{{here}}/x>; rel=\"first\", {}", next(3))),
        json(500, ""),
        json(200, &label("c")),
    ])
    .await;
    let labels = repo(options(&server)).labels().list().await.unwrap();
    assert_eq!(labels.iter().map(|label| label.name.as_str()).collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(
        server.lines(),
        [
            "GET /repos/o/r/labels?per_page=100",
            "GET /repos/o/r/labels?per_page=100&page=2",
            "GET /repos/o/r/labels?per_page=100&page=3",
            "GET /repos/o/r/labels?per_page=100&page=3",
        ]
    );
}

#[tokio::test(start_paused = true)]
async fn a_list_under_a_key_is_read_to_its_end_as_well() {
    let run = |id: u32| {
        format!(
            r#"{{"total_count": 2, "check_runs": [{{"id": {id}, "name": "n", "head_sha": "s", "status": "queued"}}]}}"#
        )
    };
    let next = r#"<{here}/more>; rel="next""#;
    let server = Server::start([json(200, &run(1)).with("link", next), json(200, &run(2))]).await;
    let runs = repo(options(&server)).checks().list("main").await.unwrap();
    assert_eq!(runs.iter().map(|run| run.id).collect::<Vec<_>>(), [1, 2]);
}

#[tokio::test(start_paused = true)]
async fn a_comparison_keeps_its_head_and_gathers_its_commits() {
    let page = |sha: &str, ahead: u32| {
        format!(
            r#"{{"status": "ahead", "ahead_by": {ahead}, "behind_by": 0, "merge_base_commit": {{"sha": "m"}},
            "commits": [{{"sha": "{sha}", "commit": {{"message": "x"}}, "author": {{}}}}]}}"#
        )
    };
    let next = r#"<{here}/more>; rel="next""#;
    let server = Server::start([json(200, &page("a", 2)).with("link", next), json(200, &page("b", 2))]).await;
    let comparison = repo(options(&server)).commits().compare("v1", "feat/x").await.unwrap();
    assert_eq!(comparison.commits.iter().map(|commit| commit.sha.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    assert_eq!(comparison.ahead_by, 2);
    assert_eq!(server.lines()[0], "GET /repos/o/r/compare/v1...feat/x?per_page=100");
}

#[tokio::test(start_paused = true)]
async fn history_is_read_only_so_far() {
    let commit = |sha: &str| format!(r#"{{"sha": "{sha}", "commit": {{"message": "x"}}}}"#);
    let page = format!("[{}, {}]", commit("a"), commit("b"));
    let next = r#"<{here}/more>; rel="next""#;
    let server =
        Server::start([json(200, &page).with("link", next), json(200, &page).with("link", next)]).await;
    let commits = repo(options(&server)).commits().list("main", 3).await.unwrap();
    assert_eq!((commits.len(), server.lines().len()), (3, 2));
}

#[tokio::test(start_paused = true)]
async fn the_token_is_not_carried_to_another_server() {
    let other = Server::start([json(200, &label("evil"))]).await;
    let link = format!("<{}/page>; rel=\"next\"", other.url);
    let server = Server::start([json(200, &label("a")).with("link", &link)]).await;
    let error = repo(options(&server)).labels().list().await.unwrap_err();
    assert!(matches!(error.kind(), Kind::Redirect { .. }), "{error}");
    assert_eq!(other.lines().len(), 0);
}

#[tokio::test(start_paused = true)]
async fn a_list_without_an_end_is_given_up() {
    let next = r#"<{here}/again>; rel="next""#;
    let server = Server::start(std::iter::repeat_n(json(200, "[]").with("link", next), 1100)).await;
    let error = repo(options(&server)).labels().list().await.unwrap_err();
    assert!(error.to_string().contains("more than 1000 pages"), "{error}");
    assert_eq!(server.lines().len(), 1000);
}
