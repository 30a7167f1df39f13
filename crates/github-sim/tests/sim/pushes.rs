//! The bare repository: what is pushed shows, and what may not be pushed is refused.

use std::path::Path;
use std::process::{Command, Output};

use deploy_kit_github_sim::{Options, Sim, Source};
use serde_json::json;

fn git(folder: &Path, arguments: &[&str]) -> Output {
    let output = Command::new("git").current_dir(folder).args(arguments).output();
    output.expect("git")
}

fn push(folder: &Path, sim: &Sim, refspec: &str) -> Result<(), String> {
    let remote = sim.git_path().to_str().expect("a path");
    let output = git(folder, &["push", remote, refspec]);
    if output.status.success() { Ok(()) } else { Err(String::from_utf8_lossy(&output.stderr).into_owned()) }
}

#[test]
fn what_is_pushed_shows_at_once_and_the_reverse() {
    let (mut repo, sim, client) = crate::start();
    client.get("git/ref/heads/main").expect(200);
    let new = repo.change("feat: pushed").file("pushed.txt", "x").commit();
    repo.tag("v1.2.0");
    push(repo.path(), &sim, "main").unwrap();
    push(repo.path(), &sim, "v1.2.0").unwrap();
    assert_eq!(client.get("git/ref/heads/main").expect(200)["object"]["sha"], new.to_string());
    assert_eq!(client.get("tags").expect(200)[0]["name"], "v1.2.0");
    assert_eq!(client.get("commits").expect(200)[0]["commit"]["message"], "feat: pushed");
    let put = json!({ "message": "docs: by API", "content": "eA==" });
    let sha = client.send("PUT", "contents/api.txt", put).expect(201)["commit"]["sha"].clone();
    let remote = sim.git_path().to_str().unwrap().to_owned();
    let fetched = git(repo.path(), &["ls-remote", &remote, "refs/heads/main"]);
    assert!(String::from_utf8_lossy(&fetched.stdout).starts_with(sha.as_str().unwrap()));
}

#[test]
fn the_original_is_only_read() {
    let (repo, _sim, client) = crate::start();
    let before = repo.head();
    let put = json!({ "message": "docs: by API", "content": "eA==" });
    client.send("PUT", "contents/api.txt", put).expect(201);
    client.post("releases", json!({ "tag_name": "v2.0.0" })).expect(201);
    assert_eq!(repo.git().refname_to_id("refs/heads/main").unwrap(), before);
    assert!(repo.git().refname_to_id("refs/tags/v2.0.0").is_err());
    assert!(!repo.path().join(".git/hooks/update").exists());
}

#[test]
fn protected_refs_refuse_pushes_and_the_api() {
    let (mut repo, sim, client) = crate::start();
    let old = repo.head();
    sim.protect("refs/heads/main").unwrap();
    sim.protect("refs/tags/v*").unwrap();
    let new = repo.change("feat: pushed").commit();
    repo.tag("v1.2.0");
    assert!(push(repo.path(), &sim, "main").unwrap_err().contains("GH006"));
    assert!(push(repo.path(), &sim, "v1.2.0").is_err());
    push(repo.path(), &sim, "main:refs/heads/topic").unwrap();
    let moved = client.patch("git/refs/heads/main", json!({ "sha": new.to_string() }));
    assert!(moved.refused(422).contains("Repository rule violations found"));
    client.post("releases", json!({ "tag_name": "v3" })).expect(422);
    assert_eq!(sim.state().refs["refs/heads/main"], old.to_string());
    assert_eq!(client.get("branches/main").expect(200)["protected"], true);
    assert_eq!(client.get("branches/topic").expect(200)["protected"], false);
}

#[test]
fn an_archived_repository_and_an_immutable_tag_refuse_pushes() {
    let (mut repo, sim, client) = crate::start_with(|options| options.immutable_releases = true);
    client.post("releases", json!({ "tag_name": "v1.0.0" })).expect(201);
    repo.change("feat: pushed").commit();
    assert!(push(repo.path(), &sim, "+main:refs/tags/v1.0.0").unwrap_err().contains("GH013"));
    push(repo.path(), &sim, "main").unwrap();
    sim.archive(true).unwrap();
    assert!(push(repo.path(), &sim, "main:refs/heads/x").unwrap_err().contains("archived"));
    sim.archive(false).unwrap();
    push(repo.path(), &sim, "main:refs/heads/x").unwrap();
}

#[test]
fn a_pull_request_follows_its_branch() {
    let (mut repo, sim, client) = crate::start();
    repo.branch("topic");
    repo.change("feat: one").file("one", "1").commit();
    push(repo.path(), &sim, "topic").unwrap();
    let new = json!({ "title": "feat: one", "head": "topic", "base": "main" });
    client.post("pulls", new.clone()).expect(201);
    assert_eq!(client.post("pulls", new).expect(422)["errors"][0]["code"], "custom");
    let head = repo.change("feat: two").file("two", "2").commit();
    push(repo.path(), &sim, "topic").unwrap();
    let pull = client.get("pulls/1").expect(200);
    assert_eq!((&pull["commits"], &pull["head"]["sha"]), (&json!(2), &json!(head.to_string())));
    push(repo.path(), &sim, "topic:main").unwrap();
    assert_eq!(client.get("pulls/1").expect(200)["merged"], true);
}

#[test]
fn an_empty_repository_can_be_filled() {
    let sim = Sim::start(Options { writes: None, ..Options::default() }).unwrap();
    let client = crate::client::Client::of(&sim);
    assert_eq!(client.get("commits").refused(409), "Git Repository is empty.");
    let put = json!({ "message": "feat: begin", "content": "eA==" });
    client.send("PUT", "contents/a.txt", put).expect(201);
    assert_eq!(client.get("commits").expect(200).as_array().map(Vec::len), Some(1));
}

#[test]
fn a_bare_repository_can_be_served_itself() {
    let (repo, _sim, _client) = crate::start();
    let bare = tempfile::tempdir().unwrap();
    let path = bare.path().join("bare.git");
    assert!(git(repo.path(), &["clone", "--quiet", "--bare", ".", path.to_str().unwrap()]).status.success());
    let sim = Sim::start(Options { source: Source::Bare(path.clone()), ..Options::default() }).unwrap();
    crate::client::Client::of(&sim).post("releases", json!({ "tag_name": "v9" })).expect(201);
    assert!(path.join("refs/tags/v9").exists());
    assert_eq!(sim.git_path(), path);
}
