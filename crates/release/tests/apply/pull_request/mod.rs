//! The pull request that releases once it is merged: opened, kept, merged in every way, released.

mod unreleased;

use std::process::Command;

use deploy_kit_github_sim::{IssueState, MergeMethod, State};
use deploy_kit_tests::run_git;
use serde_json::json;

use crate::world::{NOW, Run, World};

pub(crate) use unreleased::{burned, burned_next, burned_of_two, overtaken_by_squash, overtaken_next};

const BRANCH: &str = "refs/heads/deploy-kit/release/main";

impl World {
    /// A commit of somebody on the branch, with one file.
    fn push(&self, message: &str, file: &str, content: &str) {
        self.push_to("main", message, file, content);
    }

    fn push_to(&self, branch: &str, message: &str, file: &str, content: &str) {
        let git = |arguments: &[&str]| run_git(&self.clone, arguments);
        self.pull();
        git(&["checkout", "--quiet", "-B", "push", &format!("origin/{branch}")]);
        std::fs::write(self.clone.join(file), content).unwrap();
        git(&["add", file]);
        // The same commit in every world.
        let date = format!("{NOW} +0000");
        let commit = Command::new("git")
            .current_dir(&self.clone)
            .args(["-c", "user.name=Committer", "-c", "user.email=committer@example.org"])
            .args(["commit", "--quiet", "-m", message])
            .envs([("GIT_AUTHOR_DATE", &date), ("GIT_COMMITTER_DATE", &date)])
            .status();
        assert!(commit.unwrap().success());
        git(&["push", "--quiet", "origin", &format!("HEAD:{branch}")]);
        self.pull();
    }

    /// The checkout of the job that runs for the newest commit.
    fn pull(&self) {
        let git = |arguments: &[&str]| run_git(&self.clone, arguments);
        git(&["fetch", "--quiet", "--prune", "--tags", "--force", "origin"]);
        git(&["checkout", "--quiet", "-B", "main", "origin/main"]);
    }

    fn keep(&self, arguments: &[&str]) -> Run {
        let run = self.run(&[&["pr"], arguments].concat());
        assert_eq!(run.exit, Some(0), "{}", run.log);
        run
    }

    /// The pull requests that a run has made.
    fn pulls(&self) -> Vec<IssueState> {
        let ours = |issue: &IssueState| issue.pull_request && issue.title.starts_with("chore(release)");
        self.sim.state().issues.into_iter().filter(ours).collect()
    }

    fn pull_request(&self) -> IssueState {
        let mut pulls = self.pulls();
        assert_eq!(pulls.len(), 1, "{pulls:#?}");
        pulls.remove(0)
    }

    fn edit(&self, number: u64, fields: serde_json::Value) {
        assert_eq!(self.sim.seed("PATCH", &format!("{{repo}}/pulls/{number}"), fields).0, 200);
    }

    fn merge(&self, number: u64, method: MergeMethod) {
        self.sim.merge_queue(&[(number, method)]).unwrap();
        self.pull();
    }

    fn show(&self, revision: &str) -> String {
        run_git(self.sim.git_path(), &["show", "--format=%B", revision])
    }

    fn file_at(&self, revision: &str, file: &str) -> String {
        run_git(self.sim.git_path(), &["show", &format!("{revision}:{file}")])
    }

    fn commit(&self, revision: &str) -> String {
        run_git(self.sim.git_path(), &["rev-parse", &format!("{revision}^{{commit}}")])
    }

    fn writes(&self) -> Vec<String> {
        let journal = self.sim.journal();
        let writes = journal.iter().filter(|entry| entry.method != "GET");
        writes.map(|entry| format!("{} {}", entry.method, entry.path)).collect()
    }
}

