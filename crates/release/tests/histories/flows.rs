//! Ways in which people work on a main branch.

use deploy_kit_github_sim::MergeMethod::{Merge, Rebase, Squash};

use crate::play::Play;

#[test]
fn trunk() {
    let mut play = Play::at("v1.0.0");
    play.commit("main", "fix: a crash", &[("a", "1")]);
    let run = play.releases("main", "v1.0.1", &["a crash"]);
    assert_eq!(run.files, ["CHANGELOG.md", "package.json"]);
    play.commit("main", "docs: more words", &[("words", "1")]);
    play.rests("main");
    play.commit("main", "feat: a lamp", &[("lamp", "1")]);
    play.releases("main", "v1.1.0", &["a lamp"]);
    play.commit("main", "feat!: a new switch", &[("switch", "1")]);
    // Among what breaks, and among the features.
    play.releases("main", "v2.0.0", &["a new switch", "a new switch"]);
    play.commit("main", "fix: one", &[("b", "1")]);
    play.commit("main", "chore: tidy", &[("b", "2")]);
    play.commit("main", "fix: two", &[("b", "3")]);
    play.releases("main", "v2.0.1", &["two", "one"]);
    play.latest("v2.0.1").floats(&[("v1", "v1.1.0"), ("v1.0", "v1.0.1"), ("v2", "v2.0.1")]);
    assert!(play.file("main", "package.json").contains("\"version\": \"2.0.1\""));
    let changelog = play.file("main", "CHANGELOG.md");
    let versions = changelog.lines().filter_map(|line| line.strip_prefix("## "));
    let versions: Vec<&str> = versions.map(|line| &line[..5]).collect();
    assert_eq!(versions, ["2.0.1", "2.0.0", "1.1.0", "1.0.1"]);
}

#[test]
fn github_flow_with_merge_commits() {
    let mut play = Play::at("v1.0.0");
    play.landed("A lamp", "main", Merge, &[("feat: a lamp", "lamp", "1"), ("fix: its cable", "cable", "1")]);
    play.releases("main", "v1.1.0", &["a lamp", "its cable"]);
    // The merge itself does not count beside what it brings.
    play.landed("feat: words", "main", Merge, &[("docs: words", "words", "1")]);
    play.rests("main");
    // A branch that began before a release and is merged after it is not lost.
    let old = play.propose("fix: old", "main", "old", &[("fix: an old bug", "old", "1")]);
    play.landed("fix: new", "main", Merge, &[("fix: a new bug", "new", "1")]);
    play.releases("main", "v1.1.1", &["a new bug"]);
    play.land(old, Merge);
    play.releases("main", "v1.1.2", &["an old bug"]);
    play.latest("v1.1.2");
}

#[test]
fn github_flow_with_squashes() {
    let mut play = Play::at("v1.0.0");
    let one = play.landed("The lamp", "main", Squash, &[("feat: a lamp", "lamp", "1")]);
    play.releases("main", "v1.1.0", &[&format!("a lamp (#{one})")]);
    let two = [("fix: a red cable", "red", "1"), ("docs: a word on cables", "words", "1")];
    let two = play.landed("fix: the cables", "main", Squash, &two);
    play.releases("main", "v1.1.1", &[&format!("the cables (#{two})"), &format!("a red cable (#{two})")]);
    // A title that says nothing leaves it to the commits in the text.
    let three = [("feat: a green cable", "green", "1"), ("wip", "green", "2")];
    let three = play.landed("Cables again", "main", Squash, &three);
    play.releases("main", "v1.2.0", &[&format!("a green cable (#{three})")]);
    play.landed("Words", "main", Squash, &[("docs: words", "words", "2")]);
    play.rests("main");
    play.latest("v1.2.0");
}

#[test]
fn github_flow_with_rebases() {
    let mut play = Play::at("v1.0.0");
    let lamp = [("feat: a lamp", "lamp", "1"), ("fix: its cable", "cable", "1"), ("wip", "cable", "2")];
    let old = play.propose("Old", "main", "old", &[("fix: an old bug", "old", "1")]);
    play.landed("A lamp", "main", Rebase, &lamp);
    play.releases("main", "v1.1.0", &["a lamp", "its cable"]);
    play.land(old, Rebase);
    play.releases("main", "v1.1.1", &["an old bug"]);
    assert_eq!(play.log("main", "%P").lines().filter(|line| line.contains(' ')).count(), 0);
    play.latest("v1.1.1");
}

