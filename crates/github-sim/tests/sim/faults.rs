//! The fault plan: what the client sees, and what was done all the same.

use std::sync::{Arc, Mutex};

use deploy_kit_github_sim::{Effect, Fault};
use serde_json::{Value, json};

use crate::client::Client;

fn issue(client: &Client) -> std::io::Result<crate::client::Answer> {
    client.try_send("POST", "issues", &[], json!({ "title": "x" }).to_string().as_bytes())
}

#[test]
fn a_status_is_answered_once_or_always_without_acting() {
    let (_repo, sim, client) = crate::start();
    sim.fault(Fault::nth(0, Effect::Status { status: 500 }));
    assert_eq!(issue(&client).unwrap().status, 500);
    assert!(sim.state().issues.is_empty());
    assert_eq!(issue(&client).unwrap().status, 201);
    sim.fault(Fault::at("POST", "/repos/*/*/issues", Effect::Status { status: 502 }).always());
    for _ in 0..3 {
        assert_eq!(issue(&client).unwrap().status, 502);
    }
    sim.clear_faults();
    assert_eq!(issue(&client).unwrap().status, 201);
    assert_eq!(sim.state().issues.len(), 2);
    let journal = sim.journal();
    assert!(!journal[0].acted && journal[1].acted);
    assert_eq!(journal[0].faults, [Effect::Status { status: 500 }]);
}

#[test]
fn limits_say_when_to_come_back() {
    let (_repo, sim, client) = crate::start();
    sim.fault(Fault::nth(0, Effect::SecondaryLimit { status: 429, retry_after: 7 }));
    sim.fault(Fault::nth(1, Effect::PrimaryLimit { reset: 30 }));
    let secondary = issue(&client).unwrap();
    assert_eq!((secondary.status, secondary.header("retry-after")), (429, Some("7")));
    let primary = issue(&client).unwrap();
    assert_eq!((primary.status, primary.header("x-ratelimit-reset")), (403, Some("1700000030")));
}

#[test]
fn a_connection_drops_before_or_after_acting() {
    let (_repo, sim, client) = crate::start();
    for (index, (effect, acted)) in
        [(Effect::DropBefore, 0), (Effect::DropAfter, 1), (Effect::Reset, 2)].into_iter().enumerate()
    {
        sim.fault(Fault::nth(index, effect));
        assert!(issue(&client).is_err());
        assert_eq!(sim.state().issues.len(), acted);
    }
    let statuses: Vec<_> = sim.journal().into_iter().map(|entry| entry.status).collect();
    assert_eq!(statuses, [None, None, Some(201)]);
    sim.fault(Fault::nth(3, Effect::StatusAfter { status: 502 }));
    assert_eq!(issue(&client).unwrap().status, 502);
    assert_eq!(sim.state().issues.len(), 3);
}

#[test]
fn what_is_made_shows_late() {
    let (_repo, sim, client) = crate::start();
    sim.fault(Fault::at("POST", "/repos/*/*/releases", Effect::Late { reads: 3 }));
    let made = client.post("releases", json!({ "tag_name": "v2" })).expect(201);
    client.get(&format!("releases/{}", made["id"])).expect(404);
    client.get("releases/tags/v2").expect(404);
    assert_eq!(client.get("releases").expect(200), json!([]));
    assert_eq!(client.get("releases").expect(200)[0]["id"], made["id"]);
}

#[test]
fn an_upload_that_breaks_off_leaves_a_starter() {
    let (_repo, sim, client) = crate::start();
    let draft = client.post("releases", json!({ "tag_name": "v2", "draft": true })).expect(201);
    sim.fault(Fault::at("POST", "/repos/*/*/releases/*/assets", Effect::Starter));
    let url = draft["upload_url"].as_str().unwrap().replace("{?name,label}", "?name=a");
    let headers = [("content-type", "text/plain")];
    assert!(client.try_send("POST", &url, &headers, b"hello").is_err());
    let assets = client.get(&format!("releases/{}/assets", draft["id"])).expect(200);
    assert_eq!((&assets[0]["state"], &assets[0]["digest"]), (&json!("starter"), &Value::Null));
    assert_eq!(client.upload(&draft, "a", b"hello").expect(422)["errors"][0]["code"], "already_exists");
    client.delete(&format!("releases/assets/{}", assets[0]["id"])).expect(204);
    client.upload(&draft, "a", b"hello").expect(201);
}

#[test]
fn a_test_is_told_where_to_end_its_client() {
    let told = Arc::new(Mutex::new(Vec::new()));
    let notes = Arc::clone(&told);
    let (_repo, sim, client) = crate::start_with(|options| {
        options.notify = Some(Arc::new(move |index| notes.lock().unwrap().push(index)));
    });
    sim.fault(Fault::nth(1, Effect::StopBefore));
    sim.fault(Fault::nth(2, Effect::StopAfter));
    assert!(issue(&client).is_ok());
    assert!(issue(&client).is_err());
    assert_eq!(sim.state().issues.len(), 1);
    assert!(issue(&client).is_err());
    assert_eq!(sim.state().issues.len(), 2);
    assert_eq!(*told.lock().unwrap(), [1, 2]);
}

#[test]
fn another_process_plans_and_watches_over_http() {
    let (_repo, sim, client) = crate::start();
    let fault = json!({ "on": { "nth": 0 }, "effect": { "kind": "stop-after" } });
    client.post("/_sim/faults", fault).expect(204);
    let sender = {
        let client = client.clone();
        std::thread::spawn(move || issue(&client))
    };
    while client.get("/_sim/stopped").expect(200)["index"].is_null() {
        std::thread::yield_now();
    }
    assert_eq!(client.get("/_sim/state").expect(200)["issues"][0]["title"], "x");
    client.post("/_sim/resume", Value::Null).expect(204);
    assert!(sender.join().unwrap().is_err());
    let journal = client.get("/_sim/journal").expect(200);
    assert_eq!((&journal[0]["operation"], &journal[0]["status"]), (&json!("issues/create"), &Value::Null));
    let seed =
        json!({ "method": "POST", "path": format!("/repos/{}/labels", sim.name()), "body": { "name": "x" } });
    client.post("/_sim/seed", seed).expect(201);
    assert_eq!(sim.state().labels.len(), 1);
    client.delete("/_sim/journal").expect(204);
    assert!(sim.journal().is_empty());
}
