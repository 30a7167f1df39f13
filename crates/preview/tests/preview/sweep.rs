//! Previews that were left behind.

use std::time::{Duration, Instant};

use serde_json::json;

use crate::world::{TOKEN, World, ended};

const READY: [&str; 2] = ["--url=https://pr.example.com", "--wait=0"];

fn sweep(world: &World, run: u64, arguments: &[&str]) -> crate::world::Run {
    let event = json!({ "schedule": "0 3 * * *" });
    world.run(run, "schedule", &event, TOKEN, &[&["sweep"], arguments].concat())
}

#[test]
fn those_of_closed_pull_requests_go_and_those_of_open_ones_stay() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[&READY[..], &["--app=web"]].concat()).exit, Some(0));
    assert_eq!(world.post(1, 0, &["--app=api"]).exit, Some(0));
    let run = sweep(&world, 2, &[]);
    assert_eq!((run.exit, run.output("removed")), (Some(0), "0"), "{}", run.log);
    assert!(world.row("web").starts_with("✅"), "{}", world.said());
    // Its own run at closing never came.
    world.close();
    let run = sweep(&world, 3, &["--down=echo gone: $DEPLOY_KIT_APP"]);
    assert_eq!((run.exit, run.output("removed")), (Some(0), "2"), "{}", run.log);
    assert!(run.log.contains("gone: web") && run.log.contains("gone: api"), "{}", run.log);
    assert!(world.row("web").contains("Removed") && world.row("api").contains("Removed"), "{}", world.said());
    assert!(world.deployments().iter().all(|line| line.ends_with("inactive")), "{:?}", world.deployments());
    assert_eq!(run.log.matches("may not delete environments").count(), 1, "{}", run.log);
    // And once is enough.
    world.sim.clear_journal();
    let run = sweep(&world, 4, &[]);
    assert_eq!((run.exit, run.output("removed"), world.requests().1), (Some(0), "0", 1), "{}", run.log);
}

#[test]
fn deployments_of_others_are_none_of_ours() {
    let world = World::new();
    let by_hand =
        json!({ "ref": "topic", "environment": "staging", "auto_merge": false, "required_contexts": [] });
    assert_eq!(world.sim.seed("POST", "{repo}/deployments", by_hand).0, 201);
    world.close();
    assert_eq!(sweep(&world, 1, &[]).output("removed"), "0");
    assert_eq!(world.deployments(), ["staging run 0: pending"]);
}

#[test]
fn one_that_cannot_be_taken_down_does_not_keep_the_others() {
    let world = World::new();
    for app in ["--app=api", "--app=web"] {
        assert_eq!(world.post(1, 0, &[&READY[..], &[app]].concat()).exit, Some(0));
    }
    world.close();
    let run = sweep(&world, 2, &["--down=test $DEPLOY_KIT_APP = web"]);
    assert_eq!((run.exit, run.output("removed")), (Some(3), "1"), "{}", run.log);
    assert!(world.row("web").contains("Removed") && world.row("api").starts_with("✅"), "{}", world.said());
}

#[test]
fn a_dry_run_shows_what_would_go() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    world.close();
    world.sim.clear_journal();
    let run = sweep(&world, 2, &["--dry-run", "--down=touch gone"]);
    assert!(run.log.contains("would be removed"), "{}", run.log);
    assert_eq!(world.requests().0, Vec::<String>::new());
    assert!(!world.scratch.path().join("gone").exists());
}

#[test]
fn one_that_is_opened_again_meanwhile_stays() {
    let world = World::new();
    for app in ["--app=api", "--app=web"] {
        assert_eq!(world.post(1, 0, &[&READY[..], &[app]].concat()).exit, Some(0));
    }
    world.close();
    let there = |name: &str| world.scratch.path().join(name);
    let down = "--down=touch $DEPLOY_KIT_APP; until test -e go; do sleep 0.05; done";
    let event = json!({ "schedule": "0 3 * * *" });
    let (folder, mut command) = world.command(2, "schedule", &event, TOKEN, &["sweep", down]);
    let child = command.spawn().unwrap();
    let since = Instant::now();
    while !there("api").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "the command did not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    let target = format!("{{repo}}/pulls/{}", world.pull);
    assert_eq!(world.sim.seed("PATCH", &target, json!({ "state": "open" })).0, 200);
    std::fs::write(there("go"), "").unwrap();
    let run = ended(child, folder.path());
    assert!(!there("web").exists() && world.row("web").starts_with("✅"), "{}\n{}", run.log, world.said());
}

#[test]
fn one_that_is_cancelled_ends_before_the_next_one() {
    let world = World::new();
    for app in ["--app=api", "--app=docs", "--app=web"] {
        assert_eq!(world.post(1, 0, &[&READY[..], &[app]].concat()).exit, Some(0));
    }
    world.close();
    let run = sweep(&world, 2, &["--down=touch $DEPLOY_KIT_APP; kill -INT $PPID; sleep 600"]);
    assert_eq!((run.exit, run.output("removed")), (Some(3), "0"), "{}", run.log);
    assert!(!world.scratch.path().join("docs").exists(), "{}", run.log);
    // The command that was stopped, and that there is more to do.
    assert_eq!(run.log.matches("::error").count(), 2, "{}", run.log);
}
