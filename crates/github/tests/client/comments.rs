//! Operations on comments: what they send, and that they read what comes back.

use deploy_kit_github::Repo;
use deploy_kit_github::comments::Classifier;
use deploy_kit_github::issues::CommentState;
use deploy_kit_github::reactions::Emoji;

use crate::operations::Called;
use crate::server::{Act, Server, json};
use crate::{options, repo};

const STATES: &str = concat!(
    r"query($owner: String!, $name: String!, $number: Int!, $after: String) ",
    r"{ repository(owner: $owner, name: $name) { issueOrPullRequest(number: $number) { ",
    r"... on Issue { comments(first: 100, after: $after) { ...states } } ",
    r"... on PullRequest { comments(first: 100, after: $after) { ...states } } } } } ",
    r"fragment states on IssueCommentConnection { nodes { id fullDatabaseId isMinimized minimizedReason ",
    r"viewerDidAuthor author { __typename login } } pageInfo { hasNextPage endCursor } }",
);

/// A page of states with one comment.
fn page(id: u64, author: &str, next: Option<&str>) -> String {
    let cursor = next.map_or("null".to_owned(), |next| format!("\"{next}\""));
    let node = format!(
        r#"{{"id": "IC_{id}", "fullDatabaseId": "{id}", "isMinimized": true, "minimizedReason": "off-topic",
        "viewerDidAuthor": true, "author": {author}}}"#
    );
    let info = format!(r#"{{"hasNextPage": {}, "endCursor": {cursor}}}"#, next.is_some());
    format!(
        r#"{{"data": {{"repository": {{"issueOrPullRequest": {{"comments": {{"nodes": [null, {node}], "pageInfo": {info}}}}}}}}}}}"#
    )
}

