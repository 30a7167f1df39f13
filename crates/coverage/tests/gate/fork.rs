//! Pull requests whose jobs may not write: they leave a report, and another workflow publishes it.

use std::path::PathBuf;

use deploy_kit_core::actions::{Console, Environment};
use deploy_kit_core::config::Config;
use deploy_kit_core::tool::{Context, Exit, Failure, Report};
use deploy_kit_github_sim::{DEFAULT_TOKEN, Level, Permissions, Scope, Token};
use deploy_kit_tests::{NOW, Run};
use serde_json::{Value, json};

use crate::world::{Pull, World, assert_says};

const READING: &str = "ghs_mayRead";

const BAD: &str = "one two three four five six seven eight nine! ten! eleven! twelve";

fn world(head: &str) -> (World, Pull) {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let permissions = Permissions::none().with(Scope::Contents, Level::Read);
    world.github.allow(Token::app("reading", READING, permissions));
    let pull = world.open(head, &[("src/calc.rs", BAD)]);
    world.github.clear_journal();
    (world, pull)
}

/// The job that measures: its report's file, with the gate's answer.
fn collect(world: &World, pull: &Pull, actor: &str) -> (Run, PathBuf) {
    let job = world.pull_job(pull).token(READING).env("GITHUB_ACTOR", actor).of_run(5);
    let run = job.arguments(&["--min-patch=80", "--max-drop=50"]).run();
    let path = PathBuf::from(run.output("report"));
    (run, path)
}

/// `deploy-kit-comment publish`, as the other workflow runs it: its exit code and what it says of a failure.
fn publish(world: &World, pull: &Pull, report: &std::path::Path) -> (Exit, String) {
    let event = world.scratch.path().join("workflow_run.json");
    let told = json!({
        "action": "completed",
        "workflow_run": {
            "id": 5,
            "run_attempt": 1,
            "head_branch": "topic",
            "head_sha": pull.head,
            "event": "pull_request",
            "head_repository": { "full_name": pull.from },
            "pull_requests": [],
        },
    });
    std::fs::write(&event, told.to_string()).unwrap();
    let (api, graphql, name) = (world.github.api_url(), world.github.graphql_url(), world.github.name());
    let environment = Environment::from_iter([
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_API_URL", api),
        ("GITHUB_GRAPHQL_URL", &graphql),
        ("GITHUB_REPOSITORY", &name),
        ("GITHUB_RUN_ID", "6"),
        ("GITHUB_TOKEN", DEFAULT_TOKEN),
        ("GITHUB_EVENT_NAME", "workflow_run"),
        ("GITHUB_EVENT_PATH", event.to_str().unwrap()),
    ]);
    let console = Console::stdio(&environment);
    let config = Config::default();
    let mut context = Context { environment, config, console, now: NOW, wants_document: false };
    let tool = deploy_kit_comment::TOOL;
    let file = format!("--file={}", report.display());
    let line = ["deploy-kit-comment", "publish", &file, "--key=coverage"];
    let matches = (tool.command)().try_get_matches_from(line).unwrap();
    let ended: Result<Report, Failure> = (tool.run)(&matches, &mut context);
    match ended {
        Ok(report) => (report.exit, String::new()),
        Err(failure) => (failure.exit(), failure.chain().join(": ")),
    }
}

#[test]
fn a_forks_report_becomes_the_comment_and_the_job_itself_writes_nothing() {
    for (head, actor) in [("mona:topic", "mona"), ("topic", "dependabot[bot]")] {
        let (world, pull) = world(head);
        let (run, path) = collect(&world, &pull, actor);
        assert_eq!((run.exit, run.output("passed")), (Some(1), "false"), "{actor}: {}", run.log);
        assert_eq!(world.github.writes(), Vec::<String>::new(), "{actor}");
        assert_eq!(run.output("comment-url"), "");
        assert_eq!(path, world.scratch.path().join("coverage/comment.json"));
        assert_says(&run.summary, "❌ Coverage 75.00 % (−5.00)");
        let (exit, why) = publish(&world, &pull, &path);
        assert_eq!(exit, Exit::Done, "{why}");
        let said = world.said();
        assert_says(&said, "### ❌ Coverage 75.00 % (−5.00)");
        assert_says(&said, "/src/calc.rs#L11)");
        assert_eq!(world.github.comments()[0].issue, pull.number);
        // The same page again, or one of a later run, is the one comment.
        assert_eq!(publish(&world, &pull, &path).0, Exit::Done);
        assert_eq!(world.github.comments().len(), 1);
    }
}

#[test]
fn a_forged_report_is_refused() {
    let (world, pull) = world("mona:topic");
    let (_, path) = collect(&world, &pull, "mona");
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    for (field, value, why) in [
        ("head-sha", json!(world.main), "it is about the commit"),
        ("pull-request", json!(1), "unknown field `pull-request`"),
        ("key", json!("release"), "unknown field `key`"),
    ] {
        let mut forged = written.clone();
        forged[field] = value;
        std::fs::write(&path, forged.to_string()).unwrap();
        let (exit, told) = publish(&world, &pull, &path);
        assert_eq!(exit, Exit::Gate, "{field}: {told}");
        assert_says(&told, why);
    }
    assert!(world.github.comments().is_empty() && world.github.writes().is_empty());
}

#[test]
fn what_a_fork_writes_calls_nobody() {
    let mut world = World::new();
    world.github.allow(Token::app(
        "reading",
        READING,
        Permissions::none().with(Scope::Contents, Level::Read),
    ));
    let code = [("src/calc.rs", "one"), ("src/@octocat <!-- x --> #12.rs", "a! b!")];
    let pull = world.open("mona:topic", &code);
    let (run, path) = collect(&world, &pull, "mona");
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_eq!(publish(&world, &pull, &path).0, Exit::Done);
    let said = world.said();
    assert_says(&said, "[`src/@\u{2060}octocat  #\u{2060}12.rs`](https://github.example/");
    assert!(!world.github.comments()[0].body.contains("<!-- x"), "{said}");
}
