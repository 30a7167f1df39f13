//! Every operation once: what it sends, and that it reads what comes back.

use std::collections::BTreeSet;

use deploy_kit_github::checks::{CheckRunChange, Conclusion, NewCheckRun, Status};
use deploy_kit_github::commits::{Addition, NewCommitOnBranch, Relation};
use deploy_kit_github::deployments::{NewDeployment, NewStatus, State as DeploymentState};
use deploy_kit_github::git::{NewCommit, NewEntry, NewObject, NewTag};
use deploy_kit_github::issues::{IssueChange, NewIssue, State};
use deploy_kit_github::operation::{OPERATIONS, Operation};
use deploy_kit_github::pulls::{NewPull, PullChange};
use deploy_kit_github::refs::Force;
use deploy_kit_github::releases::{MakeLatest, NewRelease, ReleaseChange, Upload};
use deploy_kit_github::repository::{MergeMessage, SquashTitle};
use deploy_kit_github::{Content, Repo, issues, pulls, statuses};

use crate::server::{Seen, Server, json};
use crate::{TOKEN, options, repo};

const REF: &str = r#"{"ref": "refs/tags/v1", "object": {"sha": "abc", "type": "commit"}}"#;
const COMMIT: &str = r#"{"sha": "abc", "commit": {"message": "m", "author": {"name": "n", "email": "e", "date": "d"}},
    "author": null, "parents": [{"sha": "p"}]}"#;
const GIT_COMMIT: &str = r#"{"sha": "abc", "message": "m", "tree": {"sha": "t"}, "parents": [],
    "committer": {"name": "n", "email": "e", "date": "d"}}"#;
const TAG: &str = r#"{"sha": "abc", "tag": "v1", "message": "m", "object": {"sha": "c", "type": "commit"}}"#;
const TREE: &str = r#"{"sha": "abc", "tree": [{"path": "p", "mode": "100644", "type": "blob", "sha": "s", "size": 1},
    {"path": "q", "mode": "040000", "type": "tree", "sha": "s"}], "truncated": false}"#;
const RELEASE: &str = r#"{"id": 1, "tag_name": "v1", "target_commitish": "main", "name": null, "body": null,
    "draft": true, "prerelease": false, "immutable": false, "html_url": "h", "published_at": null,
    "upload_url": "{here}/up{?name,label}", "author": {"login": "bot", "id": 1, "type": "Bot"}, "assets": []}"#;
const ASSET: &str = r#"{"id": 1, "name": "a", "label": null, "state": "starter", "size": 1, "digest": null}"#;
const ISSUE: &str = r#"{"number": 7, "state": "open", "title": "t", "body": null, "html_url": "h", "user": null,
    "labels": [{"name": "l", "color": "c", "description": null}], "milestone": null, "pull_request": {"merged_at": null}}"#;
const COMMENT: &str = r#"{"id": 1, "node_id": "n", "body": "b", "html_url": "h", "user": null}"#;
const LABEL: &str = r#"{"name": "l", "color": "c", "description": null}"#;
const MILESTONE: &str = r#"{"number": 1, "title": "t", "state": "closed", "open_issues": 0}"#;
const PULL: &str = r#"{"node_id": "PR_7", "number": 7, "state": "closed", "title": "t", "body": null, "html_url": "h", "draft": false,
    "head": {"ref": "x", "sha": "s", "repo": null}, "base": {"ref": "main", "sha": "s", "repo": {"full_name": "o/r"}},
    "merged_at": "2026-01-01T00:00:00Z", "merge_commit_sha": "abc"}"#;
const FILE: &str = r#"{"filename": "f", "status": "modified", "additions": 1, "deletions": 0, "patch": "p"}"#;
const DEPLOYMENT: &str = r#"{"id": 1, "sha": "s", "ref": "v1", "task": "deploy", "environment": "production",
    "description": null, "creator": null, "payload": "", "created_at": "d"}"#;
const DEPLOYMENT_STATUS: &str =
    r#"{"id": 1, "state": "in_progress", "description": "", "environment_url": ""}"#;
const ENVIRONMENT: &str = r#"{"name": "production", "deployment_branch_policy": null,
    "protection_rules": [{"type": "wait_timer", "wait_timer": 5}, {"type": "branch_policy"}]}"#;
