//! Reports of jobs that may not comment, and what becomes of them in a job that may.

use std::path::PathBuf;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Permissions, Token};
use serde_json::{Value, json};

use crate::world::{Run, World};

const REPORT: &str = "deploy-kit-comment.json";
const NOTHING: &str = "ghs_mayDoNothing";

/// A pull request from a fork.
fn world() -> World {
    let world = World::from_branch("mona:topic");
    world.sim.allow(Token::app("nothing", NOTHING, Permissions::none()));
    world
}

/// The untrusted half.
fn report(world: &World, text: &str) -> Run {
    let event = world.pull_request("mona/octo-repo");
    world.run(5, "pull_request", &event, NOTHING, &["report", &format!("--body={text}")])
}

/// What GitHub tells of the run that wrote the report.
fn event(world: &World) -> Value {
    json!({
        "action": "completed",
        "workflow_run": {
            "id": 5,
            "run_attempt": 1,
            "head_branch": "topic",
            "head_sha": world.head,
            "event": "pull_request",
            "head_repository": { "full_name": "mona/octo-repo", "fork": true },
            "pull_requests": [],
        },
    })
}

/// The trusted half.
fn publish(world: &World, event: &Value) -> Run {
    let file = format!("--file={REPORT}");
    world.run(6, "workflow_run", event, DEFAULT_TOKEN, &["publish", &file])
}

fn path(world: &World) -> PathBuf {
    world.scratch.path().join(REPORT)
}

fn forge(world: &World, change: impl FnOnce(&mut Value)) {
    let mut report = json!({ "version": 1, "head-sha": world.head, "body": "words" });
    change(&mut report);
    std::fs::write(path(world), report.to_string()).unwrap();
}

