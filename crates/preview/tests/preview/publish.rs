//! The report of a stranger's job, published by one that may.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
use deploy_kit_tests::Site;
use serde_json::{Value, json};

use crate::world::{Run, TOKEN, World};

const HOSTS: &str = "--hosts=*.example.com";
const APP: &str = "--app=web";

fn fork() -> World {
    World::from_branch("mona:topic")
}

/// What GitHub tells of the run that wrote the report.
fn event(world: &World) -> Value {
    json!({
        "action": "completed",
        "workflow_run": {
            "id": 70, "run_attempt": 1, "name": "Build", "event": "pull_request", "conclusion": "success",
            "head_sha": world.commits[0], "head_branch": "topic",
            "head_repository": { "full_name": "mona/octo-repo" },
            "pull_requests": [],
        },
    })
}

fn publish(world: &World, run: u64, report: &Value, arguments: &[&str]) -> Run {
    let path = world.scratch.path().join("report.json");
    std::fs::write(&path, report.to_string()).unwrap();
    let file = format!("--file={}", path.display());
    let all = [&["publish", &file, "--wait=0"], arguments].concat();
    world.run(run, "workflow_run", &event(world), TOKEN, &all)
}

fn report(world: &World) -> Value {
    json!({ "version": 1, "head-sha": world.commits[0], "state": "ready", "url": "https://pr.example.com/", "app": "web" })
}

#[test]
fn a_forks_life_through_publish() {
    let world = fork();
    let path = world.scratch.path().join("out/report.json");
    let output = format!("--output={}", path.display());
    let run = world.post(70, 0, &["report", &output, "--app=web", "--url=https://pr.example.com/"]);
    assert_eq!((run.exit, run.output("report")), (Some(0), path.to_str().unwrap()), "{}", run.log);
    let written: Value = serde_json::from_str(&std::fs::read_to_string(&path).unwrap()).unwrap();
    assert_eq!(written, report(&world));
    let run = publish(&world, 71, &written, &[HOSTS, APP]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(world.row("web").contains("(https://pr.example.com/)"), "{}", world.said());
    assert_eq!(world.deployments(), [format!("preview-{}-web run 71: success", world.pull)]);
}

#[test]
fn what_is_forged_is_refused() {
    let world = fork();
    let forged = |key: &str, value: Value| {
        let mut report = report(&world);
        report[key] = value;
        report
    };
    let cases = [
        ("another commit", forged("head-sha", json!(world.commits[1])), "it is about the commit"),
        ("another host", forged("url", json!("https://evil.dev/")), "is on none of the hosts"),
        ("no https", forged("url", json!("http://pr.example.com/")), "is on none of the hosts"),
        ("a script", forged("url", json!("javascript:alert(1)")), "is on none of the hosts"),
        ("a number", forged("pull-request", json!(1)), "unknown field"),
        ("another version", forged("version", json!(2)), "its format is of version 2"),
        ("the end", forged("state", json!("removed")), "which GitHub knows better"),
        ("another state", forged("state", json!("perfect")), "it is not as it has to be"),
        ("another app", forged("app", json!("</td>@mona | x")), "it is not of the app `web`"),
        ("too much", forged("app", json!("a".repeat(20_000))), "bytes"),
    ];
    for (name, report, says) in cases {
        let run = publish(&world, 71, &report, &[HOSTS, APP]);
        assert_eq!(run.exit, Some(1), "{name}: {}", run.log);
        assert!(run.log.contains(says), "{name}: {}", run.log);
    }
    assert!(!world.has_comment() && world.deployments().is_empty());
}

#[test]
fn the_workflow_that_publishes_has_to_name_the_app() {
    let world = fork();
    let run = publish(&world, 71, &report(&world), &[HOSTS]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("names an app") && run.log.contains("--app <name>"), "{}", run.log);
}

#[test]
fn the_workflow_that_publishes_has_to_name_the_hosts() {
    let world = fork();
    let run = publish(&world, 71, &report(&world), &[APP]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("--hosts '*.example.com'"), "{}", run.log);
}

#[test]
fn a_report_of_what_is_no_longer_the_newest_is_left() {
    let world = fork();
    world.push();
    let run = publish(&world, 71, &report(&world), &[HOSTS, APP]);
    assert_eq!((run.exit, run.output("state")), (Some(0), ""), "{}", run.log);
    assert!(!world.has_comment());
}

#[test]
fn without_permission_the_hint_is_the_two_halves() {
    let world = fork();
    let read_only = Token::user(
        "github-actions[bot]",
        "ghs_readOnly",
        Permissions::none().with(Scope::PullRequests, Level::Read).with(Scope::Deployments, Level::Read),
    );
    world.sim.allow(read_only);
    let mut event = world.event("opened", 0);
    event["pull_request"]["head"]["repo"]["full_name"] = "mona/octo-repo".into();
    let run =
        world.run(1, "pull_request", &event, "ghs_readOnly", &["--url=https://pr.example.com", "--wait=0"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("publish"), "{}", run.log);
}

#[test]
fn what_a_stranger_made_leads_the_trusted_job_nowhere() {
    let world = fork();
    let inside = Site::new(&[(200, "the runner's own secrets")]);
    let leads = Site::redirect(&inside.url);
    let run =
        world.run(71, "workflow_run", &event(&world), TOKEN, &[&format!("--url={}", leads.url), "--wait=5"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert_eq!((leads.asked(), inside.asked()), (1, 0), "{}", run.log);
    // One's own may lead anywhere.
    let run = world.post(72, 0, &[&format!("--url={}", leads.url), "--wait=5"]);
    assert_eq!((run.exit, inside.asked()), (Some(0), 1), "{}", run.log);
}

#[test]
fn an_address_is_shown_as_it_was_understood() {
    let world = fork();
    for (url, shown) in [
        ("https://pr.example.com/\n\n# all is well", "https://pr.example.com/#%20all%20is%20well"),
        (" https:\\\\pr.example.com\\x", "https://pr.example.com/x"),
    ] {
        let mut report = report(&world);
        report["url"] = url.into();
        let run = publish(&world, 71, &report, &[HOSTS, APP]);
        assert_eq!((run.exit, run.output("environment-url")), (Some(0), shown), "{}", run.log);
    }
}

#[test]
fn a_report_runs_no_command_and_goes_to_no_other_pull_request() {
    let world = fork();
    let mut building = report(&world);
    building["state"] = "building".into();
    let run = publish(&world, 71, &building, &[HOSTS, APP, "--up=touch up"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!world.scratch.path().join("up").exists(), "a stranger made the trusted job run it");
    let run = publish(&world, 72, &report(&world), &[HOSTS, APP, "--pull-request=1"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("--pull-request"), "{}", run.log);
}
