//! Each thing that stands in a release's way has its exit code and its sentence.

use deploy_kit_github_sim::{Level, Options, Permissions, Scope, Token};
use deploy_kit_tests::run_git;
use serde_json::json;

use crate::world::{Run, World};

/// The run failed with this code and these words, and nothing but a draft was written.
fn check(world: &World, run: &Run, exit: i32, words: &[&str]) {
    assert_eq!(run.exit, Some(exit), "{}", run.log);
    for word in words {
        assert!(run.log.contains(word), "{word:?} is not in:\n{}", run.log);
    }
    let refs = world.sim.state().refs;
    assert!(!refs.contains_key("refs/tags/v1.1.0") || words.contains(&"stands already"), "{refs:#?}");
}

#[test]
fn a_missing_permission_is_named() {
    let world = World::new();
    let read = Permissions::none().with(Scope::Metadata, Level::Read).with(Scope::Contents, Level::Read);
    world.sim.allow(Token::app("reader", "ghs_reader", read));
    let run = world.run_as("ghs_reader", &[]);
    check(&world, &run, 3, &["403", "permissions:", "contents: write"]);
}

#[test]
fn an_expired_token() {
    let world = World::new();
    check(&world, &world.run_as("ghs_expired", &[]), 3, &["401", "Bad credentials", "hint:"]);
}

#[test]
fn a_renamed_repository_still_releases_and_says_so() {
    let world = World::new();
    let name = world.sim.name();
    world.sim.rename("octo-org", "renamed");
    let mut command = world.command(&world.clone, &[]);
    command.envs([
        ("GITHUB_ACTIONS", "true"),
        ("GITHUB_REF", "refs/heads/main"),
        ("GITHUB_REPOSITORY", &name),
    ]);
    command.env("GITHUB_TOKEN", deploy_kit_github_sim::DEFAULT_TOKEN);
    let output = world.watched(command);
    let log = crate::world::log(&output);
    assert!(output.status.success(), "{log}");
    assert!(log.contains("is called `octo-org/renamed` now"), "{log}");
    assert_eq!(world.sim.state().releases.len(), 1);
}

#[test]
fn an_archived_repository() {
    let world = World::new();
    world.sim.archive(true).unwrap();
    check(&world, &world.run(&[]), 3, &["is archived", "unarchive"]);
}

#[test]
fn a_protected_branch_says_so_before_anything_is_tagged() {
    let world = World::new();
    world.sim.protect("refs/heads/main").unwrap();
    check(
        &world,
        &world.run(&[]),
        3,
        &["does not take the release's commit", "nothing is tagged", "pull request"],
    );
}

#[test]
fn a_tag_on_another_commit() {
    let world = World::new();
    run_git(world.sim.git_path(), &["tag", "v1.1.0", "v1.0.0"]);
    check(&world, &world.run(&[]), 3, &["the tag `v1.1.0`", "stands already", "hint:"]);
    assert!(world.sim.state().releases.is_empty());
}

#[test]
fn a_tag_without_a_release_is_somebodys_own() {
    let world = World::new();
    run_git(&world.clone, &["tag", "v1.1.0"]);
    run_git(world.sim.git_path(), &["tag", "v1.1.0", "main"]);
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("`v1.1.0`") && run.log.contains("has no release"), "{}", run.log);
    assert!(world.sim.state().releases.is_empty());
}

#[test]
fn a_strangers_draft_is_left_alone() {
    let world = World::new();
    let draft = json!({ "tag_name": "v1.1.0", "draft": true, "body": "my own words" });
    assert_eq!(world.sim.seed("POST", "{repo}/releases", draft).0, 201);
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("somebody's draft of `v1.1.0`"), "{}", run.log);
    let releases = world.sim.state().releases;
    assert_eq!(releases.len(), 2);
    assert!(releases.iter().any(|release| release.draft && release.body.as_deref() == Some("my own words")));
}

#[test]
fn a_published_release_gets_the_asset_that_it_lacks() {
    let world = World::new();
    assert_eq!(world.run(&[]).exit, Some(0));
    assert!(world.sim.state().releases[0].assets.is_empty());
    let run = world.release();
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(world.sim.state().releases[0].assets.len(), 4);
}

#[test]
fn an_immutable_release_without_the_asset() {
    let world = World::with(Options { immutable_releases: true, ..Options::default() });
    assert_eq!(world.run(&[]).exit, Some(0));
    let run = world.release();
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("is published and immutable, and lacks the asset"), "{}", run.log);
}

