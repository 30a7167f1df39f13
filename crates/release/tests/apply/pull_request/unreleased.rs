//! Merges of the release's pull request that are never released: of a burned tag, or behind commits that ask for more.

use deploy_kit_github_sim::{IssueState, MergeMethod, Options};
use deploy_kit_tests::run_git;
use serde_json::json;

use super::{BRANCH, packages, tags};
use crate::world::World;

/// Makes an immutable release of a tag, and deletes both.
fn burn(world: &World, tag: &str) {
    let release = json!({ "tag_name": tag, "target_commitish": "main" });
    let (status, made) = world.sim.seed("POST", "{repo}/releases", release);
    assert_eq!(status, 201);
    assert_eq!(world.sim.seed("DELETE", &format!("{{repo}}/releases/{}", made["id"]), json!({})).0, 204);
    run_git(world.sim.git_path(), &["update-ref", "-d", &format!("refs/tags/{tag}")]);
}

fn open(world: &World) -> IssueState {
    world.pulls().into_iter().find(|pull| pull.open).unwrap()
}

/// Merges the open pull request.
fn merge_next(world: World) -> World {
    world.keep(&[]);
    world.merge(open(&world).number, MergeMethod::Squash);
    world
}

/// The one after it, merged as well.
pub(crate) fn burned_next() -> World {
    merge_next(burned())
}

