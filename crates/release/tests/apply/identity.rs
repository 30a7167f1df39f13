//! Whose commit and tags git makes where nobody has told it a name.

use deploy_kit_github_sim::DEFAULT_TOKEN;
use deploy_kit_tests::run_git;

use crate::world::{World, log};

/// A version file that may be run: GitHub's API cannot commit it, so git does.
fn by_git() -> World {
    let world = World::new();
    let mona = ["-c", "user.name=Mona", "-c", "user.email=mona@example.com"];
    run_git(&world.clone, &["update-index", "--chmod=+x", "package.json"]);
    run_git(&world.clone, &[&mona[..], &["commit", "--quiet", "--message", "chore: may be run"]].concat());
    run_git(&world.clone, &["push", "--quiet", "origin", "main"]);
    run_git(&world.clone, &["checkout", "--quiet", "--force", "main"]);
    world
}

#[test]
fn on_a_runner_it_is_the_bot() {
    let world = by_git();
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("made as `github-actions[bot]`"), "{}", run.log);
    let bot = "github-actions[bot] <41898282+github-actions[bot]@users.noreply.github.com>";
    let commit = run_git(world.sim.git_path(), &["log", "-1", "--format=%an <%ae>/%cn <%ce>", "main"]);
    assert_eq!(commit.trim(), format!("{bot}/{bot}"));
    let format = "--format=%(taggername) %(taggeremail)";
    assert_eq!(run_git(world.sim.git_path(), &["for-each-ref", format, "refs/tags/v1.1.0"]).trim(), bot);
    assert!(!world.sim.state().releases[0].draft);
}

#[test]
fn a_configured_name_is_kept() {
    let world = by_git();
    run_git(&world.clone, &["config", "user.name", "Mona"]);
    run_git(&world.clone, &["config", "user.email", "mona@example.com"]);
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!run.log.contains("made as"), "{}", run.log);
    assert_eq!(run_git(world.sim.git_path(), &["log", "-1", "--format=%an/%cn", "main"]).trim(), "Mona/Mona");
}

#[test]
fn in_a_terminal_the_user_is_told_before_anything_is_written() {
    for token in [None, Some(DEFAULT_TOKEN)] {
        let world = World::new();
        // Else git may make a name of the machine's.
        run_git(&world.clone, &["config", "user.useConfigOnly", "true"]);
        let mut command = world.command(&world.clone, &[]);
        command.envs(token.map(|token| ("GITHUB_TOKEN", token)));
        let output = world.watched(command);
        let log = log(&output);
        assert_eq!(output.status.code(), Some(3), "{log}");
        assert!(log.contains("git knows no name and address") && log.contains("user.name"), "{log}");
        assert_eq!(run_git(&world.clone, &["status", "--porcelain", "--untracked-files=no"]), "");
        assert!(world.sim.state().releases.is_empty());
    }
}