#[test]
fn an_immutable_release_with_all_assets() {
    let world = World::with(Options { immutable_releases: true, ..Options::default() });
    let run = world.release();
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!(world.sim.state().releases[0].assets.len(), 4);
}

#[test]
fn a_burned_tag_is_told_before_work_starts() {
    let world = World::with(Options { immutable_releases: true, ..Options::default() });
    let release = json!({ "tag_name": "v1.1.0", "target_commitish": "main" });
    let (status, made) = world.sim.seed("POST", "{repo}/releases", release);
    assert_eq!(status, 201);
    assert_eq!(world.sim.seed("DELETE", &format!("{{repo}}/releases/{}", made["id"]), json!({})).0, 204);
    run_git(world.sim.git_path(), &["update-ref", "-d", "refs/tags/v1.1.0"]);
    let run = world.run(&[]);
    check(&world, &run, 3, &["its name is burned", "nothing is written"]);
    assert_eq!(world.end().commits.len(), 2);
}

#[test]
fn a_glob_that_matches_nothing() {
    let world = World::new();
    check(
        &world,
        &world.run(&["--assets=none/*"]),
        2,
        &["`none/*` matches no file", "--allow-missing-assets"],
    );
    assert_eq!(world.run(&["--assets=none/*", "--allow-missing-assets"]).exit, Some(0));
}

