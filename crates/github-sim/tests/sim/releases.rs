//! What GitHub does with releases and their assets.

use serde_json::json;

use crate::client::Answer;

/// Resource, code and field of a refusal's first error, and its message.
fn error(answer: Answer) -> (String, String, String) {
    let value = answer.expect(422);
    let text = |key: &str| value["errors"][0][key].as_str().unwrap_or_default().to_owned();
    (text("code"), text("field"), text("message"))
}

#[test]
fn a_draft_has_no_tag_and_is_not_found_by_it() {
    let (_repo, sim, client) = crate::start();
    let draft = client.post("releases", json!({ "tag_name": "v2.0.0", "draft": true })).expect(201);
    assert!(draft["html_url"].as_str().unwrap().contains("/untagged-"));
    client.get("releases/tags/v2.0.0").expect(404);
    client.get("git/ref/tags/v2.0.0").expect(404);
    assert_eq!(client.get("releases").expect(200)[0]["id"], draft["id"]);
    let main = sim.state().refs["refs/heads/main"].clone();
    let published = client.patch(&format!("releases/{}", draft["id"]), json!({ "draft": false })).expect(200);
    assert_eq!(client.get("git/ref/tags/v2.0.0").expect(200)["object"]["sha"], main.as_str());
    assert_eq!(client.get("releases/latest").expect(200)["id"], published["id"]);
}

#[test]
fn a_tag_has_one_published_release_and_any_number_of_drafts() {
    let (_repo, _sim, client) = crate::start();
    let new = |draft: bool| json!({ "tag_name": "v2.0.0", "draft": draft });
    let one = client.post("releases", new(true)).expect(201);
    let two = client.post("releases", new(true)).expect(201);
    client.patch(&format!("releases/{}", one["id"]), json!({ "draft": false })).expect(200);
    let taken = ("already_exists".to_owned(), "tag_name".to_owned(), String::new());
    assert_eq!(error(client.post("releases", new(false))), taken);
    assert_eq!(error(client.patch(&format!("releases/{}", two["id"]), json!({ "draft": false }))), taken);
}

#[test]
fn what_cannot_be_is_refused() {
    let (_repo, _sim, client) = crate::start();
    assert!(
        client.post("releases", json!({ "name": "x" })).refused(422).contains("\"tag_name\" wasn't supplied")
    );
    assert!(
        client
            .post("releases", json!({ "tag_name": "x", "draft": "yes" }))
            .refused(422)
            .contains("not a boolean")
    );
    let (code, field, _) =
        error(client.post("releases", json!({ "tag_name": "v3", "target_commitish": "nowhere" })));
    assert_eq!((code.as_str(), field.as_str()), ("invalid", "target_commitish"));
    let (code, field, _) = error(client.post("releases", json!({ "tag_name": "a..b" })));
    assert_eq!((code.as_str(), field.as_str()), ("custom", "tag_name"));
    let long = |count: usize| json!({ "tag_name": "v3", "draft": true, "body": "ü".repeat(count) });
    client.post("releases", long(125_000)).expect(201);
    let (_, field, message) = error(client.post("releases", long(125_001)));
    assert_eq!(
        (field.as_str(), message.as_str()),
        ("body", "body is too long (maximum is 125000 characters)")
    );
    let category = json!({ "tag_name": "v4", "discussion_category_name": "Gossip" });
    assert_eq!(error(client.post("releases", category)).1, "discussion_category_name");
}

#[test]
fn the_latest_is_what_it_was_made() {
    let (_repo, _sim, client) = crate::start();
    let publish = |tag: &str, latest: &str| {
        client.post("releases", json!({ "tag_name": tag, "make_latest": latest })).expect(201);
        client.get("releases/latest").expect(200)["tag_name"].as_str().unwrap().to_owned()
    };
    assert_eq!(publish("v2.0.0", "true"), "v2.0.0");
    assert_eq!(publish("v1.0.1", "false"), "v2.0.0");
    assert_eq!(publish("v1.0.2", "legacy"), "v2.0.0");
    assert_eq!(publish("v2.1.0", "legacy"), "v2.1.0");
    client.post("releases", json!({ "tag_name": "v3.0.0-rc.1", "prerelease": true })).expect(201);
    assert_eq!(client.get("releases/latest").expect(200)["tag_name"], "v2.1.0");
}

#[test]
fn assets_have_one_name_a_digest_and_some_bytes() {
    let (_repo, sim, client) = crate::start();
    let draft = client.post("releases", json!({ "tag_name": "v2.0.0", "draft": true })).expect(201);
    let asset = client.upload(&draft, "my%20tool%20(1).zip", b"hello").expect(201);
    assert_eq!(asset["name"], "my.tool.1.zip");
    assert_eq!(asset["digest"], "sha256:2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824");
    let (code, field, _) = error(client.upload(&draft, "my.tool.1.zip", b"other"));
    assert_eq!((code.as_str(), field.as_str()), ("already_exists", "name"));
    // The storage takes no token: its addresses are signed.
    let octets = [("accept", "application/octet-stream")];
    let target = format!("releases/assets/{}", asset["id"]);
    let found = client.try_send("GET", &target, &octets, &[]).unwrap();
    let place = found.header("location").unwrap().to_owned();
    assert_eq!((found.status, place.starts_with(sim.upload_url())), (302, true));
    assert_eq!(client.get(&place).status, 400);
    assert_eq!(client.anonymous().get(&place).bytes, b"hello");
    // The API's own origin takes no uploads.
    let wrong = format!("releases/{}/assets?name=b", draft["id"]);
    client.post(&wrong, json!({})).expect(404);
}

#[test]
fn an_immutable_release_is_locked_and_its_tag_is_burned() {
    let (_repo, _sim, client) = crate::start_with(|options| options.immutable_releases = true);
    let draft = client.post("releases", json!({ "tag_name": "v2.0.0", "draft": true })).expect(201);
    let asset = client.upload(&draft, "a", b"a").expect(201);
    let release = format!("releases/{}", draft["id"]);
    let published = client.patch(&release, json!({ "draft": false })).expect(200);
    let late = client.upload(&published, "b", b"b").refused(422);
    assert_eq!(late, "Cannot upload assets to an immutable release.");
    client.delete(&format!("releases/assets/{}", asset["id"])).expect(422);
    client.patch(&release, json!({ "tag_name": "v2.0.1" })).expect(422);
    client
        .patch("git/refs/tags/v2.0.0", json!({ "sha": published["target_commitish"], "force": true }))
        .expect(422);
    client.delete("git/refs/tags/v2.0.0").expect(422);
    assert_eq!(client.patch(&release, json!({ "body": "more" })).expect(200)["body"], "more");
    client.delete(&release).expect(204);
    let (_, field, message) = error(client.post("releases", json!({ "tag_name": "v2.0.0" })));
    assert_eq!((field.as_str(), message.as_str()), ("tag_name", "tag_name was used by an immutable release"));
}
