//! Every operation once, each request and each answer judged by GitHub's own description.

use deploy_kit_github_sim::{Identity, Permissions, Token, operations};
use deploy_kit_tests::Contract;
use serde_json::{Value, json};

use crate::client::Client;

#[test]
fn every_operation_is_as_github_describes_it() {
    let (_repo, sim, client) = crate::start_with(|options| {
        options.tokens.push(Token {
            name: "person".to_owned(),
            secret: "ghp_person".to_owned(),
            identity: Identity::User("octocat".to_owned()),
            permissions: Permissions::all(),
            expired: false,
        });
        options.immutable_releases = true;
    });
    service(&client);
    git(&client);
    contents(&client);
    categories(&client);
    issues(&client);
    pulls(&client);
    releases(&client);
    deployments(&client);
    crate::runs::surface(&client, &sim);
    crate::discussions::surface(&client, sim.discuss("Announcements", "News"));
    let journal = sim.journal();
    let wrong = Contract::load().check(&journal);
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let done = |id: &str| journal.iter().any(|entry| entry.operation == Some(id) && entry.acted);
    let left: Vec<_> = operations().into_iter().map(|it| it.id).filter(|id| !done(id)).collect();
    assert_eq!(left, ["graphql/enterprise"]);
}

fn service(client: &Client) {
    client.get("/meta").expect(200);
    assert_eq!(client.get("/rate_limit").expect(200)["rate"]["limit"], 5000);
    assert_eq!(client.with("ghp_person").get("/user").expect(200)["login"], "octocat");
    assert_eq!(client.get("/installation/repositories").expect(200)["total_count"], 1);
    assert_eq!(client.get("").expect(200)["default_branch"], "main");
    assert_eq!(client.get("immutable-releases").expect(200)["enabled"], true);
    client.get("branches").expect(200);
    client.get("branches/main").expect(200);
    client.get("rules/branches/main").expect(200);
    assert_eq!(client.get("tags").expect(200)[0]["name"], "v1.0.0");
}

fn head(client: &Client) -> String {
    text(&client.get("git/ref/heads/main").expect(200)["object"]["sha"])
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}

fn git(client: &Client) {
    let head = head(client);
    let commit = client.get(&format!("git/commits/{head}")).expect(200);
    let base = text(&commit["tree"]["sha"]);
    client.get(&format!("git/trees/{base}?recursive=1")).expect(200);
    let blob = client.post("git/blobs", json!({ "content": "aGk=", "encoding": "base64" })).expect(201);
    let blob = text(&blob["sha"]);
    assert_eq!(client.get(&format!("git/blobs/{blob}")).expect(200)["content"], "aGk=\n");
    let entry = json!({ "path": "run.sh", "mode": "100755", "type": "blob", "sha": blob });
    let tree = client.post("git/trees", json!({ "base_tree": base, "tree": [entry] })).expect(201);
    let new = json!({ "message": "feat: run", "tree": tree["sha"], "parents": [head] });
    let commit = client.post("git/commits", new).expect(201);
    assert_eq!(commit["verification"]["verified"], true);
    let sha = text(&commit["sha"]);
    let tag = json!({ "tag": "v1.1.0", "message": "v1.1.0", "object": sha, "type": "commit" });
    let tag = text(&client.post("git/tags", tag).expect(201)["sha"]);
    client.get(&format!("git/tags/{tag}")).expect(200);
    client.post("git/refs", json!({ "ref": "refs/tags/v1.1.0", "sha": tag })).expect(201);
    client.patch("git/refs/heads/main", json!({ "sha": sha })).expect(200);
    client.post("git/refs", json!({ "ref": "refs/tags/gone", "sha": sha })).expect(201);
    client.delete("git/refs/tags/gone").expect(204);
    assert_eq!(client.get("git/matching-refs/tags/v1").expect(200).as_array().map(Vec::len), Some(2));
}

