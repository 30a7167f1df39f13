//! Runs of workflows, and their artifacts.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token, WorkflowArtifact, WorkflowRun};
use serde_json::json;

use crate::client::Client;

fn report(zip: &[u8]) -> WorkflowArtifact {
    WorkflowArtifact { name: "report".to_owned(), zip: zip.to_vec(), ..WorkflowArtifact::default() }
}

/// A run from a branch or a fork's branch.
fn from(sha: &str, branch: &str, fork: Option<&str>) -> WorkflowRun {
    WorkflowRun {
        head_sha: sha.to_owned(),
        head_branch: branch.to_owned(),
        fork: fork.map(str::to_owned),
        artifacts: vec![report(b"PK")],
        ..WorkflowRun::default()
    }
}

/// Every operation once, for the test of the whole surface.
pub(crate) fn surface(client: &Client, sim: &deploy_kit_github_sim::Sim) {
    let main = sim.state().refs["refs/heads/main"].clone();
    for run in [from(&main, "main", None), from(&"0".repeat(40), "topic", Some("someone/fork"))] {
        let run = format!("actions/runs/{}", sim.ran(run));
        client.get(&run).expect(200);
        let left = client.get(&format!("{run}/artifacts?name=report&per_page=1")).expect(200);
        let place = client.get(&format!("actions/artifacts/{}/zip", left["artifacts"][0]["id"]));
        assert_eq!(client.anonymous().get(place.header("location").expect("a place")).bytes, b"PK");
    }
}

#[test]
fn an_artifact_is_fetched_from_a_storage_that_refuses_tokens() {
    let (_repo, sim, client) = crate::start();
    let run = WorkflowRun {
        artifacts: vec![report(b"PK\x03\x04"), WorkflowArtifact { expired: true, ..report(b"") }],
        ..from("abc", "topic", None)
    };
    let run = sim.ran(run);
    let left = client.get(&format!("actions/runs/{run}/artifacts")).expect(200);
    assert_eq!((&left["total_count"], &left["artifacts"][0]["size_in_bytes"]), (&json!(2), &json!(4)));
    assert_eq!(client.get(&format!("actions/runs/{run}/artifacts?name=other")).expect(200)["total_count"], 0);
    let zip = |at: usize, form: &str| {
        client.get(&format!("actions/artifacts/{}/{form}", left["artifacts"][at]["id"]))
    };
    let there = zip(0, "zip").header("location").unwrap().to_owned();
    assert!(there.starts_with(sim.upload_url()), "{there}");
    assert_eq!(client.anonymous().get(&there).bytes, b"PK\x03\x04");
    assert_eq!(client.get(&there).status, 400);
    assert_eq!(client.anonymous().get(there.split('?').next().unwrap()).status, 404);
    assert_eq!((zip(1, "zip").status, zip(0, "tar").status), (410, 404));
    assert_eq!(client.get("actions/runs/1").status, 404);
}

/// As on GitHub: whoever trusts the list alone never finds a fork's pull request (github/docs#22501).
#[test]
fn a_run_names_the_pull_requests_of_its_branch_but_none_of_a_fork() {
    let (_repo, sim, client) = crate::start();
    let main = sim.state().refs["refs/heads/main"].clone();
    client.post("git/refs", json!({ "ref": "refs/heads/topic", "sha": main })).expect(201);
    let put = json!({ "message": "feat: more", "content": "bW9yZQo=", "branch": "topic" });
    let put = client.send("PUT", "contents/more.txt", put).expect(201);
    client.post("pulls", json!({ "title": "more", "head": "topic", "base": "main" })).expect(201);
    let sha = put["commit"]["sha"].as_str().unwrap();
    let shown = |fork: Option<&str>| {
        let run = client.get(&format!("actions/runs/{}", sim.ran(from(sha, "topic", fork)))).expect(200);
        (run["pull_requests"].as_array().unwrap().len(), run["head_repository"]["full_name"].clone())
    };
    assert_eq!(shown(None), (1, json!("octo-org/octo-repo")));
    assert_eq!(shown(Some("someone/octo-repo")), (0, json!("someone/octo-repo")));
}

#[test]
fn a_run_is_put_in_place_from_another_process() {
    let (_repo, sim, client) = crate::start();
    sim.allow(Token::app("reader", "ghs_reader", Permissions::none().with(Scope::Actions, Level::Read)));
    let run = json!({ "head_sha": "abc", "head_branch": "topic", "fork": "someone/fork",
        "artifacts": [{ "name": "report", "zip": "UEs=" }] });
    let id = client.post("/_sim/runs", run).expect(200)["id"].clone();
    let reader = client.with("ghs_reader");
    let found = reader.get(&format!("actions/runs/{id}")).expect(200);
    assert_eq!((&found["event"], &found["head_sha"]), (&json!("pull_request"), &json!("abc")));
    let left = reader.get(&format!("actions/runs/{id}/artifacts")).expect(200);
    assert_eq!(left["artifacts"][0]["size_in_bytes"], 2);
    assert_eq!(client.post("/_sim/runs", json!({ "artifacts": [{ "zip": "no Base64" }] })).status, 400);
}
