//! A maintainer's terminal: git commits, tags and pushes, with or without a token.

use std::process::Command;

use deploy_kit_github_sim::DEFAULT_TOKEN;
use deploy_kit_tests::run_git;

use crate::world::{World, log};

fn terminal(world: &World, arguments: &[&str]) -> Command {
    let mut command = world.command(&world.clone, arguments);
    for (name, value) in [("NAME", "Mona"), ("EMAIL", "mona@example.com")] {
        command.env(format!("GIT_AUTHOR_{name}"), value).env(format!("GIT_COMMITTER_{name}"), value);
    }
    command
}

#[test]
fn without_a_token_it_commits_and_tags_and_says_what_remains() {
    let world = World::new();
    let output = world.watched(terminal(&world, &[]));
    assert!(output.status.success(), "{}", log(&output));
    let text = log(&output);
    assert!(text.contains("git push --atomic origin main v1.1.0"), "{text}");
    assert_eq!(run_git(&world.clone, &["log", "-1", "--format=%s %an"]).trim(), "chore(release): 1.1.0 Mona");
    assert_eq!(
        run_git(&world.clone, &["rev-parse", "v1.1.0^{commit}"]),
        run_git(&world.clone, &["rev-parse", "HEAD"])
    );
    assert_eq!(run_git(&world.clone, &["status", "--porcelain", "--untracked-files=no"]), "");
    assert!(world.sim.journal().is_empty());
    assert!(!world.sim.state().refs.contains_key("refs/tags/v1.1.0"));
    let again = world.watched(terminal(&world, &[]));
    assert!(again.status.success() && log(&again).contains("stands"), "{}", log(&again));
    assert_eq!(run_git(&world.clone, &["log", "--format=%s"]).lines().count(), 3);
}

#[test]
fn it_pushes_when_told_to_and_a_token_finishes_it() {
    let world = World::new();
    assert!(world.watched(terminal(&world, &["--push"])).status.success());
    let refs = world.sim.state().refs;
    assert!(refs.contains_key("refs/tags/v1.1.0"));
    assert_eq!(refs["refs/heads/main"], run_git(&world.clone, &["rev-parse", "HEAD"]).trim());
    assert!(world.sim.state().releases.is_empty());
    let mut command = terminal(&world, &["--assets=dist/*.tgz", "--floating-tags"]);
    command.env("GITHUB_TOKEN", DEFAULT_TOKEN);
    let output = world.watched(command);
    assert!(output.status.success(), "{}", log(&output));
    let end = world.end();
    assert_eq!(end.state.releases.len(), 1);
    assert_eq!(end.state.releases[0].assets.len(), 4);
    assert_eq!(end.commits.len(), 3);
}

#[test]
fn with_a_token_the_commit_is_the_users_own() {
    let world = World::new();
    let mut command = terminal(&world, &["--assets=dist/*.tgz"]);
    command.env("GITHUB_TOKEN", DEFAULT_TOKEN);
    let output = world.watched(command);
    assert!(output.status.success(), "{}", log(&output));
    let end = world.end();
    assert_eq!(run_git(world.sim.git_path(), &["log", "-1", "--format=%an", "main"]).trim(), "Mona");
    assert_eq!(end.state.releases[0].tag, "v1.1.0");
    assert!(!end.state.releases[0].draft);
}

#[test]
fn changes_that_are_not_committed_are_not_overwritten() {
    let world = World::new();
    std::fs::write(world.clone.join("CHANGELOG.md"), "# Changelog\n\nmine\n").unwrap();
    let output = world.watched(terminal(&world, &[]));
    assert_eq!(output.status.code(), Some(3), "{}", log(&output));
    assert!(log(&output).contains("`CHANGELOG.md` has changes that are not committed"), "{}", log(&output));
    assert_eq!(std::fs::read_to_string(world.clone.join("CHANGELOG.md")).unwrap(), "# Changelog\n\nmine\n");
    assert_eq!(run_git(&world.clone, &["log", "--format=%s"]).lines().count(), 2);
}

#[test]
fn a_release_commit_that_was_rebased_is_made_anew() {
    let world = World::new();
    assert!(world.watched(terminal(&world, &[])).status.success());
    // What the hint of a refused push says: the commit now stands on one that it knows nothing of.
    run_git(&world.clone, &["tag", "--delete", "v1.1.0"]);
    run_git(&world.clone, &["branch", "--move", "main", "old"]);
    run_git(&world.clone, &["checkout", "--quiet", "-b", "main", "old~1"]);
    run_git(&world.clone, &["commit", "--quiet", "--allow-empty", "--message", "fix: pulled"]);
    run_git(&world.clone, &["cherry-pick", "old"]);
    let output = world.watched(terminal(&world, &[]));
    assert!(output.status.success(), "{}", log(&output));
    let changelog = std::fs::read_to_string(world.clone.join("CHANGELOG.md")).unwrap();
    assert!(changelog.contains("pulled") && changelog.matches("## 1.1.0").count() == 1, "{changelog}");
    let tagged = run_git(&world.clone, &["rev-parse", "v1.1.0^{commit}"]);
    assert_eq!(tagged, run_git(&world.clone, &["rev-parse", "HEAD"]));
}

#[test]
fn a_file_that_is_in_the_way_leaves_all_files_as_they_were() {
    let world = World::new();
    std::fs::write(world.clone.join("package.json"), "{ \"version\": \"mine\" }\n").unwrap();
    let output = world.watched(terminal(&world, &[]));
    assert_eq!(output.status.code(), Some(3), "{}", log(&output));
    assert_eq!(run_git(&world.clone, &["status", "--porcelain", "--untracked-files=no"]), " M package.json");
}

#[test]
fn what_remains_is_told_for_the_remote_and_the_branch_that_there_are() {
    type Prepare = fn(&World);
    let cases: [(Prepare, &[&str], &[&str]); 3] = [
        (
            |world| drop(run_git(&world.clone, &["remote", "remove", "origin"])),
            &[],
            &["git remote add origin <url>", "git push --atomic origin main v1.1.0"],
        ),
        (
            |world| drop(run_git(&world.clone, &["checkout", "--quiet", "--detach"])),
            &[],
            &["git push --atomic origin HEAD:refs/heads/<branch> v1.1.0", "release --branch=<branch>"],
        ),
        (
            |world| drop(run_git(&world.clone, &["remote", "rename", "origin", "upstream"])),
            &["--remote=upstream"],
            &["git push --atomic upstream main v1.1.0", "release --remote=upstream"],
        ),
    ];
    for (prepare, arguments, told) in cases {
        let world = World::new();
        prepare(&world);
        let output = world.watched(terminal(&world, arguments));
        let log = log(&output);
        assert!(output.status.success(), "{log}");
        for line in told {
            assert!(log.contains(line), "{line:?} is not in:\n{log}");
        }
        assert!(log.contains("git remote add") == told[0].contains("git remote add"), "{log}");
    }
}
