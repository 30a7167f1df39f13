//! Going on from another place than the one where a run was interrupted.

use std::path::PathBuf;

use deploy_kit_github_sim::{DEFAULT_TOKEN, Effect, Fault, Options};
use deploy_kit_tests::{Repo, run_git};

use crate::world::{Run, World, log};

/// A fresh checkout of the branch as the server has it now.
fn checkout(world: &World, name: &str) -> PathBuf {
    let folder = world.clone.with_file_name(name);
    let (from, to) = (world.sim.git_path().to_str().unwrap(), folder.to_str().unwrap());
    run_git(&world.clone, &["clone", "--quiet", from, to]);
    folder
}

fn run_in(world: &World, folder: &std::path::Path, arguments: &[&str]) -> Run {
    let mut command = world.command(folder, arguments);
    command.envs([
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_REF", "refs/heads/main"),
        ("GITHUB_TOKEN", DEFAULT_TOKEN),
    ]);
    let files = ["outputs", "summary"].map(|name| world.clone.with_file_name(name));
    for (variable, file) in ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"].iter().zip(&files) {
        std::fs::write(file, "").unwrap();
        command.env(variable, file);
    }
    let output = world.watched(command);
    let [outputs, summary] = files.map(|file| std::fs::read_to_string(file).unwrap());
    Run { exit: output.status.code(), log: log(&output), outputs, summary }
}

/// A commit of somebody else on the server's branch.
fn push(world: &World, subject: &str) {
    let git = |arguments: &[&str]| run_git(world.sim.git_path(), arguments);
    let commit = git(&["commit-tree", "main^{tree}", "-p", "main", "-m", subject]);
    git(&["update-ref", "refs/heads/main", commit.trim()]);
}

#[test]
fn the_run_for_the_releases_own_commit_finishes_it() {
    let undisturbed = World::new();
    assert_eq!(undisturbed.run(&[]).exit, Some(0));
    for (method, path) in
        [("POST", "/graphql"), ("POST", "/repos/*/*/git/tags"), ("POST", "/repos/*/*/git/refs")]
    {
        let world = World::new();
        world.fault(Fault::at(method, path, Effect::StopAfter));
        assert_eq!(world.run(&[]).exit, None);
        let run = run_in(&world, &checkout(&world, "again"), &[]);
        assert_eq!(run.exit, Some(0), "{path}: {}", run.log);
        assert_eq!(world.end(), undisturbed.end(), "{path}");
    }
}

