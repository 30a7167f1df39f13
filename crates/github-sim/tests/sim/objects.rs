//! Refs, commits and files.

use serde_json::json;

#[test]
fn a_branch_moves_forward_unless_it_is_forced() {
    let (repo, _sim, client) = crate::start();
    let (old, new) = (repo.git().revparse_single("v1.0.0").unwrap().id(), repo.head());
    client.post("git/refs", json!({ "ref": "refs/heads/topic", "sha": new.to_string() })).expect(201);
    let back =
        |force: bool| client.patch("git/refs/heads/topic", json!({ "sha": old.to_string(), "force": force }));
    assert_eq!(back(false).refused(422), "Update is not a fast forward");
    assert_eq!(back(true).expect(200)["object"]["sha"], old.to_string());
    let again = client.post("git/refs", json!({ "ref": "refs/heads/topic", "sha": new.to_string() }));
    assert_eq!(again.refused(422), "Reference already exists");
    assert_eq!(
        client.patch("git/refs/heads/none", json!({ "sha": old.to_string() })).refused(422),
        "Reference does not exist"
    );
    let unknown = client.post("git/refs", json!({ "ref": "refs/tags/x", "sha": "1".repeat(40) }));
    assert_eq!(unknown.refused(422), "Object does not exist");
    client.post("git/refs", json!({ "ref": "main", "sha": new.to_string() })).expect(422);
}

#[test]
fn a_file_is_written_over_what_is_known_of_it() {
    let (_repo, _sim, client) = crate::start();
    let put = |sha: Option<&str>| {
        let mut body = json!({ "message": "docs: x", "content": "eA==" });
        if let Some(sha) = sha {
            body["sha"] = sha.into();
        }
        client.send("PUT", "contents/README.md", body)
    };
    assert!(put(None).refused(422).contains("\"sha\" wasn't supplied"));
    put(Some(&"1".repeat(40))).expect(409);
    let file = client.get("contents/README.md").expect(200);
    let made = put(file["sha"].as_str()).expect(200);
    assert_eq!(made["commit"]["verification"]["verified"], true);
    assert_eq!(made["commit"]["committer"]["name"], "GitHub");
    let raw =
        client.try_send("GET", "contents/README.md", &[("accept", "application/vnd.github.raw+json")], &[]);
    assert_eq!(raw.unwrap().bytes, b"x");
}

#[test]
fn trees_keep_modes_and_forget_what_is_removed() {
    let (_repo, _sim, client) = crate::start();
    let base = client.get("git/trees/main").expect(200)["sha"].clone();
    let entries = json!([
        { "path": "bin/run", "mode": "100755", "type": "blob", "content": "#!/bin/sh\n" },
        { "path": "link", "mode": "120000", "type": "blob", "content": "bin/run" },
        { "path": "src/main.rs", "mode": "100644", "type": "blob", "sha": null },
    ]);
    let tree = client.post("git/trees", json!({ "base_tree": base, "tree": entries })).expect(201);
    let sha = tree["sha"].as_str().unwrap();
    let all = client.get(&format!("git/trees/{sha}?recursive=1")).expect(200);
    let modes: Vec<_> = all["tree"]
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| format!("{} {}", entry["mode"].as_str().unwrap(), entry["path"].as_str().unwrap()))
        .collect();
    assert_eq!(modes, ["100644 README.md", "040000 bin", "100755 bin/run", "120000 link"]);
    let outside = json!([{ "path": "../x", "mode": "100644", "type": "blob", "content": "" }]);
    client.post("git/trees", json!({ "tree": outside })).expect(422);
}

#[test]
fn a_signed_commit_by_graphql_loses_the_executable_bit() {
    let (_repo, sim, client) = crate::start();
    let entry = json!([{ "path": "run", "mode": "100755", "type": "blob", "content": "1" }]);
    let base = client.get("git/trees/main").expect(200)["sha"].clone();
    let tree = client.post("git/trees", json!({ "base_tree": base, "tree": entry })).expect(201);
    let head = sim.state().refs["refs/heads/main"].clone();
    let commit = json!({ "message": "feat: run", "tree": tree["sha"], "parents": [head] });
    let commit = client.post("git/commits", commit).expect(201);
    client.patch("git/refs/heads/main", json!({ "sha": commit["sha"] })).expect(200);
    let query = "mutation($input: CreateCommitOnBranchInput!) { createCommitOnBranch(input: $input) {
        commit { oid message signature { isValid } author { name user { login } } committer { name } } ref { name } } }";
    let made = client.graphql(
        query,
        json!({ "input": {
        "branch": { "repositoryNameWithOwner": sim.name(), "branchName": "refs/heads/main" },
        "expectedHeadOid": commit["sha"],
        "message": { "headline": "feat: run on" },
        "fileChanges": { "additions": [{ "path": "run", "contents": "Mg==" }] },
    } }),
    );
    let made = &made["data"]["createCommitOnBranch"];
    assert_eq!(made["commit"]["signature"]["isValid"], true);
    assert_eq!(made["commit"]["author"]["user"]["login"], "github-actions");
    assert_eq!(made["commit"]["committer"]["name"], "GitHub");
    assert_eq!(made["ref"]["name"], "main");
    let entries = client.get("git/trees/main").expect(200)["tree"].clone();
    let run = entries.as_array().unwrap().iter().find(|entry| entry["path"] == "run").unwrap().clone();
    assert_eq!(run["mode"], "100644");
}
