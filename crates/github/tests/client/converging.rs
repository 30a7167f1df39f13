use deploy_kit_github::issues::Comment;
use deploy_kit_github::{Converged, Repo, Result, converge};

use crate::server::{Act, Server, json};
use crate::{options, repo};

const MARKER: &str = "<!-- marker -->";

/// One comment with a marker, whatever happens.
async fn comment(repo: &Repo) -> Result<Converged<Comment>> {
    let has_marker = |comment: &Comment| comment.body.as_deref().is_some_and(|body| body.contains(MARKER));
    let find = async || Ok(repo.issues().comments(7).await?.into_iter().find(has_marker));
    converge(find, async || repo.issues().create_comment(7, MARKER).await).await
}

fn there() -> Act {
    json(200, &format!("[{}]", one()))
}

fn one() -> String {
    format!(r#"{{"id": 1, "html_url": "u", "body": "{MARKER}"}}"#)
}

async fn run(acts: impl IntoIterator<Item = Act>) -> (Result<Converged<u64>>, Vec<String>) {
    let server = Server::start(acts).await;
    let repo = repo(options(&server));
    let result = comment(&repo).await.map(|converged| match converged {
        Converged::Found(comment) => Converged::Found(comment.id),
        Converged::Created(comment) => Converged::Created(comment.id),
        Converged::Recovered(comment) => Converged::Recovered(comment.id),
    });
    let methods = server.lines().iter().map(|line| line.split(' ').next().unwrap().to_owned()).collect();
    (result, methods)
}

#[tokio::test(start_paused = true)]
async fn what_is_there_is_not_made_again() {
    let (result, methods) = run([there()]).await;
    assert_eq!((result.unwrap(), methods), (Converged::Found(1), vec!["GET".to_owned()]));
}

#[tokio::test(start_paused = true)]
async fn what_is_missing_is_made() {
    let (result, methods) = run([json(200, "[]"), json(201, &one())]).await;
    assert_eq!(result.unwrap(), Converged::Created(1));
    assert_eq!(methods, ["GET", "POST"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_made_without_an_answer_is_found() {
    for lost in [Act::Drop, Act::Break, Act::Silence, json(502, "")] {
        let (result, methods) = run([json(200, "[]"), lost, there()]).await;
        assert_eq!(result.unwrap(), Converged::Recovered(1));
        assert_eq!(methods, ["GET", "POST", "GET"]);
    }
}

#[tokio::test(start_paused = true)]
async fn what_shows_late_is_waited_for() {
    let (result, methods) =
        run([json(200, "[]"), Act::Drop, json(200, "[]"), json(200, "[]"), there()]).await;
    assert_eq!(result.unwrap(), Converged::Recovered(1));
    assert_eq!(methods, ["GET", "POST", "GET", "GET", "GET"]);
}

#[tokio::test(start_paused = true)]
async fn what_was_not_made_is_made_then() {
    let empty = || json(200, "[]");
    let (result, methods) = run([empty(), Act::Drop, empty(), empty(), empty(), json(201, &one())]).await;
    assert_eq!(result.unwrap(), Converged::Created(1));
    assert_eq!(methods, ["GET", "POST", "GET", "GET", "GET", "POST"]);
}

#[tokio::test(start_paused = true)]
async fn what_somebody_else_has_made_meanwhile_is_taken() {
    let taken = json(422, r#"{"message": "Validation Failed", "errors": [{"code": "already_exists"}]}"#);
    let (result, _) = run([json(200, "[]"), taken.clone(), there()]).await;
    assert_eq!(result.unwrap(), Converged::Recovered(1));
    let empty = || json(200, "[]");
    let (result, methods) = run([empty(), taken, empty(), empty(), empty()]).await;
    assert!(result.unwrap_err().is_already_there());
    assert_eq!(methods.iter().filter(|method| *method == "POST").count(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_clear_no_is_not_argued_with() {
    let (result, methods) = run([json(200, "[]"), json(403, "{}")]).await;
    assert!(result.is_err());
    assert_eq!(methods, ["GET", "POST"]);
}