const CHECK: &str =
    r#"{"id": 1, "name": "n", "head_sha": "s", "status": "completed", "conclusion": "success"}"#;
const STATUS: &str = r#"{"context": "c", "state": "success", "description": null, "target_url": null}"#;

/// What has been called.
#[derive(Default)]
pub(crate) struct Called(BTreeSet<&'static str>);

impl Called {
    /// Answers a call, and compares what it sent. The body is compared where one is given.
    pub(crate) async fn check(
        &mut self,
        id: &str,
        answer: &str,
        call: impl AsyncFnOnce(&Repo),
        line: &str,
        body: &str,
    ) {
        let operation = OPERATIONS.iter().find(|operation| operation.id == id).expect(id);
        let status = if answer.is_empty() { 204 } else { 200 };
        let server = Server::start([json(status, answer)]).await;
        call(&repo(options(&server))).await;
        let seen = server.seen();
        assert_eq!(seen.len(), 1, "{id}");
        assert_eq!(seen[0].line, line, "{id}");
        assert_eq!(seen[0].body, body, "{id}");
        if operation.id != "repos/upload-release-asset" {
            assert!(fits(operation, line), "{line} is not {}", operation.path);
        }
        headers(&seen[0]);
        self.0.insert(operation.id);
    }
}

/// What every request carries.
fn headers(seen: &Seen) {
    assert_eq!(seen.header("authorization"), Some(&*format!("Bearer {TOKEN}")));
    assert_eq!(seen.header("x-github-api-version"), Some("2022-11-28"));
    assert_eq!(seen.header("accept"), Some("application/vnd.github+json"));
    assert_eq!(seen.header("user-agent"), Some(concat!("deploy-kit/", env!("CARGO_PKG_VERSION"))));
}

/// Whether a request is one of an operation's template. A ref and a path may have slashes.
fn fits(operation: &Operation, line: &str) -> bool {
    let Some((method, path)) = line.split_once(' ') else { return false };
    let path = path.split('?').next().unwrap_or_default();
    let mut left = path;
    let parts: Vec<_> = operation.path.split(['{', '}']).collect();
    let fixed = parts.iter().step_by(2);
    let found = fixed.into_iter().all(|part| match left.find(part) {
        Some(at) => {
            left = &left[at + part.len()..];
            true
        }
        None => false,
    });
    method == operation.method.as_str() && found && path.starts_with(parts[0])
}

fn list(of: &str) -> String {
    format!("[{of}]")
}

#[tokio::test(start_paused = true)]
async fn every_operation_sends_what_github_describes() {
    let mut called = Called::default();
    repository(&mut called).await;
    refs_and_git(&mut called).await;
    commits(&mut called).await;
    releases(&mut called).await;
    issues_and_labels(&mut called).await;
    crate::comments::comments(&mut called).await;
    crate::comments::reactions(&mut called).await;
    crate::comments::reactions_by_node(&mut called).await;
    crate::comments::commits(&mut called).await;
    crate::discussions::discussions(&mut called).await;
    pulls_(&mut called).await;
    deployments(&mut called).await;
    crate::deployments::recorded(&mut called).await;
    crate::runs::runs(&mut called).await;
    checks_and_statuses(&mut called).await;
    let all: BTreeSet<_> = OPERATIONS.iter().map(|operation| operation.id).collect();
    let missing: Vec<_> = all.difference(&called.0).collect();
    assert!(missing.is_empty(), "not called: {missing:?}");
}

async fn repository(called: &mut Called) {
    let details = r#"{"id": 1, "full_name": "o/r", "default_branch": "main", "html_url": "h", "archived": true,
        "permissions": {"admin": false, "push": true, "pull": true}}"#;
    let get = async |repo: &Repo| {
        let details = repo.get().await.unwrap();
        assert!(details.archived && details.permissions.unwrap().push);
        assert!(!details.is_renamed_from(&"O/R".parse().unwrap()));
    };
    called.check("repos/get", details, get, "GET /repos/o/r", "").await;
    let immutable = async |repo: &Repo| {
        assert_eq!(repo.has_immutable_releases().await.unwrap(), Some(true));
    };
    let setting = r#"{"enabled": true, "enforced_by_owner": false}"#;
    called
        .check("repos/check-immutable-releases", setting, immutable, "GET /repos/o/r/immutable-releases", "")
        .await;
    let categories = async |repo: &Repo| {
        assert_eq!(repo.discussion_categories().await.unwrap(), ["Announcements", "Q&A"]);
    };
    let answer = concat!(
        r#"{"data": {"repository": {"discussionCategories": {"nodes": "#,
        r#"[{"name": "Announcements"}, null, {"name": "Q&A"}]}}}}"#,
    );
    let body = concat!(
        r#"{"query":"query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) "#,
        r#"{ discussionCategories(first: 100) { nodes { name } } } }","variables":{"owner":"o","name":"r"}}"#,
    );
    called.check("graphql/discussionCategories", answer, categories, "POST /graphql", body).await;
    let merging = async |repo: &Repo| {
        let merging = repo.merging().await.unwrap();
        assert!(merging.squash_merge_allowed && !merging.rebase_merge_allowed);
        assert_eq!(merging.squash_merge_commit_title, SquashTitle::PrTitle);
        assert_eq!(
            merging.merge_commit_message,
            MergeMessage::PrTitle,
            "one that is not known is the default"
        );
    };
    let answer = concat!(
        r#"{"data": {"repository": {"mergeCommitAllowed": true, "squashMergeAllowed": true, "#,
        r#""rebaseMergeAllowed": false, "squashMergeCommitTitle": "PR_TITLE", "#,
        r#""squashMergeCommitMessage": "BLANK", "mergeCommitTitle": "PR_TITLE", "mergeCommitMessage": "NEW_ONE"}}}"#,
    );
    let body = concat!(
        r#"{"query":"query($owner: String!, $name: String!) { repository(owner: $owner, name: $name) "#,
        r#"{ mergeCommitAllowed squashMergeAllowed rebaseMergeAllowed squashMergeCommitTitle "#,
        r#"squashMergeCommitMessage mergeCommitTitle mergeCommitMessage } }","#,
        r#""variables":{"owner":"o","name":"r"}}"#,
    );
    called.check("graphql/merging", answer, merging, "POST /graphql", body).await;
    let branch = async |repo: &Repo| {
        assert!(repo.branches().get("release/1.x").await.unwrap().unwrap().protected);
    };
    let answer = r#"{"name": "release/1.x", "commit": {"sha": "abc"}, "protected": true}"#;
    called.check("repos/get-branch", answer, branch, "GET /repos/o/r/branches/release%2F1.x", "").await;
    let limit = async |repo: &Repo| {
        assert_eq!(repo.github().rate_limit().await.unwrap().resources.core.remaining, 4999);
    };
    let answer =
        r#"{"resources": {"core": {"limit": 5000, "remaining": 4999, "reset": 1, "used": 1}}, "rate": {}}"#;
    called.check("rate-limit/get", answer, limit, "GET /rate_limit", "").await;
}