/// A pull request of two packages that was merged, of which one's tag is burned.
pub(crate) fn burned_of_two() -> World {
    let world = packages(&["one", "two"]);
    world.sim.immutable_releases(true);
    burn(&world, "p1-v1.0.1");
    world.keep(&[]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    world
}

pub(crate) fn overtaken_by_squash() -> World {
    overtaken(MergeMethod::Squash, false)
}

/// The pull request that took over from what was merged and never released, merged.
pub(crate) fn overtaken_next() -> World {
    merge_next(overtaken_by_squash())
}

/// A merged pull request whose tag an immutable release has burned.
pub(crate) fn burned() -> World {
    let options = Options { immutable_releases: true, ..Options::default() };
    let world = World::with(options);
    burn(&world, "v1.1.0");
    world.keep(&[]);
    world.merge(world.pull_request().number, MergeMethod::Squash);
    world
}

#[test]
fn a_burned_name_gives_way_to_the_next_version() {
    let world = burned();
    let run = world.keep(&["--hook-before=echo hooked"]);
    let pulls = world.pulls();
    let [merged, next] = &pulls[..] else { panic!("{pulls:#?}\n{}", run.log) };
    let told = "he tag `v1.1.0` can never be made again";
    assert_eq!((next.title.as_str(), next.open), ("chore(release): 1.1.1", true));
    let body = next.body.as_deref().unwrap();
    assert!(
        body.contains(told) && body.contains("1.1.1 takes its place") && body.contains("a thing"),
        "{body}"
    );
    assert!(merged.body.as_deref().unwrap().contains(told), "{merged:#?}");
    assert!(run.log.contains(told) && run.summary.contains(told), "{}\n{}", run.log, run.summary);
    assert!(world.sim.state().releases.is_empty());
    // What was found out once is not tried again.
    world.sim.clear_journal();
    let run = world.keep(&["--hook-before=echo hooked"]);
    assert_eq!(world.writes(), Vec::<String>::new(), "{}", run.log);
    assert!(!run.log.contains("hooked"), "{}", run.log);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert_eq!(changelog.matches("a thing").count(), 1, "{changelog}");
    assert!(world.file_at(BRANCH, "package.json").contains("1.1.1"));
    world.merge(next.number, MergeMethod::Squash);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.1"], "{}", run.log);
    world.push("fix: later", "src/c", "c");
    world.keep(&[]);
    let open = world.pulls().into_iter().find(|pull| pull.open).unwrap();
    assert_eq!(open.title, "chore(release): 1.1.2");
    assert!(!open.body.unwrap().contains(told), "it is history");
}

#[test]
fn a_burned_name_does_not_hold_up_what_is_built_elsewhere() {
    let world = burned();
    let merged = world.commit("main");
    world.push("feat!: later", "src/c", "c");
    // The run of the commit that was merged finds it out, that of the newest goes on.
    run_git(&world.clone, &["checkout", "--quiet", "--detach", &merged]);
    let run = world.keep(&["--assets=dist/*.tgz"]);
    assert!(run.log.contains("can never be made again"), "{}", run.log);
    world.pull();
    let run = world.keep(&["--assets=dist/*.tgz"]);
    let open = world.pulls().into_iter().find(|pull| pull.open).unwrap();
    assert_eq!(open.title, "chore(release): 2.0.0", "{}", run.log);
}

/// A pull request that was merged behind a commit that asks for more than it knows of.
fn overtaken(method: MergeMethod, edits: bool) -> World {
    let world = World::new();
    world.keep(&[]);
    if edits {
        let changelog = world.file_at(BRANCH, "CHANGELOG.md").replace("a thing", "a fine thing");
        world.push_to("deploy-kit/release/main", "docs: better words", "CHANGELOG.md", &(changelog + "\n"));
    }
    world.push("feat!: break", "src/c", "c");
    world.merge(world.pull_request().number, method);
    world
}

#[test]
fn what_was_merged_and_never_released_becomes_the_next_section() {
    for method in [MergeMethod::Merge, MergeMethod::Squash, MergeMethod::Rebase] {
        let world = overtaken(method, false);
        assert!(world.file_at("main", "CHANGELOG.md").contains("## 1.1.0"), "{method:?}");
        let run = world.keep(&[]);
        let changelog = world.file_at(BRANCH, "CHANGELOG.md");
        assert!(
            changelog.contains("## 2.0.0") && !changelog.contains("1.1.0"),
            "{method:?}: {changelog}\n{}",
            run.log
        );
        assert!(changelog.contains("break") && changelog.matches("a thing").count() == 1, "{changelog}");
        assert!(
            run.log.contains("holds all of it") && !run.log.contains("take what was merged"),
            "{}",
            run.log
        );
        world.sim.clear_journal();
        let run = world.keep(&[]);
        assert_eq!(world.writes(), Vec::<String>::new(), "{}", run.log);
        world.push("fix: more", "src/d", "d");
        world.keep(&[]);
        let open = world.pulls().into_iter().find(|pull| pull.open).unwrap();
        world.merge(open.number, MergeMethod::Squash);
        let run = world.keep(&[]);
        assert_eq!(tags(&world.sim.state()), ["v2.0.0"], "{}", run.log);
        let changelog = world.file_at("main", "CHANGELOG.md");
        assert!(!changelog.contains("1.1.0") && changelog.contains("more"), "{changelog}");
    }
}

#[test]
fn a_section_that_people_have_changed_is_theirs_to_move() {
    let world = overtaken(MergeMethod::Squash, true);
    let run = world.keep(&[]);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(changelog.contains("## 2.0.0") && changelog.contains("## 1.1.0"), "{changelog}");
    assert!(changelog.contains("a fine thing"), "{changelog}");
    assert!(run.log.contains("take what was merged of the changelog out there"), "{}", run.log);
}

#[test]
fn a_burned_tag_leaves_no_draft_of_the_others_behind() {
    let world = burned_of_two();
    let run = world.keep(&[]);
    assert!(world.sim.state().releases.is_empty(), "{:#?}\n{}", world.sim.state().releases, run.log);
    let body = open(&world).body.unwrap();
    assert!(
        body.contains("| one     | 1.0.0 | 1.0.1 |") && body.contains("| two     | 1.0.0 | 1.0.2 |"),
        "{body}"
    );
    let world = merge_next(world);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["p0-v1.0.1", "p1-v1.0.2"], "{}", run.log);
}

