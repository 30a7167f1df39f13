//! Operations on discussions: what they send, and that they read what comes back.

use deploy_kit_github::Repo;

use crate::operations::Called;
use crate::server::{Act, Server, json};
use crate::{options, repo};

const FIELDS: &str = "id databaseId body url viewerDidAuthor isMinimized author { __typename login }";
const COMMENT: &str = r#"{"id": "DC_1", "databaseId": 1, "body": "b", "url": "u", "viewerDidAuthor": true,
    "isMinimized": false, "author": {"__typename": "Bot", "login": "github-actions"}}"#;

/// A page of a discussion with one comment.
fn page(next: Option<&str>) -> String {
    let cursor = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    let info = format!(r#"{{"hasNextPage": {}, "endCursor": {cursor}}}"#, next.is_some());
    let comments = format!(r#"{{"nodes": [{COMMENT}], "pageInfo": {info}}}"#);
    let discussion =
        format!(r#"{{"id": "D_1", "number": 7, "title": "t", "url": "u", "comments": {comments}}}"#);
    format!(r#"{{"data": {{"repository": {{"discussion": {discussion}}}}}}}"#)
}

pub(crate) async fn discussions(called: &mut Called) {
    let get = async |repo: &Repo| {
        let discussion = repo.discussions().get(7).await.unwrap().unwrap();
        assert_eq!((discussion.node_id.as_str(), discussion.number), ("D_1", 7));
        let comment = &discussion.comments[0];
        assert_eq!((comment.node_id.as_str(), comment.id), ("DC_1", Some(1)));
        assert_eq!(comment.author.as_deref(), Some("github-actions[bot]"));
        assert!(comment.viewer_did_author && !comment.is_minimized);
    };
    let query = format!(
        "query($owner: String!, $name: String!, $number: Int!, $after: String) {{ repository(owner: $owner, \
        name: $name) {{ discussion(number: $number) {{ id number title url comments(first: 100, after: $after) \
        {{ nodes {{ {FIELDS} }} pageInfo {{ hasNextPage endCursor }} }} }} }} }}"
    );
    let body = format!(r#"{{"query":"{query}","variables":{{"owner":"o","name":"r","number":7}}}}"#);
    called.check("graphql/discussion", &page(None), get, "POST /graphql", &body).await;
    let create = async |repo: &Repo| {
        assert_eq!(repo.discussions().create_comment("D_1", "text").await.unwrap().body, "b");
    };
    let answer = format!(r#"{{"data": {{"addDiscussionComment": {{"comment": {COMMENT}}}}}}}"#);
    let body = mutation("Add", &format!("comment {{ {FIELDS} }}"), r#""discussionId":"D_1","body":"text""#);
    called.check("graphql/addDiscussionComment", &answer, create, "POST /graphql", &body).await;
    let update = async |repo: &Repo| {
        assert_eq!(repo.discussions().update_comment("DC_1", "text").await.unwrap().body, "b");
    };
    let answer = format!(r#"{{"data": {{"updateDiscussionComment": {{"comment": {COMMENT}}}}}}}"#);
    let body = mutation("Update", &format!("comment {{ {FIELDS} }}"), r#""commentId":"DC_1","body":"text""#);
    called.check("graphql/updateDiscussionComment", &answer, update, "POST /graphql", &body).await;
    let delete = async |repo: &Repo| repo.discussions().delete_comment("DC_1").await.unwrap();
    let answer = r#"{"data": {"deleteDiscussionComment": {"clientMutationId": null}}}"#;
    let body = mutation("Delete", "clientMutationId", r#""id":"DC_1""#);
    called.check("graphql/deleteDiscussionComment", answer, delete, "POST /graphql", &body).await;
}

fn mutation(verb: &str, fields: &str, input: &str) -> String {
    let field = format!("{}DiscussionComment", verb.to_lowercase());
    format!(
        r#"{{"query":"mutation($input: {verb}DiscussionCommentInput!) {{ {field}(input: $input) {{ {fields} }} }}","variables":{{"input":{{{input}}}}}}}"#
    )
}

#[tokio::test(start_paused = true)]
async fn all_comments_of_a_discussion_are_read() {
    let server = Server::start([json(200, &page(Some("abc"))), json(200, &page(None))]).await;
    let discussion = repo(options(&server)).discussions().get(7).await.unwrap().unwrap();
    assert_eq!(discussion.comments.len(), 2);
    assert!(server.seen()[1].body.contains(r#""after":"abc""#));
}

#[tokio::test(start_paused = true)]
async fn a_discussion_that_is_not_there_is_none() {
    let missing = r#"{"data": {"repository": {"discussion": null}},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a Discussion"}]}"#;
    let server = Server::start([json(200, missing), json(200, missing)]).await;
    let repo = repo(options(&server));
    assert_eq!(repo.discussions().get(7).await.unwrap(), None);
    assert!(repo.discussions().existing(7).await.unwrap_err().is_not_found());
}

/// What creates is sent once, whatever became of it; what deletes is repeated, and is done if nothing is left.
#[tokio::test(start_paused = true)]
async fn a_lost_answer_doubles_nothing() {
    let gone = r#"{"errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a node"}]}"#;
    let server = Server::start([Act::Drop, Act::Drop, json(200, gone)]).await;
    let repo = repo(options(&server));
    let error = repo.discussions().create_comment("D_1", "text").await.unwrap_err();
    assert!(matches!(error.kind(), deploy_kit_github::Kind::Ambiguous { .. }), "{error}");
    repo.discussions().delete_comment("DC_1").await.unwrap();
    assert_eq!(server.lines().len(), 3);
}