#[test]
fn other_bytes_under_a_published_name() {
    let world = World::new();
    assert_eq!(world.release().exit, Some(0));
    std::fs::write(world.clone.join("dist/a.tgz"), "other").unwrap();
    // All is published: a second build of the same commit is no reason to fail.
    let run = world.run(&["--assets=dist/a.tgz"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("the asset `a.tgz` of `v1.1.0` has other bytes"), "{}", run.log);
    // Something is missing, and the two builds would be mixed.
    std::fs::write(world.clone.join("dist/d.tgz"), "new").unwrap();
    let run = world.run(&["--assets=dist/a.tgz", "--assets=dist/d.tgz"]);
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert!(run.log.contains("the asset `a.tgz`") && run.log.contains("sha256:"), "{}", run.log);
}

#[test]
fn a_misspelt_category_is_told_before_anything_is_written() {
    for (category, words) in [
        ("Anouncements", "did you mean `Announcements`?"),
        ("Fish", "use one of these: `Announcements`, `Q&A`"),
    ] {
        let discussions = vec!["Announcements".to_owned(), "Q&A".to_owned()];
        let world = World::with(Options { discussions, ..Options::default() });
        let end = world.end();
        let argument = format!("--discussion-category={category}");
        for dry in [&["--dry-run"][..], &[]] {
            let run = world.run(&[&[argument.as_str()], dry].concat());
            check(&world, &run, 2, &[&format!("no category `{category}`"), "nothing is written", words]);
            assert_eq!(world.end(), end);
        }
    }
}

#[test]
fn a_category_in_other_letters_is_the_repositorys() {
    let world = World::new();
    let run = world.run(&["--discussion-category=announcements"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let sent = world.sim.journal();
    let names = |entry: &deploy_kit_github_sim::Entry| {
        entry.request.as_ref().is_some_and(|body| body["discussion_category_name"] == "Announcements")
    };
    assert!(sent.iter().any(names), "{sent:#?}");
}

#[test]
fn a_token_that_may_not_see_discussions_goes_on() {
    let world = World::new();
    let may = [Scope::Contents, Scope::Issues, Scope::PullRequests];
    let read = Permissions::none().with(Scope::Metadata, Level::Read);
    let some = may.into_iter().fold(read, |all, scope| all.with(scope, Level::Write));
    world.sim.allow(Token::app("some", "ghs_some", some));
    let run = world.run_as("ghs_some", &["--discussion-category=Announcements"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(!world.sim.state().releases[0].draft);
    // What it could not be told before, it is told by GitHub.
    let world = World::new();
    world.sim.allow(Token::app("some", "ghs_some", Permissions::none().with(Scope::Contents, Level::Write)));
    assert_eq!(world.run_as("ghs_some", &["--discussion-category=Fish"]).exit, Some(3));
}

#[test]
fn a_branch_that_has_moved_on() {
    let world = World::new();
    let tree = run_git(world.sim.git_path(), &["rev-parse", "main^{tree}"]);
    let commit =
        run_git(world.sim.git_path(), &["commit-tree", tree.trim(), "-p", "main", "-m", "fix: newer"]);
    run_git(world.sim.git_path(), &["update-ref", "refs/heads/main", commit.trim()]);
    let run = world.run(&[]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("`main` has moved on"), "{}", run.log);
    assert!(world.sim.state().releases.is_empty());
}

#[test]
fn a_hook_that_fails_leaves_everything_as_it_was() {
    let world = World::new();
    let end = world.end();
    let run = world.run(&["--hook-before=echo at $DEPLOY_KIT_VERSION; exit 3"]);
    check(&world, &run, 3, &["at 1.1.0", "the hook `echo at $DEPLOY_KIT_VERSION; exit 3` ended with"]);
    assert_eq!(world.end(), end);
}

/// What a hook starts is stopped with it: it would write the file after its time, and holds the hook's output.
#[cfg(unix)]
#[test]
fn a_hook_that_takes_too_long_is_stopped_with_what_it_started() {
    let world = World::new();
    let (end, pid) = (world.end(), world.clone.join("pid"));
    let hook = "--hook-before=echo begun; sleep 600 & echo $! > pid; wait";
    let run = world.run(&["--timeout=3", hook]);
    check(
        &world,
        &run,
        3,
        &["begun", "was stopped, since the time of the run was over", "--timeout <seconds>"],
    );
    assert_eq!(world.end(), end);
    let pid = std::fs::read_to_string(pid).unwrap();
    let state = std::process::Command::new("ps").args(["-o", "stat=", "-p", pid.trim()]).output().unwrap();
    let state = String::from_utf8(state.stdout).unwrap();
    assert!(state.is_empty() || state.starts_with('Z'), "`sleep` goes on: {state}");
}

#[test]
fn no_time_at_all() {
    let world = World::new();
    let run = world.run(&["--timeout=0"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    assert!(run.log.contains("--timeout"), "{}", run.log);
    assert!(world.sim.journal().is_empty());
}

#[test]
fn a_pull_requests_ref_is_no_branch() {
    let world = World::new();
    let mut command = world.command(&world.clone, &[]);
    command.envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/pull/7/merge")]);
    command.env("GITHUB_TOKEN", deploy_kit_github_sim::DEFAULT_TOKEN);
    let output = world.watched(command);
    assert_eq!(output.status.code(), Some(2));
    assert!(crate::world::log(&output).contains("this run is on `refs/pull/7/merge`"));
}

#[test]
fn no_token_on_a_runner() {
    let world = World::new();
    let mut command = world.command(&world.clone, &[]);
    command.envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main")]);
    let output = world.watched(command);
    let log = crate::world::log(&output);
    assert_eq!(output.status.code(), Some(2), "{log}");
    assert!(log.contains("there is no token") && log.contains("github.token"), "{log}");
    assert_eq!(run_git(&world.clone, &["tag", "--list"]), "v1.0.0");
}

#[test]
fn names_that_would_lead_elsewhere() {
    let world = World::new();
    for argument in ["--branch=/etc/x", "--branch=-x", "--remote=o\"]\n[core", "--tag-prefix=-x"] {
        let run = world.run(&[argument]);
        assert_eq!(run.exit, Some(2), "{argument}: {}", run.log);
        assert!(run.log.contains("cannot be a"), "{argument}: {}", run.log);
    }
    assert!(world.sim.journal().is_empty());
}

/// No file may grow: as on a disk without room, every write of the program fails.
#[cfg(unix)]
#[test]
fn a_full_disk() {
    let world = World::new();
    let end = world.end();
    let inner = world.command(&world.clone, &[]);
    let mut command = std::process::Command::new("sh");
    command
        .args(["-c", "trap '' XFSZ; ulimit -f 0; exec \"$@\"", "sh"])
        .arg(inner.get_program())
        .args(inner.get_args());
    command.env_clear().envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.envs([("GITHUB_ACTIONS", "true"), ("GITHUB_REF", "refs/heads/main")]);
    command.env("GITHUB_TOKEN", deploy_kit_github_sim::DEFAULT_TOKEN);
    let output = world.watched(command);
    let log = crate::world::log(&output);
    assert_eq!(output.status.code(), Some(3), "{log}");
    assert!(log.contains("cannot write") && log.contains("CHANGELOG.md"), "{log}");
    assert_eq!(std::fs::read_to_string(world.clone.join("CHANGELOG.md")).unwrap(), "# Changelog\n");
    // Once there is room, the same run goes through.
    assert_eq!(world.run(&[]).exit, Some(0));
    assert_eq!(world.end().commits.len(), end.commits.len() + 1);
}