/// A pull request that people have edited, and a newer commit.
pub(crate) fn edited() -> World {
    let world = World::new();
    world.keep(&["--pr-label=release"]);
    let pull = world.pull_request();
    let body = pull.body.unwrap().replace("a thing", "a fine thing");
    world.edit(pull.number, json!({ "body": body }));
    let changelog = world.file_at(BRANCH, "CHANGELOG.md").replace("a thing", "a very fine thing");
    world.push_to("deploy-kit/release/main", "docs: better words", "CHANGELOG.md", &(changelog + "\n"));
    world.push("fix: another", "src/c", "c");
    world
}

/// A pull request of which nothing is left to release.
pub(crate) fn reverted() -> World {
    let world = World::new();
    world.keep(&["--pr-label=release"]);
    let reverted = world.commit("main");
    let message = format!("Revert \"feat: a thing (#2)\"\n\nThis reverts commit {reverted}.");
    world.push(&message, "src/a", "");
    world
}

/// A pull request that was merged when another commit had come.
pub(crate) fn merged() -> World {
    let world = World::new();
    world.keep(&["--pr-label=release"]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    world.push("fix: later", "src/c", "c");
    world
}

/// An output, as the runner reads the file.
fn output(run: &Run, name: &str) -> String {
    let mut lines = run.outputs.lines();
    let start = format!("{name}<<");
    while let Some(line) = lines.next() {
        if let Some(end) = line.strip_prefix(&start) {
            return lines.by_ref().take_while(|line| *line != end).collect::<Vec<_>>().join("\n");
        }
        if let Some(value) = line.strip_prefix(&format!("{name}=")) {
            return value.to_owned();
        }
    }
    panic!("no output `{name}`: {}", run.outputs)
}

fn tags(state: &State) -> Vec<&str> {
    state.releases.iter().filter(|release| !release.draft).map(|release| release.tag.as_str()).collect()
}

#[test]
fn it_opens_with_versions_notes_and_files() {
    let world = World::new();
    let run = world.keep(&["--pr-label=release"]);
    let pull = world.pull_request();
    assert_eq!((pull.title.as_str(), pull.open), ("chore(release): 1.1.0", true));
    assert_eq!(pull.labels, ["release"]);
    let body = pull.body.unwrap();
    for part in
        ["| octo-repo | 1.0.0 | 1.1.0 | minor  |", "a thing", "Merging this pull request releases it."]
    {
        assert!(body.contains(part), "{part}\n{body}");
    }
    assert!(world.file_at(BRANCH, "package.json").contains("\"version\": \"1.1.0\""));
    assert!(world.file_at(BRANCH, "CHANGELOG.md").contains("a thing"));
    assert_eq!(world.commit(&format!("{BRANCH}^")), world.commit("main"));
    assert!(world.sim.state().releases.is_empty(), "nothing is released yet");
    assert_eq!(output(&run, "pull-request"), pull.number.to_string());
}

#[test]
fn a_run_with_no_change_writes_nothing() {
    let world = World::new();
    world.keep(&["--pr-label=release"]);
    world.sim.clear_journal();
    let run = world.keep(&["--pr-label=release"]);
    assert_eq!(world.writes(), Vec::<String>::new(), "{}", run.log);
    assert!(world.sim.journal().len() <= 5, "{:#?}", world.sim.journal().len());
    assert!(run.log.contains("stands"), "{}", run.log);
}

#[test]
fn requests_do_not_grow_with_commits() {
    let requests = [1, 150].map(|commits| {
        let world = World::new();
        run_git(&world.clone, &["checkout", "--quiet", "-B", "push", "origin/main"]);
        for at in 0..commits {
            let subject = format!("fix: number {at} (#{at})");
            run_git(&world.clone, &["commit", "--quiet", "--allow-empty", "-m", &subject]);
        }
        run_git(&world.clone, &["push", "--quiet", "origin", "HEAD:main"]);
        world.pull();
        world.keep(&[]);
        world.sim.journal().len()
    });
    assert_eq!(requests[0], requests[1]);
}

#[test]
fn it_follows_the_branch() {
    let world = World::new();
    world.keep(&[]);
    let first = world.pull_request();
    world.push("feat!: no more b (#7)", "src/b", "b");
    let run = world.keep(&[]);
    let pull = world.pull_request();
    assert_eq!((pull.number, pull.title.as_str()), (first.number, "chore(release): 2.0.0"), "{}", run.log);
    assert!(pull.body.unwrap().contains("no more b"));
    assert_eq!(world.commit(&format!("{BRANCH}^")), world.commit("main"), "one commit on the newest");
    assert!(world.file_at(BRANCH, "package.json").contains("2.0.0"));
}

#[test]
fn it_closes_when_nothing_is_left() {
    let world = reverted();
    let run = world.keep(&[]);
    assert!(!world.pull_request().open, "{}", run.log);
    assert!(!world.sim.state().refs.contains_key(BRANCH), "its branch is gone");
    world.sim.clear_journal();
    world.keep(&[]);
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[test]
fn merging_it_in_any_way_releases_exactly_that() {
    for method in [MergeMethod::Merge, MergeMethod::Squash, MergeMethod::Rebase] {
        let world = World::new();
        world.keep(&[]);
        let number = world.pull_request().number;
        world.merge(number, method);
        let merged = world.commit("main");
        let run = world.keep(&["--assets=dist/*.tgz", "--floating-tags"]);
        let state = world.sim.state();
        assert_eq!(tags(&state), ["v1.1.0"], "{method:?}: {}", run.log);
        assert_eq!(world.commit("v1.1.0"), merged, "{method:?}");
        assert_eq!(state.releases[0].assets.len(), 4, "{method:?}");
        assert!(state.releases[0].body.as_deref().unwrap().contains("a thing"), "{method:?}");
        assert_eq!(world.pulls().iter().filter(|pull| pull.open).count(), 0, "{method:?}: {}", run.log);
        assert_eq!(
            (output(&run, "released"), output(&run, "version")),
            ("true".to_owned(), "1.1.0".to_owned())
        );
        world.sim.clear_journal();
        world.pull();
        let again = world.keep(&["--assets=dist/*.tgz", "--floating-tags"]);
        assert_eq!(world.writes(), Vec::<String>::new(), "{method:?}: {}", again.log);
    }
}

#[test]
fn what_came_after_the_merge_waits_for_the_next() {
    let world = World::new();
    world.keep(&[]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    let merged = world.commit("main");
    world.push("fix: later", "src/c", "c");
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
    assert_eq!(world.commit("v1.1.0"), merged);
    let pulls = world.pulls();
    let open: Vec<&str> = pulls.iter().filter(|pull| pull.open).map(|pull| pull.title.as_str()).collect();
    assert_eq!(open, ["chore(release): 1.1.1"], "{}", run.log);
}

#[test]
fn what_is_built_is_of_the_commit_that_is_released() {
    let world = World::new();
    world.keep(&[]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    let merged = world.commit("main");
    world.push("fix: later", "src/c", "c");
    let run = world.keep(&["--assets=dist/*.tgz"]);
    assert!(run.log.contains(&format!("was merged as {}", &merged[..7])), "{}", run.log);
    assert!(world.sim.state().releases.is_empty(), "what was built is of a newer commit");
    assert_eq!(world.pulls().iter().filter(|pull| pull.open).count(), 0);
    // The run for that commit, started again.
    run_git(&world.clone, &["checkout", "--quiet", "--detach", &merged]);
    let run = world.keep(&["--assets=dist/*.tgz"]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
    assert_eq!(world.commit("v1.1.0"), merged);
    assert_eq!(
        world.pulls().iter().filter(|pull| pull.open).count(),
        0,
        "the newest commit's run opens the next"
    );
    world.pull();
    world.keep(&["--assets=dist/*.tgz"]);
    assert_eq!(world.pulls().iter().filter(|pull| pull.open).count(), 1);
}

#[test]
fn what_came_just_before_the_merge_is_not_lost() {
    let methods = [MergeMethod::Merge, MergeMethod::Squash, MergeMethod::Rebase];
    let subjects = [("fix: unseen", true), ("feat!: unseen", false)];
    let all = methods
        .into_iter()
        .flat_map(|method| subjects.map(|(subject, released)| (method, subject, released)));
    for (at, (method, subject, released)) in all.enumerate() {
        let world = World::new();
        world.keep(&[]);
        if at % 2 == 0 {
            let pull = world.pull_request();
            world.edit(pull.number, json!({ "body": format!("Please wait.\n\n{}", pull.body.unwrap()) }));
        }
        world.push(subject, "src/c", "c");
        world.merge(world.pull_request().number, method);
        let run = world.keep(&[]);
        let state = world.sim.state();
        let notes = state.releases.first().and_then(|release| release.body.clone()).unwrap_or_default();
        let open = world.pulls().into_iter().find(|pull| pull.open);
        let next = open.and_then(|pull| pull.body).unwrap_or_default();
        assert_eq!(!state.releases.is_empty(), released, "{method:?} {subject}: {}", run.log);
        let told = notes.contains("unseen") ^ next.contains("unseen");
        assert!(told, "{method:?} {subject}: in the release or in the next\n{notes}\n---\n{next}");
    }
}

#[test]
fn what_people_change_survives() {
    let world = edited();
    let pull = world.pull_request();
    let body = pull.body.unwrap().replace("| 1.1.0 |", "| 1.5.0 |");
    world.edit(pull.number, json!({ "body": body.replace('\n', "\r\n") }));
    let run = world.keep(&[]);
    let pull = world.pull_request();
    assert_eq!(pull.title, "chore(release): 1.5.0", "{}", run.log);
    let body = pull.body.unwrap();
    assert!(body.contains("a fine thing") && body.contains("another") && body.contains("1.5.0"), "{body}");
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(changelog.contains("a very fine thing") && changelog.contains("another"), "{changelog}");
    assert!(changelog.contains("1.5.0") && !changelog.contains("1.1.0"), "{changelog}");
    assert!(world.show(BRANCH).contains("Co-authored-by: Committer <committer@example.org>"));
    assert!(world.file_at(BRANCH, "package.json").contains("1.5.0"));
    world.sim.clear_journal();
    let again = world.keep(&[]);
    assert_eq!(world.writes(), Vec::<String>::new(), "{}", again.log);
    world.merge(pull.number, MergeMethod::Squash);
    let run = world.keep(&[]);
    let state = world.sim.state();
    assert_eq!(tags(&state), ["v1.5.0"], "{}", run.log);
    let notes = state.releases[0].body.as_deref().unwrap();
    assert!(notes.contains("a fine thing") && notes.contains("another"), "{notes}");
}

#[test]
fn a_conflict_is_told_and_nothing_is_lost() {
    let world = World::new();
    world.keep(&[]);
    let pull = world.pull_request();
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    let ours: Vec<&str> = changelog.lines().collect();
    let heading = ours.iter().find(|line| line.contains("1.1.0")).unwrap();
    let edited = changelog.replace(heading, "## The great one");
    world.push_to("deploy-kit/release/main", "docs: a name", "CHANGELOG.md", &(edited + "\n"));
    world.push("feat!: break", "src/c", "c");
    let run = world.keep(&[]);
    let body = world.pull_request().body.unwrap();
    assert!(body.contains("[!CAUTION]") && body.contains("`CHANGELOG.md`"), "{body}");
    assert!(body.contains("break"), "what is left out is shown: {body}");
    assert!(world.file_at(BRANCH, "CHANGELOG.md").contains("The great one"));
    assert!(run.log.contains("change the same lines"), "{}", run.log);
    assert_eq!(world.pull_request().number, pull.number);
    world.sim.clear_journal();
    world.keep(&[]);
    assert_eq!(world.writes(), Vec::<String>::new());
}

#[test]
fn a_choice_that_cannot_be_had_is_told() {
    let world = World::new();
    world.keep(&[]);
    let pull = world.pull_request();
    for (cell, words) in [("0.9.0", "is not above the current version"), ("soon", "is no version")] {
        let body = world.pull_request().body.unwrap().replace("| 1.1.0 |", &format!("| {cell} |"));
        world.edit(pull.number, json!({ "body": body }));
        world.keep(&[]);
        let pull = world.pull_request();
        assert_eq!(pull.title, "chore(release): 1.1.0");
        let body = pull.body.unwrap();
        assert!(body.contains(words) && body.contains("| 1.1.0 |"), "{body}");
    }
}

#[test]
fn somebody_who_closes_it_is_heard_until_there_is_news() {
    let world = World::new();
    world.keep(&[]);
    let pull = world.pull_request();
    world.edit(pull.number, json!({ "state": "closed" }));
    world.sim.clear_journal();
    let run = world.keep(&[]);
    assert_eq!(world.writes(), Vec::<String>::new(), "{}", run.log);
    assert!(run.log.contains("somebody closed it"), "{}", run.log);
    world.push("fix: news", "src/c", "c");
    world.keep(&[]);
    let pulls = world.pulls();
    assert_eq!(pulls.len(), 2);
    assert!(pulls.iter().any(|pull| pull.open), "{pulls:#?}");
}

#[test]
fn the_button_that_updates_the_branch_is_understood() {
    let world = World::new();
    world.keep(&[]);
    world.push("fix: newer", "src/c", "c");
    let git = |arguments: &[&str]| run_git(&world.clone, arguments);
    git(&["checkout", "--quiet", "-B", "update", "origin/deploy-kit/release/main"]);
    git(&["merge", "--quiet", "--no-edit", "origin/main"]);
    git(&["push", "--quiet", "origin", "HEAD:deploy-kit/release/main"]);
    world.pull();
    // Merged before any run has looked: all that the branch holds is released.
    world.merge(world.pull_request().number, MergeMethod::Merge);
    let run = world.keep(&[]);
    let state = world.sim.state();
    assert_eq!(tags(&state), ["v1.1.0"], "{}", run.log);
    assert!(state.releases[0].body.as_deref().unwrap().contains("newer"));
    assert_eq!(world.pulls().iter().filter(|pull| pull.open).count(), 0);
}

/// What somebody does to the branch with git, and pushes.
fn on_branch(world: &World, work: impl Fn(&dyn Fn(&[&str]) -> String)) {
    let git = |arguments: &[&str]| run_git(&world.clone, arguments);
    world.pull();
    git(&["checkout", "--quiet", "-B", "work", "origin/deploy-kit/release/main"]);
    work(&git);
    git(&["push", "--quiet", "--force", "origin", "HEAD:deploy-kit/release/main"]);
    world.pull();
}

#[test]
fn a_branch_that_is_rebased_keeps_its_edits_and_releases() {
    for merges_first in [false, true] {
        let world = edited();
        on_branch(&world, |git| drop(git(&["rebase", "--quiet", "origin/main"])));
        if !merges_first {
            let run = world.keep(&[]);
            let changelog = world.file_at(BRANCH, "CHANGELOG.md");
            assert!(
                changelog.contains("a very fine thing") && changelog.contains("another"),
                "{changelog}\n{}",
                run.log
            );
            assert_eq!(changelog.matches("## 1.1.0").count(), 1, "{changelog}");
        }
        world.merge(world.pull_request().number, MergeMethod::Squash);
        let run = world.keep(&[]);
        assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
        assert_eq!(world.pulls().len(), 1);
    }
}

#[test]
fn an_edit_that_amends_our_commit_survives() {
    let world = World::new();
    world.keep(&[]);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md").replace("a thing", "a fine thing") + "\n";
    on_branch(&world, |git| {
        std::fs::write(world.clone.join("CHANGELOG.md"), &changelog).unwrap();
        git(&["commit", "--quiet", "--all", "--amend", "--no-edit"]);
    });
    world.push("fix: another", "src/c", "c");
    let run = world.keep(&[]);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(changelog.contains("a fine thing") && changelog.contains("another"), "{changelog}\n{}", run.log);
}

#[test]
fn a_branch_that_somebody_made_anew_is_left_alone() {
    let world = World::new();
    world.keep(&[]);
    on_branch(&world, |git| {
        git(&["reset", "--quiet", "--soft", "origin/main"]);
        git(&["commit", "--quiet", "-m", "chore: all in one"]);
    });
    let theirs = world.commit(BRANCH);
    world.push("fix: another", "src/c", "c");
    let run = world.keep(&[]);
    assert_eq!(world.commit(BRANCH), theirs);
    assert!(run.log.contains("none of its commits is the release's"), "{}", run.log);
    // Merged all the same: the text still tells what it was to release.
    world.merge(world.pull_request().number, MergeMethod::Squash);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
}

#[test]
fn another_branch_that_is_merged_into_it_stays() {
    let world = World::new();
    world.keep(&[]);
    world.push_to("main", "fix: more", "src/b", "b");
    run_git(&world.clone, &["push", "--quiet", "origin", "main:topic"]);
    world.push_to("topic", "feat: of a topic", "src/topic", "topic");
    on_branch(&world, |git| drop(git(&["merge", "--quiet", "--no-edit", "origin/topic"])));
    let run = world.keep(&[]);
    assert_eq!(world.file_at(BRANCH, "src/topic"), "topic", "{}", run.log);
    world.merge(world.pull_request().number, MergeMethod::Merge);
    let run = world.keep(&[]);
    let notes = world.sim.state().releases[0].body.clone().unwrap();
    assert!(notes.contains("a thing") && notes.contains("more"), "{notes}\n{}", run.log);
}

#[test]
fn edits_that_were_merged_are_done_with() {
    let world = edited();
    world.keep(&[]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    world.keep(&[]);
    world.push("fix: next", "src/d", "d");
    world.keep(&[]);
    let log = run_git(world.sim.git_path(), &["log", "--format=%s", &format!("main..{BRANCH}")]);
    assert_eq!(log, "chore(release): 1.1.1");
}

#[test]
fn with_assets_a_stale_merge_is_released_where_it_was_built() {
    let world = World::new();
    world.keep(&[]);
    world.push("fix: unseen", "src/c", "c");
    world.merge(world.pull_request().number, MergeMethod::Merge);
    let merged = world.commit("main");
    let run = world.keep(&["--assets=dist/*.tgz"]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
    assert_eq!(world.commit("v1.1.0"), merged);
}

#[test]
fn a_choice_below_what_the_commits_ask_for_is_told_and_had() {
    let world = World::new();
    world.keep(&[]);
    let pull = world.pull_request();
    world.edit(pull.number, json!({ "body": pull.body.unwrap().replace("| 1.1.0 |", "| 1.0.5 |") }));
    let run = world.keep(&[]);
    let body = world.pull_request().body.unwrap();
    assert!(body.contains("1.0.5 was chosen, and the commits ask for 1.1.0"), "{body}\n{}", run.log);
    world.push("docs: words", "README", "words");
    world.merge(world.pull_request().number, MergeMethod::Squash);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.0.5"], "{}", run.log);
}

#[test]
fn one_for_each_package_takes_over_from_one_for_all() {
    let mut origin = deploy_kit_tests::Repo::new();
    let config = "[[package]]\nname = \"a\"\npath = \"a\"\n\n[[package]]\nname = \"b\"\npath = \"b\"\n";
    origin.change("feat: first").file("deploy-kit.toml", config).file("a/x", "1").file("b/x", "1").commit();
    origin.annotated_tag("a-v1.0.0");
    origin.annotated_tag("b-v1.0.0");
    origin.change("feat(a): more").file("a/x", "2").commit();
    origin.change("fix(b): less").file("b/x", "2").commit();
    let world = World::over(origin, deploy_kit_github_sim::Options::default());
    world.keep(&[]);
    let run = world.keep(&["--pr-per-package"]);
    let open: Vec<String> =
        world.pulls().into_iter().filter(|pull| pull.open).map(|pull| pull.title).collect();
    assert_eq!(open, ["chore(release): a 1.1.0", "chore(release): b 1.0.1"], "{}", run.log);
    let run = World::new().run(&["pr", "--pr-per-package"]);
    assert_eq!(run.exit, Some(2));
    assert!(run.log.contains("this repository is one"), "{}", run.log);
}

/// Packages with a change each, in folders by their place.
fn packages(names: &[&str]) -> World {
    let mut origin = deploy_kit_tests::Repo::new();
    let package = |(at, name): (usize, &&str)| {
        format!("[[package]]\nname = \"{name}\"\npath = \"p{at}\"\ntag-prefix = \"p{at}-v\"\n\n")
    };
    let config: String = names.iter().enumerate().map(package).collect();
    origin.change("feat: first").file("deploy-kit.toml", config).commit();
    for at in 0..names.len() {
        origin.change("feat: begin").file(&format!("p{at}/x"), "1").commit();
        origin.annotated_tag(&format!("p{at}-v1.0.0"));
    }
    for at in 0..names.len() {
        origin.change("fix: more").file(&format!("p{at}/x"), "2").commit();
    }
    World::over(origin, deploy_kit_github_sim::Options::default())
}

#[test]
fn packages_of_similar_names_have_a_branch_each() {
    let world = packages(&["web ui", "web-ui", "web:ui"]);
    let run = world.keep(&["--pr-per-package"]);
    let pulls = world.pulls();
    let titles: Vec<&str> = pulls.iter().map(|pull| pull.title.as_str()).collect();
    let wanted =
        ["chore(release): web ui 1.0.1", "chore(release): web-ui 1.0.1", "chore(release): web:ui 1.0.1"];
    assert_eq!(titles, wanted, "{}", run.log);
    let state = world.sim.state();
    for branch in ["web-ui", "web%20ui", "web%3Aui"] {
        assert!(state.refs.contains_key(&format!("{BRANCH}--{branch}")), "{branch}: {:?}", state.refs);
    }
    world.sim.clear_journal();
    let run = world.keep(&["--pr-per-package"]);
    assert_eq!(world.writes(), Vec::<String>::new(), "{}", run.log);
    world.merge(pulls[0].number, MergeMethod::Squash);
    let run = world.keep(&["--pr-per-package"]);
    assert_eq!(tags(&world.sim.state()), ["p0-v1.0.1"], "{}", run.log);
}

#[test]
fn a_package_whose_branch_would_be_a_folder_of_anothers_is_refused() {
    let world = packages(&["tools", "tools/gen"]);
    let run = world.run(&["pr", "--pr-per-package"]);
    assert_eq!(run.exit, Some(2), "{}", run.log);
    let text = "the packages `tools` and `tools/gen` cannot have a branch each";
    assert!(run.log.contains(text) && run.log.contains("--pr-per-package"), "{}", run.log);
    assert!(world.pulls().is_empty());
    world.keep(&[]);
}

/// A pull request from the branch that an earlier version of this program had for the package.
#[test]
fn a_pull_request_from_a_branch_that_no_package_has_any_more_gives_way() {
    let world = packages(&["web ui", "core"]);
    world.keep(&["--pr-per-package"]);
    let pull = world.pulls().into_iter().find(|pull| pull.title.contains("web ui")).unwrap();
    let git = |words: &[&str]| run_git(world.sim.git_path(), words);
    let old = format!("{BRANCH}--web-ui");
    git(&["update-ref", &old, &format!("{BRANCH}--web%20ui")]);
    let head = old.strip_prefix("refs/heads/").unwrap();
    let new = json!({ "title": pull.title, "head": head, "base": "main", "body": pull.body });
    assert_eq!(world.sim.seed("POST", "{repo}/pulls", new).0, 201);
    world.edit(pull.number, json!({ "state": "closed" }));
    git(&["update-ref", "-d", &format!("{BRANCH}--web%20ui")]);
    world.push("fix: again", "p0/y", "3");
    let run = world.keep(&["--pr-per-package"]);
    let open: Vec<_> = world.pulls().into_iter().filter(|pull| pull.open).collect();
    assert_eq!(open.len(), 2, "{open:#?}\n{}", run.log);
    let refs = world.sim.state().refs;
    assert!(!refs.contains_key(&old) && refs.contains_key(&format!("{BRANCH}--web%20ui")), "{refs:?}");
    // A branch without a pull request of ours is somebody's.
    git(&["update-ref", &old, "refs/heads/main"]);
    world.keep(&["--pr-per-package"]);
    assert!(world.sim.state().refs.contains_key(&old));
}

#[test]
fn a_submodule_that_people_move_survives() {
    let mut origin = deploy_kit_tests::Repo::new();
    let first = origin.change("feat: first").file("package.json", "{ \"version\": \"1.0.0\" }\n").commit();
    origin.annotated_tag("v1.0.0");
    origin.change("feat: a thing").file("src/a", "a").commit();
    let world = World::over(origin, deploy_kit_github_sim::Options::default());
    world.keep(&[]);
    let (first, second) = (first.to_string(), world.commit("main"));
    let link = |world: &World, at: &str| {
        let at = at.to_owned();
        on_branch(world, |git| {
            drop(git(&["update-index", "--add", "--cacheinfo", &format!("160000,{at},vendor")]));
            drop(git(&[
                "-c",
                "user.name=M",
                "-c",
                "user.email=m@example.org",
                "commit",
                "--quiet",
                "-m",
                "chore: vendor",
            ]));
        });
    };
    let linked = |world: &World| run_git(world.sim.git_path(), &["ls-tree", BRANCH, "vendor"]);
    for at in [&first, &second] {
        link(&world, at);
        world.push("fix: another", "src/c", at);
        let run = world.keep(&[]);
        assert_eq!(linked(&world), format!("160000 commit {at}\tvendor"), "{}", run.log);
    }
    // Taken away again.
    on_branch(&world, |git| {
        drop(git(&["rm", "--quiet", "--cached", "vendor"]));
        drop(git(&[
            "-c",
            "user.name=M",
            "-c",
            "user.email=m@example.org",
            "commit",
            "--quiet",
            "-m",
            "chore: without",
        ]));
    });
    world.push("fix: a third", "src/d", "d");
    let run = world.keep(&[]);
    assert_eq!(linked(&world), "", "{}", run.log);
}

#[test]
fn in_a_terminal_it_releases_and_sees_that_nothing_is_left() {
    let world = World::new();
    let keep = || {
        let mut command = world.command(&world.clone, &["pr"]);
        command.env("GITHUB_TOKEN", deploy_kit_github_sim::DEFAULT_TOKEN);
        let output = world.watched(command);
        let log = crate::world::log(&output);
        assert_eq!(output.status.code(), Some(0), "{log}");
        log
    };
    for (name, value) in [("user.name", "Mona"), ("user.email", "mona@example.com")] {
        run_git(&world.clone, &["config", name, value]);
    }
    world.pull();
    assert!(keep().contains("opened"));
    world.merge(world.pull_request().number, MergeMethod::Squash);
    let log = keep();
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{log}");
    assert!(keep().contains("Nothing to release."));
}
