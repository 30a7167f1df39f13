//! Lines of maintenance, hotfixes and channels.

use crate::play::Play;

#[test]
fn a_hotfix_from_a_tag_and_its_way_back() {
    let mut play = Play::at("v1.4.2");
    play.commit("main", "feat: a thing", &[("thing", "1")]);
    play.releases("main", "v1.5.0", &["a thing"]);
    play.latest("v1.5.0").floats(&[("v1", "v1.5.0"), ("v1.5", "v1.5.0")]);

    play.branch("hotfix/crash", "v1.4.2");
    play.commit("hotfix/crash", "fix: crash at start", &[("start", "1")]);
    let run = play.releases("hotfix/crash", "v1.4.3", &["crash at start"]);
    assert_eq!(run.files, ["CHANGELOG.md", "package.json"]);
    play.latest("v1.5.0").floats(&[("v1", "v1.5.0"), ("v1.4", "v1.4.3")]);
    let lacks = "`main` lacks a commit of `v1.4.3`, `fix: crash at start`; merge it back:";
    let command = "git fetch --tags && git switch main && git merge v1.4.3";
    assert!(run.log.contains(&format!("{lacks}\n  {command}\n")), "{}", run.log);
    assert!(run.summary.contains(&format!("{lacks} `{command}`\n")), "{}", run.summary);

    play.merge("main", "v1.4.3");
    let run = play.releases("main", "v1.5.1", &["crash at start"]);
    assert!(!run.log.contains("merge it back"), "{}", run.log);
    assert!(play.file("main", "package.json").contains("\"1.5.1\""));
    play.latest("v1.5.1").floats(&[("v1", "v1.5.1"), ("v1.5", "v1.5.1"), ("v1.4", "v1.4.3")]);
}

#[test]
fn a_line_takes_what_was_picked_for_it() {
    let mut play = Play::at("v1.4.2");
    play.branch("1.x", "v1.4.2");
    play.commit("main", "feat!: other names", &[("names", "1")]);
    play.releases("main", "v2.0.0", &["other names", "other names"]);
    let fix = play.commit("main", "fix: a leak", &[("leak", "1")]);
    play.releases("main", "v2.0.1", &["a leak"]);

    play.pick("1.x", &fix);
    let run = play.releases("1.x", "v1.4.3", &["a leak"]);
    play.latest("v2.0.1").floats(&[("v2", "v2.0.1")]);
    let nothing = "`main` has every change of `v1.4.3` and a higher version: nothing is to be merged back";
    assert!(run.log.contains(nothing), "{}", run.log);
    assert!(run.summary.contains(nothing), "{}", run.summary);

    play.branch("release/1.4", "v1.4.3");
    play.commit("1.x", "feat: for those who stay", &[("stay", "1")]);
    play.releases("1.x", "v1.5.0", &["for those who stay"]);
    play.commit("release/1.4", "fix: for those who stay longer", &[("longer", "1")]);
    play.releases("release/1.4", "v1.4.4", &["for those who stay longer"]);
    play.latest("v2.0.1");
    play.commit("release/1.4", "feat: too much", &[("much", "1")]);
    let run = play.run("release/1.4", &[]);
    assert_eq!((run.exit, run.tags.len()), (Some(1), 0), "{}", run.log);
    let refused = "the commits lead to 1.5.0, which the maintenance branch `release/1.4` (>=1.4.0, <1.5.0) may not release";
    assert!(run.log.contains(refused), "{}", run.log);
}

#[test]
fn a_version_that_the_default_branch_would_give_again() {
    let mut play = Play::at("v1.4.2");
    play.commit("main", "docs: words", &[("words", "1")]);
    let fix = play.commit("main", "fix: a leak", &[("leak", "1")]);
    play.branch("hotfix/leak", "v1.4.2");
    play.pick("hotfix/leak", &fix);
    let run = play.releases("hotfix/leak", "v1.4.3", &["a leak"]);
    let again = "`main` has every change of `v1.4.3`, but does not know of it and would release 1.4.3 again";
    assert!(run.log.contains(again), "{}", run.log);
    let run = play.run("main", &[]);
    assert!(run.log.contains("version 1.4.3 has a tag already"), "{}", run.log);
}

#[test]
fn channels_lead_to_a_release_by_promotion() {
    let mut play = Play::at("v1.0.0");
    let channels = "[version.channels]\nnext = \"next\"\nbeta = \"beta\"\n";
    play.commit("main", "chore: channels", &[("deploy-kit.toml", channels)]);
    play.rests("main");
    play.branch("next", "main");
    play.commit("next", "feat: a", &[("a", "1")]);
    let run = play.releases("next", "v1.1.0-next.1", &["a"]);
    assert!(!run.log.contains("merged back") && !run.log.contains("merge it back"), "{}", run.log);
    play.commit("next", "fix: b", &[("b", "1")]);
    let run = play.run("next", &["--floating-tags"]);
    assert_eq!((run.exit, &*run.tags), (Some(0), &["v1.1.0-next.2".to_owned()][..]), "{}", run.log);
    assert!(run.notes["v1.1.0-next.2"].contains(&"b".to_owned()));
    play.commit("next", "docs: more words", &[("words", "1")]);
    play.rests("next");
    assert!(play.is_prerelease("v1.1.0-next.2"));
    play.commit("main", "fix: c", &[("c", "1")]);
    play.releases("main", "v1.0.1", &["c"]);
    play.latest("v1.0.1").floats(&[("v1", "v1.0.1"), ("v1.0", "v1.0.1")]);

    play.merge("main", "next");
    play.releases("main", "v1.1.0", &["a", "b"]);
    assert!(!play.is_prerelease("v1.1.0"));
    play.latest("v1.1.0").floats(&[("v1", "v1.1.0"), ("v1.1", "v1.1.0"), ("v1.0", "v1.0.1")]);

    play.branch("beta", "main");
    play.commit("beta", "feat!: d", &[("d", "1")]);
    play.releases("beta", "v2.0.0-beta.1", &["d", "d"]);
    play.merge("next", "beta");
    play.releases("next", "v2.0.0-next.1", &["d", "d"]);
    play.latest("v1.1.0");
}