#[test]
fn a_merge_queue() {
    let mut play = Play::at("v1.0.0");
    let one = play.propose("feat: a lamp", "main", "one", &[("feat: a lamp", "lamp", "1")]);
    let two = play.propose("fix: a cable", "main", "two", &[("fix: a cable", "cable", "1")]);
    let three = play.propose("Words", "main", "three", &[("docs: words", "words", "1")]);
    play.sim.merge_queue(&[(one, Squash), (two, Squash), (three, Rebase)]).unwrap();
    play.releases("main", "v1.1.0", &[&format!("a lamp (#{one})"), &format!("a cable (#{two})")]);
    let four = play.propose("fix: a fuse", "main", "four", &[("fix: a fuse", "fuse", "1")]);
    let five = play.propose("fix: the lamp", "main", "five", &[("fix: the lamp", "lamp", "2")]);
    let six = play.propose("fix: the lamp again", "main", "six", &[("fix: the lamp again", "lamp", "3")]);
    let refused = play.sim.merge_queue(&[(four, Squash), (five, Squash), (six, Squash)]);
    assert_eq!(refused.unwrap_err(), "Pull Request is not mergeable");
    play.rests("main");
    play.sim.merge_queue(&[(four, Squash), (five, Squash)]).unwrap();
    play.releases("main", "v1.1.1", &[&format!("the lamp (#{five})"), &format!("a fuse (#{four})")]);
    play.latest("v1.1.1");
}

#[test]
fn git_flow() {
    let mut play = Play::at("v1.0.0");
    play.branch("develop", "main");
    play.landed("A lamp", "develop", Merge, &[("feat: a lamp", "lamp", "1")]);
    play.rests("main");
    // Three numbers are a version that is being prepared, and no line of maintenance.
    play.branch("release/1.1.0", "develop");
    play.commit("release/1.1.0", "fix: its bulb", &[("bulb", "1")]);
    play.merge("main", "release/1.1.0");
    play.releases("main", "v1.1.0", &["a lamp", "its bulb"]);
    play.merge("develop", "v1.1.0");
    play.branch("hotfix/1.1.1", "v1.1.0");
    play.commit("hotfix/1.1.1", "fix: a short circuit", &[("circuit", "1")]);
    play.merge("main", "hotfix/1.1.1");
    play.releases("main", "v1.1.1", &["a short circuit"]);
    play.merge("develop", "v1.1.1");
    play.landed("A shade", "develop", Merge, &[("feat: a shade", "shade", "1")]);
    play.branch("release/1.2.0", "develop");
    play.merge("main", "release/1.2.0");
    play.releases("main", "v1.2.0", &["a shade"]);
    play.fast_forward("develop", "main");
    play.latest("v1.2.0").floats(&[("v1", "v1.2.0"), ("v1.1", "v1.1.1")]);
    assert_eq!(play.head("develop"), play.head("main"));
}

#[test]
fn a_release_pull_request_by_squash_and_by_queue() {
    let mut play = Play::at("v1.0.0");
    play.releasing_with(&["pr", "--floating-tags"]);
    play.commit("main", "feat: a lamp", &[("lamp", "1")]);
    play.rests("main");
    let open = |play: &Play| play.get("{repo}/pulls?state=open")[0]["number"].as_u64().unwrap();
    let number = open(&play);
    play.land(number, Squash);
    play.releases("main", "v1.1.0", &["a lamp"]);
    play.commit("main", "fix: its cable", &[("cable", "1")]);
    play.rests("main");
    play.sim.merge_queue(&[(open(&play), Merge)]).unwrap();
    play.releases("main", "v1.1.1", &["its cable"]);
    play.latest("v1.1.1").floats(&[("v1", "v1.1.1"), ("v1.1", "v1.1.1")]);
}
