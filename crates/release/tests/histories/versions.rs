//! From the first version on: before 1.0.0, versions that are asked for, and what is taken back.

use crate::play::Play;

const MANIFEST: &str = "{\n  \"name\": \"octo\",\n  \"version\": \"0.0.0\"\n}\n";

#[test]
fn from_nothing_to_one() {
    let mut play = Play::new();
    play.commit("main", "feat: first steps", &[("package.json", MANIFEST)]);
    let run = play.releases("main", "v0.1.0", &["first steps"]);
    assert_eq!(run.files, ["CHANGELOG.md", "package.json"]);
    play.commit("main", "fix: a crash", &[("a", "1")]);
    play.releases("main", "v0.1.1", &["a crash"]);
    // As Cargo has it: before 1.0.0 a feature breaks nobody, and what breaks raises the minor number.
    play.commit("main", "feat: a lamp", &[("a", "2")]);
    play.releases("main", "v0.1.2", &["a lamp"]);
    play.commit("main", "feat!: a new switch", &[("a", "3")]);
    play.releases("main", "v0.2.0", &["a new switch", "a new switch"]);
    play.floats(&[("v0.1", "v0.1.2"), ("v0.2", "v0.2.0")]);
    assert!(!play.refs().contains_key("refs/tags/v0"), "every minor release of 0.x may break its users");
    play.commit("main", "chore: stable\n\nRelease-As: 1.0.0", &[("a", "4")]);
    play.releases("main", "v1.0.0", &[]);
    play.commit("main", "feat: a shade", &[("a", "5")]);
    play.releases("main", "v1.1.0", &["a shade"]);
    play.latest("v1.1.0").floats(&[("v1", "v1.1.0"), ("v1.0", "v1.0.0")]);
}

#[test]
fn versions_that_are_asked_for() {
    let mut play = Play::at("v1.0.0");
    play.commit("main", "fix: a crash\n\nRelease-As: 1.5.0", &[("a", "1")]);
    play.releases("main", "v1.5.0", &["a crash"]);
    // Once it is answered, the footer counts no more.
    play.commit("main", "fix: another crash", &[("a", "2")]);
    play.releases("main", "v1.5.1", &["another crash"]);
    play.commit("main", "fix: a wrong wish\n\nRelease-As: 1.2.0", &[("a", "3")]);
    let run = play.run("main", &[]);
    assert_eq!((run.exit, run.tags.len()), (Some(1), 0), "{}", run.log);
    assert!(run.log.contains("`Release-As: 1.2.0` is not above the current version 1.5.1"), "{}", run.log);
    // The newest wins.
    play.commit("main", "chore: two\n\nRelease-As: 2.0.0", &[("a", "4")]);
    play.releases("main", "v2.0.0", &["a wrong wish"]);
    play.latest("v2.0.0");
}

#[test]
fn reverts_and_what_comes_back() {
    let mut play = Play::at("v1.0.0");
    let lamp = play.commit("main", "feat: a lamp", &[("lamp", "1")]);
    let revert = play.revert("main", &lamp);
    play.rests("main");
    play.revert("main", &revert);
    play.releases("main", "v1.1.0", &["a lamp"]);
    // Of something that is released a revert is a change of its own.
    let revert = play.revert("main", &lamp);
    play.releases_tags("main", &["v1.1.1"]);
    play.revert("main", &revert);
    play.releases_tags("main", &["v1.2.0"]);
    play.commit("main", "fix: a fuse", &[("fuse", "1")]);
    let shade = play.commit("main", "feat: a shade", &[("shade", "1")]);
    play.revert("main", &shade);
    play.releases("main", "v1.2.1", &["a fuse"]);
    play.latest("v1.2.1");
}

#[test]
fn the_first_release_of_somebody_elses_history() {
    let mut play = Play::new();
    let history = "# History\n\n## 2019\n\nIt began.\n";
    play.commit("main", "Initial commit", &[("CHANGELOG.md", history), ("a", "1")]);
    play.commit("main", "Add stuff, fix things", &[("a", "2")]);
    play.tag("main", "release-2019");
    play.tag("main", "v2");
    play.branch("side", "main");
    play.commit("side", "WIP", &[("side", "1")]);
    play.merge("main", "side");
    play.rests("main");
    play.commit("main", "feat: adopt releases", &[("a", "3")]);
    play.releases("main", "v0.1.0", &["adopt releases"]);
    let changelog = play.file("main", "CHANGELOG.md");
    assert!(
        changelog.starts_with("# History\n") && changelog.ends_with("## 2019\n\nIt began."),
        "{changelog}"
    );
    play.commit("main", "Fix it", &[("a", "4")]);
    play.rests("main");
    play.commit("main", "fix: it, again", &[("a", "5")]);
    play.releases("main", "v0.1.1", &["it, again"]);
    play.latest("v0.1.1");
}