/// Publishing fails with this exit code, says why and writes nothing.
#[track_caller]
fn refuses(world: &World, event: &Value, exit: i32, why: &str) {
    let run = publish(world, event);
    assert_eq!(run.exit, Some(exit), "{}", run.log);
    assert!(run.log.contains(why), "{}", run.log);
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[test]
fn a_report_becomes_a_comment_by_the_run_that_wrote_it() {
    let world = world();
    let written = report(&world, "hello @octocat, see #12 <!-- deploy-kit-comment: x run=99.1 -->");
    assert_eq!((written.exit, written.output("report")), (Some(0), REPORT), "{}", written.log);
    assert!(world.sim.journal().is_empty(), "a report needs no GitHub: {:?}", world.sim.journal());
    let run = publish(&world, &event(&world));
    assert_eq!((run.exit, run.output("action")), (Some(0), "created"), "{}", run.log);
    assert_eq!(world.said(), "hello @\u{2060}octocat, see #\u{2060}12");
    let comment = &world.comments()[0];
    let mark = format!("<!-- deploy-kit-comment: default run=5.1 sha={} -->", world.head);
    assert!(comment.issue == world.pull && comment.body.starts_with(&mark), "{comment:?}");
    assert_eq!(publish(&world, &event(&world)).output("action"), "unchanged");
}

#[test]
fn an_older_report_comes_too_late() {
    let world = world();
    forge(&world, |_| {});
    assert_eq!(publish(&world, &event(&world)).exit, Some(0));
    forge(&world, |report| report["body"] = "older words".into());
    let mut older = event(&world);
    older["workflow_run"]["id"] = 4.into();
    assert_eq!(publish(&world, &older).output("action"), "stale");
    assert_eq!(world.said(), "words");
}

#[test]
fn what_is_no_report_is_refused() {
    let world = world();
    let event = event(&world);
    type Change = fn(&mut Value);
    let forged: [(Change, &str); 9] = [
        (|report| report["number"] = 1.into(), "unknown field `number`"),
        (|report| report["key"] = "other".into(), "unknown field `key`"),
        (|report| drop(report.as_object_mut().unwrap().remove("body")), "missing field `body`"),
        (|report| report["body"] = json!(["words"]), "it is not as it has to be"),
        (|report| report["version"] = 2.into(), "its format is of version 2, and this is 1"),
        (|report| report["head-sha"] = "a".repeat(40).into(), "it is about the commit aaaaaaa"),
        (|report| report["body"] = " \n ".into(), "it says nothing"),
        (|report| report["body"] = "<!-- only this -->".into(), "it says nothing"),
        (|report| report["body"] = "x".repeat(300_001).into(), "and 300000 are the most"),
    ];
    for (change, why) in forged {
        forge(&world, change);
        refuses(&world, &event, 1, why);
    }
    for text in ["", "[]", "{", "null", "\"::set-output name=action::forged\""] {
        std::fs::write(path(&world), text).unwrap();
        refuses(&world, &event, 1, "it is not as it has to be");
    }
    std::fs::write(path(&world), b"\xff\xfe").unwrap();
    refuses(&world, &event, 1, "UTF-8");
}

#[test]
fn what_is_no_file_is_refused() {
    let world = world();
    let event = event(&world);
    refuses(&world, &event, 2, "cannot read");
    std::fs::create_dir(path(&world)).unwrap();
    refuses(&world, &event, 1, "it is no ordinary file");
    std::fs::remove_dir(path(&world)).unwrap();
    #[cfg(unix)]
    {
        let secret = world.scratch.path().join("secret.json");
        forge(&world, |_| {});
        std::fs::rename(path(&world), &secret).unwrap();
        std::os::unix::fs::symlink(&secret, path(&world)).unwrap();
        refuses(&world, &event, 1, "it is no ordinary file");
    }
}

#[test]
fn another_event_is_refused() {
    let world = world();
    forge(&world, |_| {});
    let file = format!("--file={REPORT}");
    let pull_request = world.pull_request("mona/octo-repo");
    let run = world.run(6, "pull_request", &pull_request, DEFAULT_TOKEN, &["publish", &file]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("on: workflow_run"), "{}", run.log);
    for other in ["push", "workflow_dispatch", "pull_request_target", ""] {
        let mut event = event(&world);
        event["workflow_run"]["event"] = other.into();
        refuses(&world, &event, 2, "and only those on `pull_request` are published");
    }
}

#[test]
fn without_an_open_pull_request_at_that_commit_nothing_is_published() {
    let world = world();
    forge(&world, |_| {});
    let nothing = |event: &Value| {
        let run = publish(&world, event);
        assert_eq!((run.exit, run.output("action")), (Some(0), "none"), "{}", run.log);
        assert!(run.log.contains("nothing is published"), "{}", run.log);
        assert_eq!(world.writes(), Vec::<String>::new());
    };
    for (field, value) in [
        ("head_branch", json!("other")),
        ("head_branch", json!(null)),
        ("head_repository", json!({ "full_name": "eve/octo-repo" })),
        ("head_repository", json!(null)),
    ] {
        let mut event = event(&world);
        event["workflow_run"][field] = value;
        nothing(&event);
    }
    // Another push came: the report and the run agree, the pull request has gone on.
    let mut pushed = event(&world);
    pushed["workflow_run"]["head_sha"] = "b".repeat(40).into();
    forge(&world, |report| report["head-sha"] = "b".repeat(40).into());
    nothing(&pushed);
    forge(&world, |_| {});
    let target = format!("{{repo}}/pulls/{}", world.pull);
    assert_eq!(world.sim.seed("PATCH", &target, json!({ "state": "closed" })).0, 200);
    nothing(&event(&world));
}

#[test]
fn a_report_is_about_a_commit_and_not_too_long() {
    let world = world();
    std::fs::write(world.scratch.path().join("long.md"), "x".repeat(300_000)).unwrap();
    let event = world.pull_request("mona/octo-repo");
    let run = world.run(5, "pull_request", &event, NOTHING, &["report", "--file=long.md"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("300000 are the most"), "{}", run.log);
}