pub(crate) async fn comments(called: &mut Called) {
    let viewer = async |repo: &Repo| {
        assert_eq!(repo.github().viewer().await.unwrap().as_deref(), Some("github-actions[bot]"));
    };
    let answer = r#"{"data": {"viewer": {"login": "github-actions[bot]"}}}"#;
    let body = r#"{"query":"query { viewer { login } }","variables":{}}"#;
    called.check("graphql/viewer", answer, viewer, "POST /graphql", body).await;
    let states = async |repo: &Repo| {
        let bot = CommentState {
            node_id: "IC_3000000000".to_owned(),
            id: Some(3_000_000_000),
            is_minimized: true,
            minimized_reason: Some(Classifier::OffTopic.reason().to_owned()),
            viewer_did_author: true,
            author: Some("github-actions[bot]".to_owned()),
        };
        assert_eq!(repo.issues().comment_states(7).await.unwrap(), Some(vec![bot]));
    };
    let answer = page(3_000_000_000, r#"{"__typename": "Bot", "login": "github-actions"}"#, None);
    let body = format!(r#"{{"query":"{STATES}","variables":{{"owner":"o","name":"r","number":7}}}}"#);
    called.check("graphql/commentStates", &answer, states, "POST /graphql", &body).await;
    let minimize = async |repo: &Repo| {
        repo.comments().minimize("IC_1", Classifier::OffTopic).await.unwrap();
    };
    let answer = r#"{"data": {"minimizeComment": {"minimizedComment": {"isMinimized": true, "minimizedReason": "off-topic"}}}}"#;
    let body = concat!(
        r#"{"query":"mutation($input: MinimizeCommentInput!) { minimizeComment(input: $input) "#,
        r#"{ minimizedComment { isMinimized minimizedReason } } }","#,
        r#""variables":{"input":{"subjectId":"IC_1","classifier":"OFF_TOPIC"}}}"#,
    );
    called.check("graphql/minimizeComment", answer, minimize, "POST /graphql", body).await;
    let edits = async |repo: &Repo| {
        assert_eq!(repo.comments().edits("IC_1").await.unwrap(), ["third", "first"]);
    };
    let answer = concat!(
        r#"{"data": {"node": {"userContentEdits": {"nodes": "#,
        r#"[{"diff": "third"}, {"diff": null}, null, {"diff": "first"}]}}}}"#,
    );
    let body = concat!(
        r#"{"query":"query($id: ID!) { node(id: $id) { ... on Comment "#,
        r#"{ userContentEdits(first: 50) { nodes { diff } } } } }","variables":{"id":"IC_1"}}"#,
    );
    called.check("graphql/commentEdits", answer, edits, "POST /graphql", body).await;
    let hidden = async |repo: &Repo| {
        let asked = ["IC_1", "CC_2", "DC_3"].map(str::to_owned);
        assert_eq!(repo.comments().hidden(&asked).await.unwrap(), ["CC_2"]);
    };
    let answer = concat!(
        r#"{"data": {"nodes": [{"id": "IC_1", "isMinimized": false}, null, "#,
        r#"{"id": "CC_2", "isMinimized": true}, {"id": "U_4"}]}}"#,
    );
    let body = concat!(
        r#"{"query":"query($ids: [ID!]!) { nodes(ids: $ids) { id ... on Minimizable { isMinimized } } }","#,
        r#""variables":{"ids":["IC_1","CC_2","DC_3"]}}"#,
    );
    called.check("graphql/hiddenComments", answer, hidden, "POST /graphql", body).await;
    let unminimize = async |repo: &Repo| repo.comments().unminimize("IC_1").await.unwrap();
    let answer = r#"{"data": {"unminimizeComment": {"unminimizedComment": {"isMinimized": false}}}}"#;
    let body = concat!(
        r#"{"query":"mutation($input: UnminimizeCommentInput!) { unminimizeComment(input: $input) "#,
        r#"{ unminimizedComment { isMinimized } } }","variables":{"input":{"subjectId":"IC_1"}}}"#,
    );
    called.check("graphql/unminimizeComment", answer, unminimize, "POST /graphql", body).await;
}

const REACTION: &str = r#"{"id": 5, "content": "+1", "user": {"login": "octocat", "id": 1}}"#;

pub(crate) async fn reactions(called: &mut Called) {
    let listed = async |repo: &Repo| {
        let list = repo.reactions().list(1).await.unwrap();
        assert_eq!(Emoji::of(&list[0].content), Some(Emoji::ThumbsUp));
    };
    let line = "GET /repos/o/r/issues/comments/1/reactions?per_page=100";
    called.check("reactions/list-for-issue-comment", &format!("[{REACTION}]"), listed, line, "").await;
    let create = async |repo: &Repo| {
        assert_eq!(repo.reactions().create(1, Emoji::ThumbsUp).await.unwrap().id, 5);
    };
    let line = "POST /repos/o/r/issues/comments/1/reactions";
    called.check("reactions/create-for-issue-comment", REACTION, create, line, r#"{"content":"+1"}"#).await;
    let delete = async |repo: &Repo| repo.reactions().delete(1, 5).await.unwrap();
    let line = "DELETE /repos/o/r/issues/comments/1/reactions/5";
    called.check("reactions/delete-for-issue-comment", "", delete, line, "").await;
}

pub(crate) async fn reactions_by_node(called: &mut Called) {
    let own = async |repo: &Repo| {
        assert_eq!(repo.reactions().own("DC_1").await.unwrap(), [Emoji::Rocket]);
    };
    let answer = concat!(
        r#"{"data": {"node": {"reactionGroups": [{"content": "EYES", "viewerHasReacted": false}, "#,
        r#"{"content": "ROCKET", "viewerHasReacted": true}, {"content": "NEW", "viewerHasReacted": true}]}}}"#,
    );
    let body = concat!(
        r#"{"query":"query($id: ID!) { node(id: $id) { ... on Reactable "#,
        r#"{ reactionGroups { content viewerHasReacted } } } }","variables":{"id":"DC_1"}}"#,
    );
    called.check("graphql/ownReactions", answer, own, "POST /graphql", body).await;
    let mutation = |verb: &str| {
        let field = format!("{}Reaction", verb.to_lowercase());
        let body = format!(
            r#"{{"query":"mutation($input: {verb}ReactionInput!) {{ {field}(input: $input) {{ clientMutationId }} }}","variables":{{"input":{{"subjectId":"DC_1","content":"THUMBS_UP"}}}}}}"#
        );
        (format!(r#"{{"data": {{"{field}": {{"clientMutationId": null}}}}}}"#), body)
    };
    let add = async |repo: &Repo| repo.reactions().add("DC_1", Emoji::ThumbsUp).await.unwrap();
    let (answer, body) = mutation("Add");
    called.check("graphql/addReaction", &answer, add, "POST /graphql", &body).await;
    let remove = async |repo: &Repo| repo.reactions().remove("DC_1", Emoji::ThumbsUp).await.unwrap();
    let (answer, body) = mutation("Remove");
    called.check("graphql/removeReaction", &answer, remove, "POST /graphql", &body).await;
}

#[test]
fn every_emoji_has_a_word_and_a_name() {
    for emoji in Emoji::ALL {
        assert_eq!((Emoji::of(emoji.word()), Emoji::named(emoji.name())), (Some(emoji), Some(emoji)));
    }
}

#[tokio::test(start_paused = true)]
async fn of_a_comment_that_is_gone_nothing_is_hidden_and_nobody_reacted() {
    let missing = r#"{"data": {"node": null, "nodes": [null]},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a node with the global id of 'IC_1'"}]}"#;
    let none = r#"{"data": {"node": null}}"#;
    let server = Server::start([json(200, missing), json(200, missing), json(200, none)]).await;
    let repo = repo(options(&server));
    assert_eq!(repo.comments().hidden(&["IC_1".to_owned()]).await.unwrap(), Vec::<String>::new());
    for _ in 0..2 {
        assert!(repo.reactions().own("IC_1").await.unwrap_err().is_not_found());
    }
    assert_eq!(repo.comments().hidden(&[]).await.unwrap(), Vec::<String>::new(), "nothing is asked");
}

const COMMENT: &str = r#"{"id": 1, "node_id": "CC_1", "body": "b", "html_url": "h", "user": null,
    "commit_id": "abc", "path": null, "position": null, "line": null}"#;

pub(crate) async fn commits(called: &mut Called) {
    let listed = async |repo: &Repo| {
        assert_eq!(repo.commits().comments("abc").await.unwrap()[0].node_id, "CC_1");
    };
    let line = "GET /repos/o/r/commits/abc/comments?per_page=100";
    called.check("repos/list-comments-for-commit", &format!("[{COMMENT}]"), listed, line, "").await;
    let create = async |repo: &Repo| drop(repo.commits().create_comment("abc", "text").await.unwrap());
    let line = "POST /repos/o/r/commits/abc/comments";
    called.check("repos/create-commit-comment", COMMENT, create, line, r#"{"body":"text"}"#).await;
    let update = async |repo: &Repo| drop(repo.commits().update_comment(1, "text").await.unwrap());
    let line = "PATCH /repos/o/r/comments/1";
    called.check("repos/update-commit-comment", COMMENT, update, line, r#"{"body":"text"}"#).await;
    let delete = async |repo: &Repo| repo.commits().delete_comment(1).await.unwrap();
    called.check("repos/delete-commit-comment", "", delete, "DELETE /repos/o/r/comments/1", "").await;
}

/// A reaction whose answer was lost is sent again: there is one all the same.
#[tokio::test(start_paused = true)]
async fn a_reaction_is_repeated() {
    let server = Server::start([Act::Drop, json(200, REACTION)]).await;
    repo(options(&server)).reactions().create(1, Emoji::ThumbsUp).await.unwrap();
    assert_eq!(server.lines().len(), 2);
}

#[tokio::test(start_paused = true)]
async fn a_connection_is_read_to_its_end() {
    let person = r#"{"__typename": "User", "login": "octocat"}"#;
    let server =
        Server::start([json(200, &page(1, person, Some("abc"))), json(200, &page(2, "null", None))]).await;
    let states = repo(options(&server)).issues().comment_states(7).await.unwrap().unwrap();
    let shown: Vec<_> = states.iter().map(|state| (state.id, state.author.as_deref())).collect();
    assert_eq!(shown, [(Some(1), Some("octocat")), (Some(2), None)]);
    let seen = server.seen();
    assert!(
        seen[0].body.ends_with(r#""variables":{"owner":"o","name":"r","number":7}}"#),
        "{}",
        seen[0].body
    );
    assert!(seen[1].body.ends_with(r#""number":7,"after":"abc"}}"#), "{}", seen[1].body);
}

#[tokio::test(start_paused = true)]
async fn an_endless_connection_is_left() {
    let page = page(1, "null", Some("same"));
    let server = Server::start(std::iter::repeat_n(json(200, &page), 1100)).await;
    let error = repo(options(&server)).issues().comment_states(7).await.unwrap_err();
    assert!(error.to_string().contains("more than 1000 pages"), "{error}");
}

#[tokio::test(start_paused = true)]
async fn an_issue_that_is_not_there_has_no_states() {
    let missing = r#"{"data": {"repository": {"issueOrPullRequest": null}},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to an issue or pull request"}]}"#;
    let server = Server::start([json(200, missing), json(200, r#"{"data": {"repository": null}}"#)]).await;
    let repo = repo(options(&server));
    for _ in 0..2 {
        assert_eq!(repo.issues().comment_states(7).await.unwrap(), None);
    }
}

#[tokio::test(start_paused = true)]
async fn a_comment_that_is_gone_or_was_never_edited_has_no_edits() {
    let missing = r#"{"data": {"node": null},
        "errors": [{"type": "NOT_FOUND", "message": "Could not resolve to a node with the global id of 'IC_1'"}]}"#;
    let never = r#"{"data": {"node": {"userContentEdits": null}}}"#;
    let other = r#"{"data": {"node": {}}}"#;
    let server = Server::start([json(200, missing), json(200, never), json(200, other)]).await;
    let repo = repo(options(&server));
    for _ in 0..3 {
        assert_eq!(repo.comments().edits("IC_1").await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test(start_paused = true)]
async fn a_token_that_may_not_know_its_account_has_none() {
    let refused = r#"{"data": null, "errors": [{"type": "FORBIDDEN", "message": "Resource not accessible by integration"}]}"#;
    let server = Server::start([json(200, refused)]).await;
    assert_eq!(repo(options(&server)).github().viewer().await.unwrap(), None);
}
