//! What is left when a pull request is closed: nothing.

use deploy_kit_github_sim::DEFAULT_TOKEN as APP;

use crate::world::World;

const READY: [&str; 2] = ["--url=https://pr.example.com", "--wait=0"];

/// As an app's token may be, and `GITHUB_TOKEN` is not, this one may delete environments.
fn environments(world: &World) -> Vec<String> {
    let (status, answer) = world.sim.seed("GET", "{repo}/environments", serde_json::Value::Null);
    assert_eq!(status, 200, "{answer}");
    let all = answer["environments"].as_array().unwrap();
    all.iter().map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn all_deployments_are_inactive_and_the_environment_goes_where_the_token_may() {
    let world = World::new();
    for (run, commit) in [(1, 0), (2, 1)] {
        assert_eq!(world.post(run, commit, &READY).exit, Some(0));
    }
    assert_eq!(environments(&world), [format!("preview-{}", world.pull)]);
    world.close();
    let run = world.run(3, "pull_request", &world.event("closed", 1), APP, &[]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "removed"), "{}", run.log);
    assert_eq!(environments(&world), Vec::<String>::new(), "{}", run.log);
    assert!(world.row("octo-repo").contains("Removed"), "{}", world.said());
}

#[test]
fn without_the_right_to_delete_it_that_is_said_and_the_run_is_fine() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    world.close();
    let run = world.closed(2, 0, &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(run.log.matches("may not delete environments").count(), 1, "{}", run.log);
    assert_eq!(world.deployments(), [format!("preview-{} run 1: inactive", world.pull)]);
}

#[test]
fn an_environment_that_others_use_stays() {
    let world = World::new();
    // One that people have set up has no number; another one was deployed to by somebody else.
    let numbered = format!("pr-{}", world.pull);
    for name in ["preview", numbered.as_str()] {
        assert_eq!(
            world.post(1, 0, &[&READY[..], &[&format!("--environment={name}")]].concat()).exit,
            Some(0)
        );
    }
    let by_hand = serde_json::json!({
        "ref": "topic", "environment": numbered, "auto_merge": false, "required_contexts": [],
    });
    assert_eq!(world.sim.seed("POST", "{repo}/deployments", by_hand).0, 201);
    world.close();
    for name in ["preview", numbered.as_str()] {
        let run =
            world.run(2, "pull_request", &world.event("closed", 0), APP, &[&format!("--environment={name}")]);
        assert_eq!(run.exit, Some(0), "{}", run.log);
    }
    assert_eq!(environments(&world).len(), 2);
    assert!(
        world.deployments()[..2].iter().all(|line| line.ends_with("inactive")),
        "{:?}",
        world.deployments()
    );
}

#[test]
fn a_run_that_comes_after_the_end_makes_no_preview_of_what_is_closed() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[]).exit, Some(0));
    world.close();
    assert_eq!(world.closed(2, 0, &[]).exit, Some(0));
    let run = world.post(1, 0, &READY);
    assert_eq!((run.exit, run.output("state")), (Some(0), "removed"), "{}", run.log);
    assert!(world.row("octo-repo").contains("Removed"), "{}", world.said());
    assert_eq!(world.deployments(), [format!("preview-{} run 1: inactive", world.pull)]);
}

#[test]
fn a_pull_request_without_a_preview_hears_nothing_of_its_end() {
    let world = World::new();
    world.close();
    let run = world.closed(1, 0, &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!world.has_comment() && world.deployments().is_empty());
}

#[test]
fn a_pull_request_that_is_opened_again_has_a_preview_again() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    world.close();
    assert_eq!(world.closed(2, 0, &[]).exit, Some(0));
    let target = format!("{{repo}}/pulls/{}", world.pull);
    assert_eq!(world.sim.seed("PATCH", &target, serde_json::json!({ "state": "open" })).0, 200);
    assert_eq!(world.post(3, 0, &READY).exit, Some(0));
    assert!(world.row("octo-repo").starts_with("✅"), "{}", world.said());
}

#[test]
fn an_environment_that_is_gone_already_is_not_said_to_stay() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    world.close();
    let target = format!("{{repo}}/environments/preview-{}", world.pull);
    assert_eq!(world.sim.seed("DELETE", &target, serde_json::Value::Null).0, 204);
    let run = world.run(2, "pull_request", &world.event("closed", 0), APP, &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!run.log.contains("may not delete environments"), "{}", run.log);
}

#[test]
fn without_an_app_the_end_is_that_of_all_that_the_comment_tells_of() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    for app in ["--app=api", "--app=web"] {
        assert_eq!(world.post(1, 0, &[&READY[..], &[app]].concat()).exit, Some(0));
    }
    // A provider's, of which there is no deployment of ours.
    let provider = ["--app=Preview – docs", "--deployment=false"];
    assert_eq!(world.post(1, 0, &[&READY[..], &provider].concat()).exit, Some(0));
    world.close();
    let run = world.closed(2, 0, &["--down=echo gone: $DEPLOY_KIT_APP; test \"$DEPLOY_KIT_APP\" != api"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(world.row("api").starts_with("✅"), "what could not be taken down is not gone: {}", world.said());
    for app in ["octo-repo", "web", "Preview – docs"] {
        assert!(world.row(app).contains("Removed"), "{app}: {}", world.said());
    }
    assert_eq!(world.closed(3, 0, &[]).exit, Some(0));
    assert!(world.row("api").contains("Removed"), "{}", world.said());
    assert!(world.deployments().iter().all(|line| line.ends_with("inactive")), "{:?}", world.deployments());
}

#[test]
fn the_end_of_a_forks_pull_request_is_left_to_sweep_and_a_queue_has_no_preview() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &READY).exit, Some(0));
    world.close();
    let mut event = world.event("closed", 0);
    event["pull_request"]["head"]["repo"]["full_name"] = "mona/octo-repo".into();
    let run = world.run(2, "pull_request", &event, crate::world::TOKEN, &["--down=touch down"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), ""), "{}", run.log);
    assert!(run.log.contains("`sweep` does") && !world.scratch.path().join("down").exists(), "{}", run.log);
    let group = serde_json::json!({
        "action": "checks_requested",
        "merge_group": { "head_sha": "a", "head_ref": "refs/heads/q", "base_sha": "b", "base_ref": "refs/heads/main" },
    });
    let run = world.run(3, "merge_group", &group, crate::world::TOKEN, &[]);
    assert_eq!((run.exit, run.output("state")), (Some(0), ""), "{}", run.log);
}