#[test]
fn what_was_tagged_is_published_although_newer_commits_came() {
    let world = World::new();
    world.fault(Fault::at("POST", "/repos/*/*/git/refs", Effect::StopAfter));
    assert_eq!(world.run(&[]).exit, None);
    push(&world, "fix: newer (#2)");
    let run = run_in(&world, &checkout(&world, "newer"), &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let state = world.sim.state();
    let tags: Vec<&str> = state.releases.iter().map(|release| release.tag.as_str()).collect();
    assert_eq!(tags, ["v1.1.0", "v1.1.1"]);
    assert!(state.releases.iter().all(|release| !release.draft));
    assert_eq!(state.latest.as_deref(), Some("v1.1.1"));
    let body = state.releases[0].body.as_deref().unwrap();
    assert!(body.contains("a thing") && !body.contains("newer"), "{body}");
}

#[test]
fn what_is_finished_of_an_earlier_commit_is_told_before_and_after() {
    for newer in ["docs: newer", "fix: newer"] {
        let world = World::new();
        world.fault(Fault::at("POST", "/repos/*/*/git/refs", Effect::StopAfter));
        assert_eq!(world.run(&[]).exit, None);
        push(&world, newer);
        let (folder, end) = (checkout(&world, "newer"), world.end());
        let dry = run_in(&world, &folder, &["--dry-run"]);
        assert!(dry.exit == Some(0) && dry.log.contains("would resume  v1.1.0"), "{}", dry.log);
        assert!(dry.summary.contains("`v1.1.0` was begun by an earlier run"), "{}", dry.summary);
        assert!(!dry.outputs.contains("finished"), "{}", dry.outputs);
        assert_eq!(world.end(), end);
        let run = run_in(&world, &folder, &["--format=json"]);
        assert_eq!(run.exit, Some(0), "{}", run.log);
        let address = "https://github.example/octo-org/octo-repo/releases/tag/v1.1.0";
        let document = run.log.split_whitespace().collect::<String>();
        let told = format!("\"earlier\":[{{\"tag\":\"v1.1.0\",\"release-url\":\"{address}\"}}]");
        assert!(document.contains(&told), "{}", run.log);
        assert!(run.summary.contains(&format!("## Release [`v1.1.0`]({address})")), "{}", run.summary);
        let value = |name: &str| {
            let mut lines = run.outputs.lines().skip_while(|line| !line.starts_with(&format!("{name}<<")));
            lines.nth(1).unwrap_or_default().to_owned()
        };
        assert_eq!((value("finished").as_str(), value("released").as_str()), ("v1.1.0", "true"));
        let again = run_in(&world, &checkout(&world, "again"), &[]);
        assert!(again.exit == Some(0) && !again.log.contains("resumed"), "{}", again.log);
    }
}

#[test]
fn its_assets_are_only_built_from_its_own_commit() {
    let world = World::new();
    world.fault(Fault::at("POST", "/repos/*/*/git/refs", Effect::StopAfter));
    assert_eq!(world.release().exit, None);
    push(&world, "docs: newer");
    let folder = checkout(&world, "newer");
    std::fs::write(folder.join("asset"), "newer").unwrap();
    let run = run_in(&world, &folder, &["--assets=asset"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("git checkout v1.1.0"), "{}", run.log);
    assert!(world.sim.state().releases.iter().all(|release| release.draft));
    // What it says to do.
    run_git(&folder, &["checkout", "--quiet", "v1.1.0"]);
    let run = run_in(&world, &folder, &["--assets=asset"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let releases = world.sim.state().releases;
    assert!(!releases[0].draft && releases[0].assets.len() == 2, "{releases:#?}");
}

#[test]
fn what_was_published_gets_its_floating_tags_although_newer_commits_came() {
    let world = World::new();
    world.fault(Fault::at("PATCH", "/repos/*/*/releases/*", Effect::StopAfter));
    assert_eq!(world.run(&["--floating-tags"]).exit, None);
    assert!(!world.sim.state().refs.contains_key("refs/tags/v1"));
    push(&world, "docs: newer");
    let run = run_in(&world, &checkout(&world, "newer"), &["--floating-tags"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(world.sim.state().refs.contains_key("refs/tags/v1"), "{}", run.log);
}

#[test]
fn a_hook_that_fails_after_the_release_runs_again_and_then_no_more() {
    let world = World::new();
    let hook = |command: &str| format!("--hook-after={command}");
    let run = world.run(&["--comments=false", &hook("exit 1")]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("the release is published; mend the hook"), "{}", run.log);
    let said = |run: &Run| run.log.lines().any(|line| line == "at 1.1.0");
    let again = world.run(&["--comments=false", &hook("echo at $DEPLOY_KIT_VERSION")]);
    assert!(again.exit == Some(0) && said(&again), "{}", again.log);
    let third = world.run(&["--comments=false", &hook("echo at $DEPLOY_KIT_VERSION")]);
    assert!(third.exit == Some(0) && !said(&third), "{}", third.log);
}

#[test]
fn a_draft_runs_no_hook_that_is_for_what_is_published() {
    let world = World::new();
    let run = world.run(&["--draft", "--hook-after=echo it is out"]);
    assert!(run.exit == Some(0) && !run.log.contains("it is out"), "{}", run.log);
}

#[test]
fn a_package_that_was_not_tagged_yet_is_although_newer_commits_came() {
    let world = World::over(packages(), Options::default());
    world.fault(Fault::at("PATCH", "/repos/*/*/releases/*", Effect::StopAfter));
    assert_eq!(world.run(&["--comments=false"]).exit, None);
    push(&world, "docs: newer");
    let run = run_in(&world, &checkout(&world, "newer"), &["--comments=false"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let releases = world.sim.state().releases;
    let published: Vec<&str> = releases.iter().filter(|it| !it.draft).map(|it| it.tag.as_str()).collect();
    assert_eq!(published, ["cli-v1.0.1", "core-v1.1.0"], "{}", run.log);
}

#[test]
fn a_release_commit_without_a_tag_is_made_anew_with_what_is_newer() {
    let world = World::new();
    world.fault(Fault::at("POST", "/graphql", Effect::StopAfter));
    assert_eq!(world.run(&[]).exit, None);
    push(&world, "fix: newer (#2)");
    let run = run_in(&world, &checkout(&world, "newer"), &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let state = world.sim.state();
    assert_eq!(state.releases.len(), 1, "{:#?}", state.releases);
    let body = state.releases[0].body.as_deref().unwrap();
    assert!(body.contains("a thing") && body.contains("newer"), "{body}");
    let changelog = &world.end().files[1];
    assert_eq!(changelog.matches("## 1.1.0").count(), 1, "{changelog}");
}

/// Two packages, of which one depends on the other.
fn packages() -> Repo {
    let mut origin = Repo::new();
    let manifest =
        |name: &str, rest: &str| format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"1.0.0\"{rest}\n}}\n");
    let configuration =
        "[[package]]\nname = \"cli\"\npath = \"cli\"\n\n[[package]]\nname = \"core\"\npath = \"core\"\n";
    origin
        .change("feat: first")
        .file("deploy-kit.toml", configuration)
        .file("core/package.json", manifest("core", ""))
        .file("cli/package.json", manifest("cli", ",\n  \"dependencies\": { \"core\": \"^1.0.0\" }"))
        .file("package.json", "{}\n")
        .file("CHANGELOG.md", "# Changelog\n")
        .commit();
    origin.annotated_tag("core-v1.0.0");
    origin.annotated_tag("cli-v1.0.0");
    origin.change("feat(core): a thing (#2)").file("core/a", "a").commit();
    origin
}

#[test]
fn packages_are_released_one_after_another_and_finished_after_any_kill() {
    let undisturbed = World::over(packages(), Options::default());
    let run = undisturbed.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let (end, journal) = (undisturbed.end(), undisturbed.sim.journal());
    let tags: Vec<&str> = end.state.releases.iter().map(|release| release.tag.as_str()).collect();
    assert_eq!(tags, ["cli-v1.0.1", "core-v1.1.0"]);
    assert_eq!(end.commits[0], "chore(release): core 1.1.0, cli 1.0.1");
    let cli = run_git(undisturbed.sim.git_path(), &["show", "main:cli/package.json"]);
    assert!(cli.contains("\"version\": \"1.0.1\"") && cli.contains("\"core\": \"^1.1.0\""), "{cli}");
    for (request, entry) in journal.iter().enumerate() {
        let world = World::over(packages(), Options::default());
        world.fault(Fault::nth(request, Effect::StopAfter));
        assert_eq!(world.run(&[]).exit, None);
        let run = world.run(&[]);
        assert_eq!(run.exit, Some(0), "{request}: {}", run.log);
        assert_eq!(world.end(), end, "{request}: {} {}", entry.method, entry.path);
    }
}

#[test]
fn a_shallow_checkout_is_enough() {
    let world = World::new();
    let folder = world.clone.with_file_name("shallow");
    let url = format!("file://{}", world.sim.git_path().display());
    run_git(world.sim.git_path(), &["config", "uploadpack.allowFilter", "true"]);
    run_git(&world.clone, &["clone", "--quiet", "--depth=1", "--no-tags", &url, folder.to_str().unwrap()]);
    let run = run_in(&world, &folder, &[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let undisturbed = World::new();
    assert_eq!(undisturbed.run(&[]).exit, Some(0));
    assert_eq!(world.end(), undisturbed.end());
}

#[test]
fn a_channel_releases_pre_releases_that_are_never_the_latest() {
    let world = World::new();
    let run = world.run(&["--channel=beta", "--floating-tags"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let state = world.sim.state();
    let release = &state.releases[0];
    assert_eq!((release.tag.as_str(), release.prerelease, release.draft), ("v1.1.0-beta.1", true, false));
    assert_eq!(state.latest, None);
    assert!(!state.refs.contains_key("refs/tags/v1"), "{:#?}", state.refs);
    assert!(state.comments.is_empty());
    let writes = world.sim.journal().len();
    assert_eq!(world.run(&["--channel=beta", "--floating-tags"]).exit, Some(0));
    assert!(world.sim.journal()[writes..].iter().all(|entry| entry.method == "GET"));
}

/// A repository of so many packages, which do not depend on one another.
fn many(count: usize) -> Repo {
    let mut origin = Repo::new();
    let names: Vec<String> = (0..count).map(|index| format!("p{index}")).collect();
    let section = |name: &String| format!("[[package]]\nname = \"{name}\"\npath = \"{name}\"\n\n");
    let configuration: String = names.iter().map(section).collect();
    origin.change("feat: first").file("deploy-kit.toml", configuration).commit();
    for name in &names {
        let manifest = format!("{{\n  \"name\": \"{name}\",\n  \"version\": \"1.0.0\"\n}}\n");
        origin
            .change(format!("feat({name}): a thing"))
            .file(&format!("{name}/package.json"), manifest)
            .commit();
    }
    origin
}

/// The requests of a run that has nothing to do: on the release's own commit, and on a newer one.
fn idle(count: usize) -> [usize; 2] {
    let world = World::over(many(count), Options::default());
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let releases = world.sim.state().releases;
    assert!(releases.len() == count && releases.iter().all(|release| !release.draft), "{releases:#?}");
    let requests = |folder: PathBuf| {
        let before = world.sim.journal().len();
        let run = run_in(&world, &folder, &[]);
        assert_eq!(run.exit, Some(0), "{}", run.log);
        let journal = &world.sim.journal()[before..];
        assert!(journal.iter().all(|entry| entry.method == "GET"), "{journal:#?}");
        journal.len()
    };
    let own = requests(checkout(&world, "own"));
    push(&world, "docs: newer");
    [own, requests(checkout(&world, "newer"))]
}

#[test]
fn the_requests_of_a_run_with_nothing_to_do_do_not_grow_with_the_packages() {
    let (two, eight) = (idle(2), idle(8));
    println!("requests with nothing to do: {two:?} for two packages, {eight:?} for eight");
    assert_eq!(two, eight);
    assert!(eight.iter().all(|count| *count <= 5), "{eight:?}");
}