fn contents(client: &Client) {
    client.get("commits?per_page=1").expect(200);
    client.get("commits/main").expect(200);
    let compared = client.get("compare/v1.0.0...main").expect(200);
    assert_eq!(compared["ahead_by"], 2);
    assert_eq!(compared["files"].as_array().map(Vec::len), Some(2));
    let root = client.get("contents/").expect(200);
    assert_eq!(root.as_array().map(Vec::len), Some(3));
    let file = client.get("contents/README.md?ref=v1.0.0").expect(200);
    let put = json!({ "message": "docs: say more", "content": "IyBUb29sIDIK", "sha": file["sha"] });
    let put = client.send("PUT", "contents/README.md", put).expect(200);
    let gone = json!({ "message": "docs: say nothing", "sha": put["content"]["sha"] });
    client.send("DELETE", "contents/README.md", gone).expect(200);
    let comments = format!("commits/{}/comments", head(client));
    let comment =
        client.post(&comments, json!({ "body": "well", "path": "README.md", "position": 1 })).expect(201);
    let comment = format!("comments/{}", comment["id"]);
    client.patch(&comment, json!({ "body": "better" })).expect(200);
    assert_eq!(client.get(&comments).expect(200)[0]["body"], "better");
    client.delete(&comment).expect(204);
    let query = include_str!("../../../../tests/contract/documents/create-commit-on-branch.graphql");
    let addition = json!({ "path": "CHANGELOG.md", "contents": "IyBDaGFuZ2VzCg==" });
    let input = json!({ "input": {
        "branch": { "repositoryNameWithOwner": "octo-org/octo-repo", "branchName": "main" },
        "expectedHeadOid": head(client),
        "message": { "headline": "chore: release", "body": "the body" },
        "fileChanges": { "additions": [addition], "deletions": [{ "path": "run.sh" }] },
    } });
    let made = client.graphql(query, input);
    assert_eq!(made["data"]["createCommitOnBranch"]["commit"]["oid"], head(client).as_str());
}

fn categories(client: &Client) {
    let query = include_str!("../../../../tests/contract/documents/discussion-categories.graphql");
    let found = client.graphql(query, json!({ "owner": "octo-org", "name": "octo-repo" }));
    let nodes = &found["data"]["repository"]["discussionCategories"]["nodes"];
    assert_eq!(*nodes, json!([{ "name": "Announcements" }]));
}

fn issues(client: &Client) {
    client.post("labels", json!({ "name": "bug", "color": "d73a4a", "description": "broken" })).expect(201);
    client.patch("labels/bug", json!({ "new_name": "a bug" })).expect(200);
    client.get("labels/a%20bug").expect(200);
    client.get("labels").expect(200);
    client.post("milestones", json!({ "title": "1.1" })).expect(201);
    client.get("milestones/1").expect(200);
    client.get("milestones").expect(200);
    let new = json!({ "title": "It breaks", "body": "badly", "labels": ["a bug"], "milestone": 1 });
    assert_eq!(client.post("issues", new).expect(201)["number"], 1);
    client.get("issues/1").expect(200);
    client.get("issues?state=all&labels=a%20bug").expect(200);
    let comment = client.post("issues/1/comments", json!({ "body": "released" })).expect(201);
    let comment = format!("issues/comments/{}", comment["id"]);
    client.get(&comment).expect(200);
    client.patch(&comment, json!({ "body": "released in 1.1.0" })).expect(200);
    client.get("issues/1/comments").expect(200);
    client.get("issues/comments").expect(200);
    let eyes = client.post(&format!("{comment}/reactions"), json!({ "content": "eyes" })).expect(201);
    client.post(&format!("{comment}/reactions"), json!({ "content": "eyes" })).expect(200);
    client.get(&format!("{comment}/reactions?content=eyes")).expect(200);
    assert_eq!(client.get(&comment).expect(200)["reactions"]["eyes"], 1);
    client.delete(&format!("{comment}/reactions/{}", eyes["id"])).expect(204);
    hiding(client, &client.get(&comment).expect(200)["node_id"]);
    client.delete(&comment).expect(204);
    client.post("issues/1/labels", json!({ "labels": ["released"] })).expect(200);
    client.get("issues/1/labels").expect(200);
    client.delete("issues/1/labels/released").expect(200);
    client.send("PUT", "issues/1/labels", json!({ "labels": ["released"] })).expect(200);
    client.delete("labels/released").expect(204);
    client.patch("milestones/1", json!({ "state": "closed" })).expect(200);
    assert_eq!(
        client.patch("issues/1", json!({ "state": "closed" })).expect(200)["state_reason"],
        "completed"
    );
    let found = client.get("/search/issues?q=repo%3Aocto-org%2Focto-repo+type%3Aissue+breaks").expect(200);
    assert_eq!(found["total_count"], 1);
}