#[test]
fn tags_that_are_burned_one_after_the_other_are_passed_over() {
    let world = burned();
    burn(&world, "v1.1.1");
    let world = merge_next(world);
    let run = world.keep(&[]);
    assert_eq!(open(&world).title, "chore(release): 1.1.2", "{}", run.log);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(!changelog.contains("1.1.0") && !changelog.contains("1.1.1"), "{changelog}");
    assert_eq!(changelog.matches("a thing").count(), 1, "{changelog}");
    let world = merge_next(world);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.2"], "{}", run.log);
}

#[test]
fn a_merge_behind_more_follows_one_of_a_burned_tag() {
    let world = burned();
    world.keep(&[]);
    world.push("feat!: break", "src/c", "c");
    world.merge(open(&world).number, MergeMethod::Squash);
    let run = world.keep(&[]);
    assert_eq!(open(&world).title, "chore(release): 2.0.0", "{}", run.log);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(!changelog.contains("1.1.0") && !changelog.contains("1.1.1"), "{changelog}");
    assert_eq!(changelog.matches("a thing").count(), 1, "{changelog}");
}

#[test]
fn a_burned_version_that_somebody_chooses_is_refused_before_it_is_merged() {
    let world = burned();
    world.keep(&[]);
    let pull = open(&world);
    let body = pull.body.unwrap().replace("| 1.1.1 |", "| 1.1.0 |");
    world.edit(pull.number, json!({ "body": body }));
    let run = world.keep(&[]);
    let pull = open(&world);
    assert_eq!(pull.title, "chore(release): 1.1.1", "{}", run.log);
    let body = pull.body.unwrap();
    assert!(
        body.contains("so the computed version stands") && body.contains("`v1.1.0`"),
        "{body}\n{}",
        run.log
    );
}

#[test]
fn a_burned_version_that_somebody_chose_is_told_in_the_next() {
    let world = World::with(Options { immutable_releases: true, ..Options::default() });
    burn(&world, "v2.0.0");
    world.keep(&[]);
    let pull = open(&world);
    let body = pull.body.unwrap().replace("| 1.1.0 |", "| 2.0.0 |");
    world.edit(pull.number, json!({ "body": body }));
    let world = merge_next(world);
    let run = world.keep(&[]);
    let next = open(&world);
    assert_eq!(next.title, "chore(release): 1.1.0", "{}", run.log);
    let body = next.body.unwrap();
    assert!(body.contains("he tag `v2.0.0` can never be made again"), "{body}\n{}", run.log);
    let changelog = world.file_at(BRANCH, "CHANGELOG.md");
    assert!(!changelog.contains("2.0.0") && changelog.matches("a thing").count() == 1, "{changelog}");
    let world = merge_next(world);
    let run = world.keep(&[]);
    assert_eq!(tags(&world.sim.state()), ["v1.1.0"], "{}", run.log);
}

/// An immutable release that is deleted where its tag stays, as GitHub leaves it.
#[test]
fn a_release_that_is_deleted_and_whose_tag_stays_holds_nothing_up() {
    for arguments in [&["pr"][..], &[]] {
        let world = World::with(Options { immutable_releases: true, ..Options::default() });
        world.keep(&[]);
        world.merge(world.pull_request().number, MergeMethod::Squash);
        world.keep(&[]);
        let id = world.sim.seed("GET", "{repo}/releases/tags/v1.1.0", json!({})).1["id"].clone();
        assert_eq!(world.sim.seed("DELETE", &format!("{{repo}}/releases/{id}"), json!({})).0, 204);
        world.push("fix: later", "src/c", "c");
        let run = world.run(arguments);
        assert_eq!(run.exit, Some(0), "{arguments:?}: {}", run.log);
        if arguments == ["pr"] {
            let world = merge_next(world);
            world.keep(&[]);
            assert_eq!(tags(&world.sim.state()), ["v1.1.1"]);
        } else {
            assert_eq!(tags(&world.sim.state()), ["v1.1.1"], "{}", run.log);
        }
    }
}