async fn refs_and_git(called: &mut Called) {
    let get = async |repo: &Repo| assert!(repo.refs().get("tags/v1").await.unwrap().is_some());
    called.check("git/get-ref", REF, get, "GET /repos/o/r/git/ref/tags/v1", "").await;
    let listed = async |repo: &Repo| assert_eq!(repo.refs().list("tags/v1").await.unwrap().len(), 1);
    let line = "GET /repos/o/r/git/matching-refs/tags/v1";
    called.check("git/list-matching-refs", &list(REF), listed, line, "").await;
    let create = async |repo: &Repo| drop(repo.refs().create("tags/v1", "abc").await.unwrap());
    let body = r#"{"ref":"refs/tags/v1","sha":"abc"}"#;
    called.check("git/create-ref", REF, create, "POST /repos/o/r/git/refs", body).await;
    let update = async |repo: &Repo| drop(repo.refs().update("heads/a b", "abc", Force::No).await.unwrap());
    let line = "PATCH /repos/o/r/git/refs/heads/a%20b";
    called.check("git/update-ref", REF, update, line, r#"{"sha":"abc","force":false}"#).await;
    let delete = async |repo: &Repo| repo.refs().delete("tags/v1").await.unwrap();
    called.check("git/delete-ref", "", delete, "DELETE /repos/o/r/git/refs/tags/v1", "").await;
    let tag = async |repo: &Repo| {
        let tag = repo.git().create_tag(&NewTag::of_commit("v1", "m", "c")).await.unwrap();
        assert_eq!((tag.sha.as_str(), tag.object.sha.as_str()), ("abc", "c"));
    };
    let body = r#"{"tag":"v1","message":"m","object":"c","type":"commit"}"#;
    called.check("git/create-tag", TAG, tag, "POST /repos/o/r/git/tags", body).await;
    let tag = async |repo: &Repo| drop(repo.git().tag("abc").await.unwrap().unwrap());
    called.check("git/get-tag", TAG, tag, "GET /repos/o/r/git/tags/abc", "").await;
    let commit = async |repo: &Repo| drop(repo.git().commit("abc").await.unwrap().unwrap());
    called.check("git/get-commit", GIT_COMMIT, commit, "GET /repos/o/r/git/commits/abc", "").await;
    let commit = async |repo: &Repo| {
        let (message, tree, parents) = ("m".to_owned(), "t".to_owned(), vec!["p".to_owned()]);
        let new = NewCommit { message, tree, parents, author: None, committer: None };
        repo.git().create_commit(&new).await.unwrap();
    };
    let body = r#"{"message":"m","tree":"t","parents":["p"]}"#;
    called.check("git/create-commit", GIT_COMMIT, commit, "POST /repos/o/r/git/commits", body).await;
    let tree = async |repo: &Repo| {
        assert_eq!(repo.git().tree("abc", true).await.unwrap().unwrap().tree.len(), 2);
    };
    called.check("git/get-tree", TREE, tree, "GET /repos/o/r/git/trees/abc?recursive=1", "").await;
    let tree = async |repo: &Repo| {
        let path = "p".to_owned();
        let gone = NewEntry { path, mode: "100755", r#type: "blob", object: NewObject::Sha(None) };
        let object = NewObject::Content("text".to_owned());
        let entries = [gone, NewEntry { path: "q".to_owned(), mode: "100644", r#type: "blob", object }];
        repo.git().create_tree(Some("base"), &entries).await.unwrap();
    };
    let body = r#"{"base_tree":"base","tree":[{"path":"p","mode":"100755","type":"blob","sha":null},{"path":"q","mode":"100644","type":"blob","content":"text"}]}"#;
    called.check("git/create-tree", TREE, tree, "POST /repos/o/r/git/trees", body).await;
    let blob = async |repo: &Repo| assert_eq!(repo.git().create_blob(b"a\xff").await.unwrap(), "abc");
    let body = r#"{"content":"Yf8=","encoding":"base64"}"#;
    called
        .check("git/create-blob", r#"{"sha": "abc", "url": "u"}"#, blob, "POST /repos/o/r/git/blobs", body)
        .await;
}

async fn commits(called: &mut Called) {
    let content = async |repo: &Repo| {
        let file = repo.contents().get("a/b.txt", "main").await.unwrap().unwrap();
        assert_eq!(file.bytes, b"hello\n");
    };
    let answer =
        r#"{"type": "file", "path": "a/b.txt", "sha": "s", "encoding": "base64", "content": "aGVs\nbG8K\n"}"#;
    called.check("repos/get-content", answer, content, "GET /repos/o/r/contents/a/b.txt?ref=main", "").await;
    let get = async |repo: &Repo| drop(repo.commits().get("heads/main").await.unwrap().unwrap());
    called.check("repos/get-commit", COMMIT, get, "GET /repos/o/r/commits/heads/main", "").await;
    let listed = async |repo: &Repo| drop(repo.commits().list("main", 5).await.unwrap());
    let line = "GET /repos/o/r/commits?sha=main&per_page=100";
    called.check("repos/list-commits", &list(COMMIT), listed, line, "").await;
    let compare = async |repo: &Repo| {
        let comparison = repo.commits().compare("v1", "main").await.unwrap();
        assert_eq!((comparison.status, comparison.files.len()), (Relation::Diverged, 1));
    };
    let answer = format!(
        r#"{{"status": "diverged", "ahead_by": 1, "behind_by": 2, "merge_base_commit": {{"sha": "m"}},
        "commits": [{COMMIT}], "files": [{FILE}]}}"#
    );
    let line = "GET /repos/o/r/compare/v1...main?per_page=100";
    called.check("repos/compare-commits-with-basehead", &answer, compare, line, "").await;
    let pulls = async |repo: &Repo| assert!(repo.commits().pulls("abc").await.unwrap()[0].is_merged());
    let line = "GET /repos/o/r/commits/abc/pulls?per_page=100";
    called.check("repos/list-pull-requests-associated-with-commit", &list(PULL), pulls, line, "").await;
    let create = async |repo: &Repo| {
        let new = NewCommitOnBranch {
            branch: "main".to_owned(),
            expected_head: "abc".to_owned(),
            headline: "h".to_owned(),
            additions: vec![Addition { path: "p".to_owned(), bytes: b"a\xff".to_vec() }],
            deletions: vec!["q".to_owned()],
            ..NewCommitOnBranch::default()
        };
        assert_eq!(repo.commits().create_on_branch(&new).await.unwrap().sha, "def");
    };
    let answer = r#"{"data": {"createCommitOnBranch": {"commit": {"oid": "def", "url": "u"}}}}"#;
    let body = concat!(
        r#"{"query":"mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) "#,
        r#"{ commit { oid url } } }","variables":{"input":{"branch":{"repositoryNameWithOwner":"o/r","#,
        r#""branchName":"main"},"message":{"headline":"h","body":""},"expectedHeadOid":"abc","#,
        r#""fileChanges":{"additions":[{"path":"p","contents":"Yf8="}],"deletions":[{"path":"q"}]}}}}"#,
    );
    called.check("graphql/createCommitOnBranch", answer, create, "POST /graphql", body).await;
}

async fn releases(called: &mut Called) {
    let listed = async |repo: &Repo| assert!(repo.releases().list().await.unwrap()[0].draft);
    let line = "GET /repos/o/r/releases?per_page=100";
    called.check("repos/list-releases", &list(RELEASE), listed, line, "").await;
    let get = async |repo: &Repo| drop(repo.releases().get(1).await.unwrap().unwrap());
    called.check("repos/get-release", RELEASE, get, "GET /repos/o/r/releases/1", "").await;
    let get = async |repo: &Repo| drop(repo.releases().get_by_tag("web/v1").await.unwrap().unwrap());
    called.check("repos/get-release-by-tag", RELEASE, get, "GET /repos/o/r/releases/tags/web%2Fv1", "").await;
    let latest = async |repo: &Repo| drop(repo.releases().latest().await.unwrap().unwrap());
    called.check("repos/get-latest-release", RELEASE, latest, "GET /repos/o/r/releases/latest", "").await;
    let create = async |repo: &Repo| {
        let new = NewRelease {
            body: Some("b".to_owned()),
            make_latest: Some(MakeLatest::False),
            ..NewRelease::of("v1")
        };
        repo.releases().create(&new).await.unwrap();
    };
    let body = r#"{"tag_name":"v1","body":"b","draft":false,"prerelease":false,"make_latest":"false"}"#;
    called.check("repos/create-release", RELEASE, create, "POST /repos/o/r/releases", body).await;
    let update = async |repo: &Repo| {
        let change = ReleaseChange { draft: Some(false), ..ReleaseChange::default() };
        repo.releases().update(1, &change).await.unwrap();
    };
    let line = "PATCH /repos/o/r/releases/1";
    called.check("repos/update-release", RELEASE, update, line, r#"{"draft":false}"#).await;
    let delete = async |repo: &Repo| repo.releases().delete(1).await.unwrap();
    called.check("repos/delete-release", "", delete, "DELETE /repos/o/r/releases/1", "").await;
    let assets = async |repo: &Repo| assert!(!repo.releases().assets(1).await.unwrap()[0].is_whole());
    let line = "GET /repos/o/r/releases/1/assets?per_page=100";
    called.check("repos/list-release-assets", &list(ASSET), assets, line, "").await;
    let upload = async |repo: &Repo| {
        let base = &repo.github().options().api_url;
        let release = RELEASE.replace("{here}", base);
        let release = serde_json::from_str(&release).unwrap();
        repo.releases().upload(&release, &Upload::of("a", Content::bytes("xyz"))).await.unwrap();
    };
    called.check("repos/upload-release-asset", ASSET, upload, "POST /up?name=a", "xyz").await;
    let delete = async |repo: &Repo| repo.releases().delete_asset(1).await.unwrap();
    called.check("repos/delete-release-asset", "", delete, "DELETE /repos/o/r/releases/assets/1", "").await;
}

async fn issues_and_labels(called: &mut Called) {
    let get =
        async |repo: &Repo| assert!(repo.issues().get(7).await.unwrap().unwrap().pull_request.is_some());
    called.check("issues/get", ISSUE, get, "GET /repos/o/r/issues/7", "").await;
    let listed = async |repo: &Repo| {
        let labels = vec!["a b".to_owned(), "c".to_owned()];
        let filter = issues::Filter { state: Some(State::Open), labels, ..issues::Filter::default() };
        repo.issues().list(&filter).await.unwrap();
    };
    let line = "GET /repos/o/r/issues?state=open&labels=a%20b%2Cc&per_page=100";
    called.check("issues/list-for-repo", &list(ISSUE), listed, line, "").await;
    let create = async |repo: &Repo| {
        let new = NewIssue { title: "t".to_owned(), ..NewIssue::default() };
        repo.issues().create(&new).await.unwrap();
    };
    called.check("issues/create", ISSUE, create, "POST /repos/o/r/issues", r#"{"title":"t"}"#).await;
    let update = async |repo: &Repo| {
        let change = IssueChange { state: Some(State::Closed), ..IssueChange::default() };
        repo.issues().update(7, &change).await.unwrap();
    };
    let line = "PATCH /repos/o/r/issues/7";
    called.check("issues/update", ISSUE, update, line, r#"{"state":"closed"}"#).await;
    let comments = async |repo: &Repo| drop(repo.issues().comments(7).await.unwrap());
    let line = "GET /repos/o/r/issues/7/comments?per_page=100";
    called.check("issues/list-comments", &list(COMMENT), comments, line, "").await;
    let create = async |repo: &Repo| drop(repo.issues().create_comment(7, "b").await.unwrap());
    let line = "POST /repos/o/r/issues/7/comments";
    called.check("issues/create-comment", COMMENT, create, line, r#"{"body":"b"}"#).await;
    let update = async |repo: &Repo| drop(repo.issues().update_comment(1, "b").await.unwrap());
    let line = "PATCH /repos/o/r/issues/comments/1";
    called.check("issues/update-comment", COMMENT, update, line, r#"{"body":"b"}"#).await;
    let delete = async |repo: &Repo| repo.issues().delete_comment(1).await.unwrap();
    called.check("issues/delete-comment", "", delete, "DELETE /repos/o/r/issues/comments/1", "").await;
    let listed = async |repo: &Repo| drop(repo.labels().list().await.unwrap());
    let line = "GET /repos/o/r/labels?per_page=100";
    called.check("issues/list-labels-for-repo", &list(LABEL), listed, line, "").await;
    let create = async |repo: &Repo| drop(repo.labels().create("l", "ededed", "d").await.unwrap());
    let body = r#"{"name":"l","color":"ededed","description":"d"}"#;
    called.check("issues/create-label", LABEL, create, "POST /repos/o/r/labels", body).await;
    let add = async |repo: &Repo| drop(repo.labels().add(7, &["l", "m"]).await.unwrap());
    let line = "POST /repos/o/r/issues/7/labels";
    called.check("issues/add-labels", &list(LABEL), add, line, r#"{"labels":["l","m"]}"#).await;
    let remove = async |repo: &Repo| repo.labels().remove(7, "a/b").await.unwrap();
    called.check("issues/remove-label", "[]", remove, "DELETE /repos/o/r/issues/7/labels/a%2Fb", "").await;
    let listed = async |repo: &Repo| drop(repo.milestones().list(None).await.unwrap());
    let line = "GET /repos/o/r/milestones?state=all&per_page=100";
    called.check("issues/list-milestones", &list(MILESTONE), listed, line, "").await;
    let close = async |repo: &Repo| drop(repo.milestones().close(1).await.unwrap());
    let line = "PATCH /repos/o/r/milestones/1";
    called.check("issues/update-milestone", MILESTONE, close, line, r#"{"state":"closed"}"#).await;
}

async fn pulls_(called: &mut Called) {
    let get = async |repo: &Repo| {
        let pull = repo.pulls().get(7).await.unwrap().unwrap();
        assert_eq!((pull.head.repo, pull.base.repo.unwrap().full_name.as_str()), (None, "o/r"));
    };
    called.check("pulls/get", PULL, get, "GET /repos/o/r/pulls/7", "").await;
    let listed = async |repo: &Repo| {
        let (head, base) = (Some("o:x".to_owned()), Some("main".to_owned()));
        repo.pulls().list(&pulls::Filter { state: None, head, base }).await.unwrap();
    };
    let line = "GET /repos/o/r/pulls?state=all&head=o%3Ax&base=main&per_page=100";
    called.check("pulls/list", &list(PULL), listed, line, "").await;
    let create = async |repo: &Repo| {
        let (title, head, base) = ("t".to_owned(), "x".to_owned(), "main".to_owned());
        repo.pulls().create(&NewPull { title, head, base, ..NewPull::default() }).await.unwrap();
    };
    let body = r#"{"title":"t","head":"x","base":"main","draft":false}"#;
    called.check("pulls/create", PULL, create, "POST /repos/o/r/pulls", body).await;
    let update = async |repo: &Repo| {
        let change = PullChange { title: Some("t".to_owned()), ..PullChange::default() };
        repo.pulls().update(7, &change).await.unwrap();
    };
    called.check("pulls/update", PULL, update, "PATCH /repos/o/r/pulls/7", r#"{"title":"t"}"#).await;
    for (id, input) in [
        ("convertPullRequestToDraft", "ConvertPullRequestToDraftInput"),
        ("markPullRequestReadyForReview", "MarkPullRequestReadyForReviewInput"),
    ] {
        let set = async |repo: &Repo| {
            let pull: pulls::Pull = serde_json::from_str(PULL).unwrap();
            match id {
                "convertPullRequestToDraft" => repo.pulls().convert_to_draft(&pull).await.unwrap(),
                _ => repo.pulls().mark_ready(&pull).await.unwrap(),
            }
        };
        let answer = format!(r#"{{"data": {{"{id}": {{"pullRequest": {{"isDraft": true}}}}}}}}"#);
        let body = format!(
            r#"{{"query":"mutation($input: {input}!) {{ {id}(input: $input) {{ pullRequest {{ isDraft }} }} }}","variables":{{"input":{{"pullRequestId":"PR_7"}}}}}}"#
        );
        called.check(&format!("graphql/{id}"), &answer, set, "POST /graphql", &body).await;
    }
    let files = async |repo: &Repo| drop(repo.pulls().files(7).await.unwrap());
    let line = "GET /repos/o/r/pulls/7/files?per_page=100";
    called.check("pulls/list-files", &list(FILE), files, line, "").await;
    let commits = async |repo: &Repo| drop(repo.pulls().commits(7).await.unwrap());
    let line = "GET /repos/o/r/pulls/7/commits?per_page=100";
    called.check("pulls/list-commits", &list(COMMIT), commits, line, "").await;
}

async fn deployments(called: &mut Called) {
    let listed = async |repo: &Repo| {
        let environment = Some("review/7".to_owned());
        let filter = deploy_kit_github::deployments::Filter { environment, ..Default::default() };
        repo.deployments().list(&filter).await.unwrap();
    };
    let line = "GET /repos/o/r/deployments?environment=review%2F7&per_page=100";
    called.check("repos/list-deployments", &list(DEPLOYMENT), listed, line, "").await;
    let create = async |repo: &Repo| {
        let new = NewDeployment {
            name: "v1".to_owned(),
            environment: "production".to_owned(),
            required_contexts: Some(Vec::new()),
            ..NewDeployment::default()
        };
        repo.deployments().create(&new).await.unwrap();
    };
    let body = r#"{"ref":"v1","auto_merge":false,"required_contexts":[],"environment":"production"}"#;
    called.check("repos/create-deployment", DEPLOYMENT, create, "POST /repos/o/r/deployments", body).await;
    let delete = async |repo: &Repo| repo.deployments().delete(1).await.unwrap();
    called.check("repos/delete-deployment", "", delete, "DELETE /repos/o/r/deployments/1", "").await;
    let statuses = async |repo: &Repo| {
        assert_eq!(repo.deployments().statuses(1).await.unwrap()[0].state, DeploymentState::InProgress);
    };
    let line = "GET /repos/o/r/deployments/1/statuses?per_page=100";
    called.check("repos/list-deployment-statuses", &list(DEPLOYMENT_STATUS), statuses, line, "").await;
    let create = async |repo: &Repo| {
        repo.deployments().create_status(1, &NewStatus::of(DeploymentState::InProgress)).await.unwrap();
    };
    let line = "POST /repos/o/r/deployments/1/statuses";
    let body = r#"{"state":"in_progress"}"#;
    called.check("repos/create-deployment-status", DEPLOYMENT_STATUS, create, line, body).await;
    let listed = async |repo: &Repo| {
        assert_eq!(repo.environments().list().await.unwrap()[0].protection_rules[0].wait_timer, Some(5));
    };
    let answer = format!(r#"{{"total_count": 1, "environments": [{ENVIRONMENT}]}}"#);
    let line = "GET /repos/o/r/environments?per_page=100";
    called.check("repos/get-all-environments", &answer, listed, line, "").await;
    let get = async |repo: &Repo| drop(repo.environments().get("a/b").await.unwrap().unwrap());
    called.check("repos/get-environment", ENVIRONMENT, get, "GET /repos/o/r/environments/a%2Fb", "").await;
    let delete = async |repo: &Repo| repo.environments().delete("preview/7").await.unwrap();
    let line = "DELETE /repos/o/r/environments/preview%2F7";
    called.check("repos/delete-an-environment", "", delete, line, "").await;
}

async fn checks_and_statuses(called: &mut Called) {
    let listed = async |repo: &Repo| drop(repo.checks().list("abc").await.unwrap());
    let answer = format!(r#"{{"total_count": 1, "check_runs": [{CHECK}]}}"#);
    let line = "GET /repos/o/r/commits/abc/check-runs?per_page=100";
    called.check("checks/list-for-ref", &answer, listed, line, "").await;
    let create = async |repo: &Repo| {
        let new = NewCheckRun {
            name: "n".to_owned(),
            head_sha: "s".to_owned(),
            status: Some(Status::InProgress),
            conclusion: None,
            external_id: None,
            details_url: None,
            output: None,
        };
        repo.checks().create(&new).await.unwrap();
    };
    let body = r#"{"name":"n","head_sha":"s","status":"in_progress"}"#;
    called.check("checks/create", CHECK, create, "POST /repos/o/r/check-runs", body).await;
    let update = async |repo: &Repo| {
        let conclusion = Some(Conclusion::TimedOut);
        repo.checks().update(1, &CheckRunChange { conclusion, ..Default::default() }).await.unwrap();
    };
    let line = "PATCH /repos/o/r/check-runs/1";
    called.check("checks/update", CHECK, update, line, r#"{"conclusion":"timed_out"}"#).await;
    let combined = async |repo: &Repo| {
        assert_eq!(repo.statuses().combined("abc").await.unwrap().statuses.len(), 1);
    };
    let answer = format!(r#"{{"state": "success", "sha": "abc", "statuses": [{STATUS}]}}"#);
    let line = "GET /repos/o/r/commits/abc/status?per_page=100";
    called.check("repos/get-combined-status-for-ref", &answer, combined, line, "").await;
    let create = async |repo: &Repo| {
        let (state, context) = (statuses::State::Pending, "c".to_owned());
        let new = statuses::NewStatus { state, context, description: None, target_url: None };
        repo.statuses().create("abc", &new).await.unwrap();
    };
    let body = r#"{"state":"pending","context":"c"}"#;
    called.check("repos/create-commit-status", STATUS, create, "POST /repos/o/r/statuses/abc", body).await;
}
