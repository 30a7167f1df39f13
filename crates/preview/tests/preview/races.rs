//! Runs at once, and runs that come late.

use crate::world::{TOKEN, World, ended};

#[test]
fn an_older_run_that_comes_late_leaves_the_newer_one_as_it_is() {
    let world = World::new();
    let ready = |run: u64, commit: usize| {
        world.post(run, commit, &[&format!("--url=https://run-{run}.example.com"), "--wait=0"])
    };
    assert_eq!(world.post(1, 0, &[]).exit, Some(0));
    assert_eq!(ready(2, 1).exit, Some(0));
    let run = ready(1, 0);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("a newer run has said more"), "{}", run.log);
    let env = format!("preview-{}", world.pull);
    assert_eq!(world.deployments(), [format!("{env} run 1: inactive"), format!("{env} run 2: success")]);
    assert!(world.row("octo-repo").contains("run-2.example.com"), "{}", world.said());
}

#[test]
fn of_runs_at_once_the_newest_stands() {
    for round in 0..12 {
        let world = World::new();
        let event = world.event("synchronize", 0);
        let jobs: Vec<_> = (1..=5_u64)
            .map(|run| {
                let url = format!("--url=https://run-{run}.example.com");
                let (folder, mut command) =
                    world.command(run, "pull_request", &event, TOKEN, &[&url, "--wait=0"]);
                (command.spawn().unwrap(), folder)
            })
            .collect();
        for (child, folder) in jobs {
            let run = ended(child, folder.path());
            assert_eq!(run.exit, Some(0), "{}", run.log);
        }
        let mut stand: Vec<String> = world.deployments();
        stand.retain(|line| !line.ends_with("inactive"));
        assert_eq!(
            stand,
            [format!("preview-{} run 5: success", world.pull)],
            "round {round}: {:?}",
            world.deployments()
        );
        assert!(world.row("octo-repo").contains("run-5.example.com"), "round {round}: {}", world.said());
    }
}

#[test]
fn a_late_word_of_an_older_run_does_not_take_away_what_answers() {
    let world = World::new();
    let ready = ["--url=https://run-1.example.com", "--wait=0"];
    assert_eq!(world.post(1, 0, &ready).exit, Some(0));
    world.push();
    assert_eq!(world.post(2, 1, &[]).exit, Some(0));
    // Such as a second job of the first run, which comes with scores.
    assert_eq!(world.post(1, 0, &ready).exit, Some(0));
    assert_eq!(world.post(2, 1, &["--state=failed"]).exit, Some(0));
    let env = format!("preview-{}", world.pull);
    assert_eq!(world.deployments(), [format!("{env} run 1: success"), format!("{env} run 2: failure")]);
    assert!(world.row("octo-repo").contains("run-1.example.com"), "{}", world.said());
}

#[test]
fn an_end_that_comes_late_leaves_what_was_opened_again() {
    let world = World::new();
    let ready = ["--url=https://pr.example.com", "--wait=0"];
    assert_eq!(world.post(1, 0, &ready).exit, Some(0));
    // Closed by run 2, opened again by run 3, which was the faster one. Or run 2 is run again a day later.
    assert_eq!(world.post(3, 0, &ready).exit, Some(0));
    let run = world.closed(2, 0, &["--down=touch gone"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("open again"), "{}", run.log);
    assert!(!world.scratch.path().join("gone").exists(), "{}", run.log);
    let env = format!("preview-{}", world.pull);
    assert_eq!(world.deployments(), [format!("{env} run 1: inactive"), format!("{env} run 3: success")]);
    assert!(world.row("octo-repo").starts_with("✅"), "{}", world.said());
}

#[test]
fn what_is_removed_on_demand_does_not_take_a_newer_one_with_it() {
    let world = World::new();
    let ready = ["--url=https://pr.example.com", "--wait=0"];
    assert_eq!(world.post(1, 0, &ready).exit, Some(0));
    assert_eq!(world.post(3, 0, &ready).exit, Some(0));
    // A label was taken away, and given again before this run began.
    let run = world.post(2, 0, &["--state=removed", "--down=touch gone"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!world.scratch.path().join("gone").exists(), "{}", run.log);
    assert!(world.deployments()[1].ends_with("run 3: success"), "{:?}", world.deployments());
    assert!(world.row("octo-repo").starts_with("✅"), "{}", world.said());
}

#[test]
fn a_person_at_a_terminal_comes_after_every_run() {
    let world = World::new();
    let ready = ["--url=https://pr.example.com", "--wait=0"];
    assert_eq!(world.post(5, 0, &ready).exit, Some(0));
    let number = format!("--pull-request={}", world.pull);
    let by_hand = |arguments: &[&str]| {
        let arguments = [&[number.as_str()], arguments].concat();
        let (folder, mut command) = world.command(0, "none", &serde_json::Value::Null, TOKEN, &arguments);
        for name in ["GITHUB_RUN_ID", "GITHUB_RUN_ATTEMPT", "GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"] {
            command.env_remove(name);
        }
        ended(command.spawn().unwrap(), folder.path())
    };
    let run = by_hand(&["--url=https://by-hand.example.com", "--wait=0"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(world.row("octo-repo").contains("by-hand.example.com"), "{}", world.said());
    let stand = |world: &World| world.deployments().iter().filter(|line| line.ends_with("success")).count();
    assert_eq!(stand(&world), 1, "{:?}", world.deployments());
    let run = by_hand(&["--state=removed"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(stand(&world), 0, "{:?}", world.deployments());
}
