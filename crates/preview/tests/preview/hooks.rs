//! The repository's own commands.

use std::process::Command;
use std::time::{Duration, Instant};

use deploy_kit_tests::Site;

use crate::world::{TOKEN, World, ended};

#[test]
fn deploy_makes_it_and_says_where_it_is() {
    let world = World::new();
    let app = Site::new(&[(200, "hello")]);
    let deploy = format!(
        "--deploy=echo Inspect: https://example.com; echo made $DEPLOY_KIT_ENVIRONMENT at {}",
        app.url
    );
    let run = world.post(1, 0, &[&deploy]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert_eq!(run.output("environment-url"), app.url.trim_end_matches('.'));
    assert!(run.log.contains(&format!("made preview-{} at", world.pull)), "{}", run.log);
    assert_eq!(world.sim.state().deployments[0].states, ["in_progress", "success"]);
}

#[test]
fn a_command_that_fails_and_one_that_says_no_address_have_failed() {
    for (deploy, pattern, says) in [
        ("echo no disk left; exit 3", "", "ended with exit status: 3"),
        ("echo done", "--url-from=at (\\S+)", "is an address by `url-from: at (\\S+)`"),
        ("echo done", "", "nothing that `echo done` printed is an address"),
    ] {
        let world = World::new();
        let arguments = [format!("--deploy={deploy}"), pattern.to_owned(), "--wait=0".to_owned()];
        let arguments: Vec<&str> =
            arguments.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
        let run = world.post(1, 0, &arguments);
        assert_eq!((run.exit, run.output("state")), (Some(3), "failed"), "{}", run.log);
        assert!(run.log.contains(says), "{}", run.log);
        assert!(world.row("octo-repo").starts_with("❌"), "{}", world.said());
    }
}

#[test]
fn an_address_that_is_known_before_keeps_nothing_from_being_made() {
    let world = World::new();
    let deploy = "--deploy=touch made; echo see https://docs.example.com";
    let run = world.post(1, 0, &[deploy, "--url=https://pr.example.com", "--wait=0"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(world.scratch.path().join("made").exists());
    assert_eq!(run.output("environment-url"), "https://pr.example.com");
    assert_eq!(world.sim.state().deployments[0].states, ["in_progress", "success"]);
    // Of a pull request that is closed nothing is made.
    std::fs::remove_file(world.scratch.path().join("made")).unwrap();
    world.close();
    let run = world.closed(2, 0, &[deploy, "--url=https://pr.example.com", "--wait=0"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "removed"), "{}", run.log);
    assert!(!world.scratch.path().join("made").exists());
}

#[test]
fn what_up_makes_is_there_for_deploy_and_later_steps_and_shows_nowhere() {
    let world = World::new();
    let up = "--up=echo creating; echo DATABASE_URL=postgres://u:s3cretpass@db/pr; echo trace s3cretpass >&2";
    let deploy = "--deploy=test \"$DATABASE_URL\" = postgres://u:s3cretpass@db/pr && echo to $DATABASE_URL https://pr.example.com";
    let run = world.post(1, 0, &[up, deploy, "--wait=0"]);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    let shown: Vec<&str> = run.log.lines().filter(|line| !line.contains("::add-mask::")).collect();
    assert!(!shown.join("\n").contains("s3cretpass") && !run.log.contains("creating"), "{}", run.log);
    assert!(run.log.contains("::add-mask::postgres://u:s3cretpass@db/pr"), "{}", run.log);
    assert!(
        run.variables.contains("DATABASE_URL") && run.variables.contains("s3cretpass"),
        "{}",
        run.variables
    );
    assert!(!world.said().contains("s3cretpass"));
}

#[test]
fn up_runs_at_building_and_deploy_only_where_no_state_is_said() {
    let world = World::new();
    let hooks = ["--up=touch up", "--deploy=touch deploy; echo https://pr.example.com", "--wait=0"];
    let is_there = |name: &str| world.scratch.path().join(name).exists();
    assert_eq!(
        world.post(1, 0, &[&hooks[..], &["--state=ready", "--url=https://pr.example.com"]].concat()).exit,
        Some(0)
    );
    assert!(!is_there("up") && !is_there("deploy"));
    assert_eq!(world.post(1, 0, &[&hooks[..], &["--state=building"]].concat()).exit, Some(0));
    assert!(is_there("up") && !is_there("deploy"));
    assert_eq!(world.post(1, 0, &hooks).exit, Some(0));
    assert!(is_there("deploy"));
}

#[test]
fn down_runs_at_the_end_and_what_it_cannot_take_down_is_not_gone() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &["--url=https://pr.example.com", "--wait=0"]).exit, Some(0));
    world.close();
    let run = world.closed(2, 0, &["--down=exit 1"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(world.row("octo-repo").starts_with("✅"), "{}", world.said());
    let run = world.closed(2, 0, &["--down=echo drop $DEPLOY_KIT_PULL_REQUEST"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains(&format!("drop {}", world.pull)), "{}", run.log);
    assert!(world.row("octo-repo").contains("Removed"), "{}", world.said());
}

#[test]
fn a_run_that_is_cancelled_says_so_before_it_ends() {
    let world = World::new();
    let arguments = ["--deploy=touch begun; sleep 600", "--wait=0"];
    let (folder, mut command) =
        world.command(1, "pull_request", &world.event("opened", 0), TOKEN, &arguments);
    let child = command.spawn().unwrap();
    let since = Instant::now();
    while !world.scratch.path().join("begun").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "the command did not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    // As the runner does it first.
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = ended(child, folder.path());
    assert_eq!((run.exit, run.output("state")), (Some(3), "cancelled"), "{}", run.log);
    assert!(run.log.contains("was stopped, since the run was cancelled"), "{}", run.log);
    assert_eq!(world.deployments(), [format!("preview-{} run 1: inactive", world.pull)]);
    assert!(world.row("octo-repo").starts_with("⚪\u{a0}[Cancelled]"), "{}", world.said());
}

#[test]
fn a_run_that_is_cancelled_while_it_waits_says_so_as_well() {
    let world = World::new();
    assert_eq!(world.post(1, 0, &[]).exit, Some(0));
    let app = Site::new(&[(503, "starting")]);
    let arguments = [format!("--url={}", app.url), "--wait=600".to_owned()];
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let (folder, mut command) =
        world.command(1, "pull_request", &world.event("opened", 0), TOKEN, &arguments);
    let child = command.spawn().unwrap();
    let since = Instant::now();
    while app.asked() == 0 {
        assert!(since.elapsed() < Duration::from_secs(60), "it was not asked");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = ended(child, folder.path());
    assert_eq!((run.exit, run.output("state")), (Some(3), "cancelled"), "{}", run.log);
    assert_eq!(world.deployments(), [format!("preview-{} run 1: inactive", world.pull)]);
    assert!(world.row("octo-repo").starts_with("⚪\u{a0}[Cancelled]"), "{}", world.said());
}

#[test]
fn deploy_runs_where_the_address_is_known_before() {
    let world = World::new();
    let arguments = ["--url=https://pr.example.com", "--deploy=touch made", "--wait=0"];
    let run = world.post(1, 0, &arguments);
    assert_eq!((run.exit, run.output("state")), (Some(0), "ready"), "{}", run.log);
    assert!(world.scratch.path().join("made").exists(), "{}", run.log);
    assert_eq!(run.output("environment-url"), "https://pr.example.com");
}

#[test]
fn what_url_from_finds_has_to_be_an_address() {
    let world = World::new();
    let arguments = ["--deploy=echo live at pr.example.com now", "--url-from=live at (.*)", "--wait=0"];
    let run = world.post(1, 0, &arguments);
    assert_eq!((run.exit, run.output("state")), (Some(3), "failed"), "{}", run.log);
    assert!(run.log.contains("`pr.example.com now`, which"), "{}", run.log);
}

#[test]
fn a_command_that_is_stopped_may_put_its_house_in_order() {
    let world = World::new();
    let deploy =
        "--deploy=trap 'echo unlocked > lock; exit 1' INT TERM; touch begun; while :; do sleep 0.05; done";
    let (folder, mut command) =
        world.command(1, "pull_request", &world.event("opened", 0), TOKEN, &[deploy, "--wait=0"]);
    let child = command.spawn().unwrap();
    let since = Instant::now();
    while !world.scratch.path().join("begun").exists() {
        assert!(since.elapsed() < Duration::from_secs(60), "the command did not begin");
        std::thread::sleep(Duration::from_millis(10));
    }
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let run = ended(child, folder.path());
    assert_eq!(run.output("state"), "cancelled", "{}", run.log);
    let lock = std::fs::read_to_string(world.scratch.path().join("lock"));
    assert_eq!(lock.unwrap_or_default().trim(), "unlocked", "{}", run.log);
}

#[test]
fn lines_may_end_as_on_windows() {
    let world = World::new();
    let up = "--up=printf 'TOKEN=s3cret-pass\\r\\n'";
    let deploy = "--deploy=test \"$TOKEN\" = s3cret-pass && echo https://pr.example.com";
    let run = world.post(1, 0, &[up, deploy, "--wait=0"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
}

#[test]
fn the_password_in_an_address_that_up_makes_is_masked_alone_too() {
    let world = World::new();
    let up = "--up=echo DATABASE_URL=postgres://u:s3cret%2Fpass@db/pr";
    let deploy = "--deploy=echo login with s3cret%2Fpass or s3cret/pass";
    let run = world.post(1, 0, &[up, deploy, "--wait=0"]);
    let shown: Vec<&str> = run.log.lines().filter(|line| !line.contains("::add-mask::")).collect();
    let shown = shown.join("\n");
    assert!(shown.contains("login with") && !shown.contains("s3cret"), "{shown}");
}