fn hiding(client: &Client, node: &Value) {
    let query = include_str!("../../../../tests/contract/documents/add-reaction.graphql");
    client.graphql(query, json!({ "input": { "subjectId": node, "content": "ROCKET" } }));
    let query = include_str!("../../../../tests/contract/documents/own-reactions.graphql");
    let groups = client.graphql(query, json!({ "id": node }))["data"]["node"]["reactionGroups"].clone();
    let rocket = json!({ "content": "ROCKET", "viewerHasReacted": true });
    assert!(groups.as_array().is_some_and(|groups| groups.contains(&rocket)), "{groups}");
    let query = include_str!("../../../../tests/contract/documents/remove-reaction.graphql");
    client.graphql(query, json!({ "input": { "subjectId": node, "content": "ROCKET" } }));
    let query = include_str!("../../../../tests/contract/documents/minimize-comment.graphql");
    client.graphql(query, json!({ "input": { "subjectId": node, "classifier": "OUTDATED" } }));
    let query = include_str!("../../../../tests/contract/documents/hidden-comments.graphql");
    let found = client.graphql(query, json!({ "ids": [node] }));
    assert_eq!(found["data"]["nodes"], json!([{ "id": node, "isMinimized": true }]));
    let query = include_str!("../../../../tests/contract/documents/comment-edits.graphql");
    let found = client.graphql(query, json!({ "id": node }));
    assert_eq!(found["data"]["node"]["userContentEdits"]["nodes"][0]["diff"], "released in 1.1.0");
    let query = include_str!("../../../../tests/contract/documents/comment-states.graphql");
    let variables = json!({ "owner": "octo-org", "name": "octo-repo", "number": 1 });
    let found = client.graphql(query, variables);
    let comments = &found["data"]["repository"]["issueOrPullRequest"]["comments"];
    assert_eq!(comments["nodes"][0]["minimizedReason"], "outdated");
    let query = include_str!("../../../../tests/contract/documents/unminimize-comment.graphql");
    client.graphql(query, json!({ "input": { "subjectId": node } }));
    let query = include_str!("../../../../tests/contract/documents/viewer.graphql");
    assert_eq!(client.graphql(query, json!({}))["data"]["viewer"]["login"], "github-actions[bot]");
}

fn pulls(client: &Client) {
    let old = head(client);
    client.post("git/refs", json!({ "ref": "refs/heads/topic", "sha": old })).expect(201);
    let put = json!({ "message": "feat: more", "content": "bW9yZQo=", "branch": "topic" });
    let sha = text(&client.send("PUT", "contents/more.txt", put).expect(201)["commit"]["sha"]);
    let new = json!({ "title": "feat: more", "head": "topic", "base": "main", "body": "Closes #1" });
    let number = client.post("pulls", new).expect(201)["number"].clone();
    let pull = format!("pulls/{number}");
    assert_eq!(client.get(&pull).expect(200)["changed_files"], 1);
    client.patch(&pull, json!({ "title": "feat: even more" })).expect(200);
    assert_eq!(client.get("pulls?head=octo-org:topic").expect(200).as_array().map(Vec::len), Some(1));
    assert_eq!(client.get(&format!("{pull}/commits")).expect(200)[0]["sha"], sha.as_str());
    assert_eq!(client.get(&format!("{pull}/files")).expect(200)[0]["filename"], "more.txt");
    let merged =
        client.send("PUT", &format!("{pull}/merge"), json!({ "merge_method": "squash" })).expect(200);
    for sha in [text(&merged["sha"]), sha] {
        let of = client.get(&format!("commits/{sha}/pulls")).expect(200);
        assert_eq!(of[0]["number"], number);
    }
    let notes = json!({ "tag_name": "v2.0.0", "previous_tag_name": "v1.0.0" });
    let notes = client.post("releases/generate-notes", notes).expect(200);
    assert!(text(&notes["body"]).contains("feat: even more"));
}

