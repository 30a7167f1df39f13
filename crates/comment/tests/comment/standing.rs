//! What is found where a comment is to stand.

use deploy_kit_github_sim::{DEFAULT_TOKEN, Effect, Fault, Permissions, Token};
use serde_json::{Value, json};

use crate::world::World;

const LIST: &str = "/repos/*/*/issues/*/comments";

/// A comment by the bot, past all that the program would look at.
fn place(world: &World, body: &str) {
    // The simulator seeds as the owner: the bot's token says who it is.
    let target = format!("{}/repos/{}/issues/{}/comments", world.sim.api_url(), world.sim.name(), world.pull);
    let authorization = format!("authorization: Bearer {DEFAULT_TOKEN}");
    let body = json!({ "body": body }).to_string();
    let done = std::process::Command::new("curl")
        .args(["--silent", "--fail", "--output", "/dev/null", "--user-agent", "test"])
        .args(["--header", &authorization, "--data", &body, &target])
        .status()
        .unwrap();
    assert!(done.success());
}

fn marked(run: u64, text: &str) -> String {
    format!("<!-- deploy-kit-comment: default run={run}.1 sha=abc -->\n{text}")
}

#[test]
fn an_older_run_never_writes_over_a_newer_one() {
    let world = World::new();
    assert_eq!(world.post(9, &["--body=nine"]).exit, Some(0));
    world.sim.clear_journal();
    for mode in ["replace", "recreate", "minimize", "delete"] {
        let run = world.post(8, &["--body=eight", &format!("--mode={mode}")]);
        assert_eq!((run.exit, run.output("action")), (Some(0), "stale"), "{mode}: {}", run.log);
        assert!(run.log.contains("a newer run has written it already"), "{}", run.log);
    }
    assert_eq!((world.said().as_str(), world.writes()), ("nine", Vec::new()));
}

#[test]
fn a_strangers_comment_with_our_mark_stays_as_it_is() {
    let world = World::new();
    world.comment(&marked(99, "forged"));
    assert_eq!(world.post(1, &["--body=one"]).output("action"), "created");
    assert_eq!(world.post(2, &["--body=two", "--mode=recreate"]).output("action"), "created");
    for mode in ["--mode=minimize", "--mode=delete"] {
        assert_eq!(world.post(3, &[mode]).exit, Some(0));
    }
    let left = world.sim.state().comments;
    assert_eq!(left.len(), 1, "{left:#?}");
    assert!(left[0].body.ends_with("forged") && left[0].minimized.is_none(), "{left:#?}");
}

#[test]
fn a_comment_of_another_account_is_none_of_ours() {
    let world = World::new();
    world.sim.allow(Token::user("mona", "ghp_ofMona", Permissions::all()));
    assert_eq!(world.post(1, &["--body=one"]).exit, Some(0));
    let event = world.pull_request("octo-org/octo-repo");
    let run = world.run(2, "pull_request", &event, "ghp_ofMona", &["--body=two"]);
    assert_eq!(run.output("action"), "created", "{}", run.log);
    assert_eq!(world.said(), "one");
}

#[test]
fn of_several_the_oldest_says_the_newest_and_the_others_go() {
    let world = World::new();
    for (run, text) in [(3, "three"), (5, "five"), (4, "four")] {
        place(&world, &marked(run, text));
    }
    let run = world.post(2, &["--body=two"]);
    assert_eq!(run.output("action"), "stale", "{}", run.log);
    assert_eq!(world.said(), "five");
}

#[test]
fn a_comment_that_goes_meanwhile_is_made_again() {
    for gone in ["PATCH", "DELETE"] {
        let world = World::new();
        place(&world, &marked(1, "one"));
        place(&world, &marked(1, "one"));
        let effect = Effect::Status { status: 404 };
        world.sim.fault(Fault::at(gone, "/repos/*/*/issues/comments/*", effect));
        let run = world.post(2, &["--body=two"]);
        assert_eq!(run.exit, Some(0), "{gone}: {}", run.log);
        assert_eq!(world.said(), "two");
    }
}

#[test]
fn what_shows_late_is_not_made_twice() {
    for reads in [1, 2, 5] {
        let world = World::new();
        world.sim.fault(Fault::at("POST", LIST, Effect::Late { reads }));
        let run = world.post(1, &["--body=one"]);
        assert_eq!((run.exit, run.output("action")), (Some(0), "created"), "{}", run.log);
        let made = world.writes();
        assert_eq!(made, ["POST issues/create-comment"], "late by {reads}");
        // Another run cannot know of it yet, and one more makes it right.
        for body in ["--body=two", "--body=three"] {
            assert_eq!(world.post(if body == "--body=two" { 2 } else { 3 }, &[body]).exit, Some(0));
        }
        for _ in 0..reads {
            world.post(3, &["--body=three"]);
        }
        assert_eq!(world.said(), "three", "late by {reads}");
    }
}

#[test]
fn a_lost_answer_makes_no_double() {
    let world = World::new();
    world.sim.fault(Fault::at("POST", LIST, Effect::DropAfter));
    assert_eq!(world.post(1, &["--body=one"]).exit, Some(0));
    assert_eq!(world.writes(), ["POST issues/create-comment"]);
    assert_eq!(world.said(), "one");
}

#[test]
fn a_person_has_the_last_word_until_the_next_run() {
    let world = World::new();
    assert_eq!(world.post(5, &["--body=five"]).exit, Some(0));
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_deploy-kit-comment"));
    let output = command
        .args(["--body=a person's", &format!("--pull-request={}", world.pull)])
        .env_clear()
        .env("HOME", world.scratch.path())
        .env("GITHUB_TOKEN", DEFAULT_TOKEN)
        .env("GITHUB_API_URL", world.sim.api_url())
        .env("GITHUB_GRAPHQL_URL", world.sim.graphql_url())
        .env("GITHUB_REPOSITORY", world.sim.name())
        .current_dir(world.scratch.path())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", crate::world::log(&output));
    assert_eq!(world.said(), "a person's");
    assert_eq!(world.post(5, &["--app=web", "--key=other", "--body=x"]).exit, Some(0));
    assert_eq!(world.post(6, &["--body=six"]).output("action"), "updated");
}

#[test]
fn the_document_says_what_was_done() {
    let world = World::new();
    let run = world.post(1, &["--body=one", "--format=json"]);
    // What follows is for people.
    let document = serde_json::Deserializer::from_str(&run.log).into_iter::<Value>().next().unwrap().unwrap();
    assert_eq!((&document["action"], &document["number"]), (&json!("created"), &json!(world.pull)));
    assert_eq!(document["steps"][0]["step"], "create");
}
