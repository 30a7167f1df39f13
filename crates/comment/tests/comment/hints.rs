//! What a run says that cannot do it.

use deploy_kit_github_sim::{DEFAULT_TOKEN, Level, Permissions, Scope, Token};
use serde_json::json;

use crate::world::World;

const READER: &str = "ghs_mayOnlyRead";

fn world() -> World {
    let world = World::new();
    let permissions =
        Permissions::none().with(Scope::PullRequests, Level::Read).with(Scope::Issues, Level::Read);
    world.sim.allow(Token::app("reader", READER, permissions));
    world
}

#[test]
fn the_permission_is_named_that_the_place_asks_for() {
    let world = world();
    let event = world.pull_request(&world.sim.name());
    let run = world.run(1, "pull_request", &event, READER, &["--body=x"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("pull-requests: write") && !run.log.contains("issues: write"), "{}", run.log);
    let (_, issue) = world.sim.seed("POST", "{repo}/issues", json!({ "title": "An issue" }));
    let event = json!({ "action": "opened", "issue": { "number": issue["number"] } });
    let run = world.run(1, "issues", &event, READER, &["--body=x"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("issues: write") && !run.log.contains("pull-requests: write"), "{}", run.log);
    let run = world.run(1, "push", &json!({}), READER, &["--body=x", "--pull-request=1"]);
    assert!(run.log.contains("pull-requests: write") && run.log.contains("issues: write"), "{}", run.log);
}

#[test]
fn a_forks_run_is_told_of_report_and_publish() {
    let world = world();
    let event = world.pull_request("mona/octo-repo");
    let run = world.run(1, "pull_request", &event, READER, &["--body=x"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("command: report") && run.log.contains("command: publish"), "{}", run.log);
    assert!(!run.log.contains("permissions:"), "{}", run.log);
    let run = world.run(1, "pull_request_target", &event, READER, &["--body=x"]);
    assert!(run.log.contains("pull-requests: write"), "{}", run.log);
}

#[test]
fn without_a_number_it_says_where_to_get_one() {
    let world = world();
    let run = world.run(1, "push", &json!({}), DEFAULT_TOKEN, &["--body=x"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("--pull-request"), "{}", run.log);
    let run = world.run(1, "push", &json!({}), DEFAULT_TOKEN, &["--body=x", "--pull-request=99"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("there is a pull request or issue #99"), "{}", run.log);
}

#[test]
fn a_closed_conversation_takes_comments_and_a_locked_one_says_so() {
    let world = world();
    let target = format!("{{repo}}/issues/{}", world.pull);
    assert_eq!(world.sim.seed("PATCH", &target, json!({ "state": "closed" })).0, 200);
    assert_eq!(world.post(1, &["--body=x"]).exit, Some(0));
    world.sim.lock_conversation(world.pull);
    let run = world.post(2, &["--key=other", "--body=x"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains(&format!("unlock the conversation #{}", world.pull)), "{}", run.log);
}

#[test]
fn an_archived_repository_says_so() {
    let world = world();
    world.sim.archive(true).unwrap();
    let run = world.post(1, &["--body=x"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("unarchive the repository in its settings"), "{}", run.log);
    assert!(!run.log.contains("release from its successor"), "{}", run.log);
}