fn releases(client: &Client) {
    let new = json!({ "tag_name": "v2.0.0", "draft": true, "body": "notes", "target_commitish": "main" });
    let draft = client.post("releases", new).expect(201);
    let release = format!("releases/{}", draft["id"]);
    let asset = client.upload(&draft, "a.txt", b"hello").expect(201);
    let asset = format!("releases/assets/{}", asset["id"]);
    client.get(&format!("{release}/assets")).expect(200);
    client.get(&asset).expect(200);
    client.patch(&asset, json!({ "label": "A" })).expect(200);
    client.delete(&asset).expect(204);
    client.upload(&draft, "b.txt", b"hello again").expect(201);
    let published = client.patch(&release, json!({ "draft": false })).expect(200);
    assert_eq!(published["immutable"], true);
    client.get(&release).expect(200);
    client.get("releases/tags/v2.0.0").expect(200);
    client.get("releases/latest").expect(200);
    client.get("releases").expect(200);
    let link = text(&published["assets"][0]["browser_download_url"]);
    let storage = client.get(&link);
    let place = storage.header("location").expect("a place").to_owned();
    assert_eq!(client.anonymous().get(&place).bytes, b"hello again");
    client.delete(&release).expect(204);
}

fn deployments(client: &Client) {
    let status = json!({ "state": "success", "context": "ci", "description": "well", "target_url": "https://ci.example/1" });
    client.post(&format!("statuses/{}", head(client)), status).expect(201);
    assert_eq!(client.get("commits/main/status").expect(200)["state"], "success");
    client.get("commits/main/statuses").expect(200);
    let output = json!({ "title": "t", "summary": "s" });
    let run =
        client.post("check-runs", json!({ "name": "lint", "head_sha": head(client), "output": output }));
    let run = format!("check-runs/{}", run.expect(201)["id"]);
    client.patch(&run, json!({ "conclusion": "success" })).expect(200);
    client.get(&run).expect(200);
    client.get("commits/main/check-runs").expect(200);
    let new =
        json!({ "ref": "main", "environment": "staging", "auto_merge": false, "required_contexts": [] });
    let deployment = client.post("deployments", new).expect(201);
    let deployment = format!("deployments/{}", deployment["id"]);
    let state = json!({ "state": "success", "environment_url": "https://staging.example" });
    client.post(&format!("{deployment}/statuses"), state).expect(201);
    client.get(&deployment).expect(200);
    let query = include_str!("../../../../tests/contract/documents/deployments.graphql");
    let variables = json!({
        "owner": "octo-org", "name": "octo-repo", "environments": ["staging"], "number": 2, "pull": true,
    });
    let found = client.graphql(query, variables);
    assert_eq!(found["data"]["repository"]["pullRequest"]["state"], "MERGED");
    let found = &found["data"]["repository"]["deployments"]["nodes"][0];
    assert_eq!(found["latestStatus"]["environmentUrl"], "https://staging.example");
    client.get(&format!("{deployment}/statuses")).expect(200);
    client.get("deployments?environment=staging").expect(200);
    client.delete(&deployment).expect(204);
    client.get("environments").expect(200);
    client.get("environments/staging").expect(200);
    client.send("PUT", "environments/production", json!({})).expect(200);
    client.delete("environments/production").expect(204);
}
