//! Merged pull requests on their way to a line of maintenance.

use deploy_kit_github_sim::MergeMethod::{Merge, Rebase, Squash};
use serde_json::json;

use crate::play::Play;

/// `main` at 2.0.0 with a line `1.x` that begins at 1.4.2.
fn lines() -> Play {
    let mut play = Play::new();
    let manifest = "{\n  \"name\": \"octo\",\n  \"version\": \"1.4.2\"\n}\n";
    let text = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
    let files = [("package.json", manifest), ("CHANGELOG.md", "# Changelog\n"), ("text", text)];
    play.commit("main", "feat: first", &files);
    play.tag("main", "v1.4.2");
    play.branch("1.x", "v1.4.2");
    play.commit("main", "feat!: other names", &[("names", "1")]);
    play.releases("main", "v2.0.0", &["other names", "other names"]);
    play
}

fn log(play: &Play, range: &str, format: &str) -> Vec<String> {
    play.log(range, format).lines().map(str::to_owned).collect()
}

const BRANCH: &str = "deploy-kit/backport/1.x";

#[test]
fn a_squash_comes_as_one_commit_and_releases_on_the_line() {
    let mut play = lines();
    let fix = [("fix: a leak", "leak", "1"), ("fix: a second leak", "other", "1")];
    let number = play.landed("fix: leaks", "main", Squash, &fix);
    let merge = play.head("main");
    let run = play.run("main", &["backport", "--to=1.x", &format!("#{number}")]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let branch = format!("{BRANCH}/{number}");
    let copies = log(&play, &format!("1.x..{branch}"), "%s|%an");
    assert_eq!(copies, [format!("fix: leaks (#{number})|octo-org")]);
    assert!(
        play.log(&format!("1.x..{branch}"), "%b").contains(&format!("(cherry picked from commit {merge})"))
    );
    let pulls = play.get("{repo}/pulls?state=open");
    let pull = &pulls[0];
    assert_eq!((&pull["base"]["ref"], &pull["head"]["ref"]), (&json!("1.x"), &json!(branch)));
    assert_eq!(pull["title"], format!("fix: leaks (#{number})"));
    assert_eq!(pull["draft"], false);
    assert!(pull["body"].as_str().unwrap().contains(&format!("* fix: leaks (#{number})\n")));

    let writes = play.writes();
    let again = play.run("main", &["backport", "--to=1.x", &number.to_string()]);
    assert!(again.log.contains(&format!("stands   #{}", pull["number"])), "{}", again.log);
    assert_eq!(play.writes(), writes, "another run writes nothing");

    play.land(pull["number"].as_u64().unwrap(), Squash);
    // The squash of a squash keeps the entries of the first one.
    let by = &pull["number"];
    let notes =
        [format!("leaks (#{number}) (#{by})"), format!("a leak (#{by})"), format!("a second leak (#{by})")];
    play.releases("1.x", "v1.4.3", &notes.each_ref().map(String::as_str));
    play.latest("v2.0.0");
    let again = play.run("main", &["backport", "--to=1.x", &number.to_string()]);
    assert!(again.log.contains(&format!("has      #{number}")), "{}", again.log);
}

#[test]
fn rebased_and_merged_commits_come_one_by_one() {
    let mut play = lines();
    let one = play.landed("fix: one", "main", Rebase, &[("fix: a", "a", "1"), ("fix: b", "b", "1")]);
    let two = play.landed("feat: two", "main", Merge, &[("feat: c", "c", "1"), ("docs: d", "d", "1")]);
    // The order in which they were merged counts, whatever is typed.
    let run = play.run("main", &["backport", "--to=1.x", &two.to_string(), &one.to_string()]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let copies = log(&play, &format!("1.x..{BRANCH}/{one}-{two}"), "%s|%an");
    assert_eq!(copies, ["docs: d|Ann", "feat: c|Ann", "fix: b|Ann", "fix: a|Ann"]);
    let pull = &play.get("{repo}/pulls?state=open")[0];
    assert_eq!(pull["title"], format!("chore: backport #{one}, #{two} to 1.x"));
    play.land(pull["number"].as_u64().unwrap(), Merge);
    play.releases("1.x", "v1.5.0", &["c", "b", "a"]);
    let run = play.run("main", &["backport", "--to=1.x", &format!("{one},{two}")]);
    assert!(run.log.contains(&format!("has      #{one}")), "{}", run.log);
    assert!(run.log.contains(&format!("has      #{two}")), "{}", run.log);
}

#[test]
fn a_branch_that_was_brought_up_to_date_comes_whole() {
    let mut play = lines();
    let number = play.propose("fix: both", "main", "topic", &[("fix: e", "e", "1")]);
    play.commit("main", "docs: on main", &[("words", "1")]);
    play.merge("topic", "main");
    play.commit("topic", "fix: f", &[("f", "1")]);
    play.land(number, Merge);
    let run = play.run("main", &["backport", "--to=1.x", &number.to_string()]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let branch = format!("{BRANCH}/{number}");
    assert_eq!(log(&play, &format!("1.x..{branch}"), "%s").len(), 1);
    assert_eq!(play.changed("1.x", &branch), ["e", "f"], "and nothing that the branch had from `main`");
}

#[test]
fn conflicts_are_told_by_file_and_nothing_is_pushed() {
    let mut play = lines();
    let text = |third: &str| format!("one\ntwo\n{third}\nfour\nfive\nsix\nseven\n");
    let good = play.landed("fix: good", "main", Squash, &[("fix: good", "good", "1")]);
    play.commit("main", "feat: three again", &[("text", &text("3"))]);
    let bad = play.landed("fix: bad", "main", Squash, &[("fix: bad", "text", &text("III"))]);
    let merge = play.head("main");
    let (refs, writes) = (play.refs(), play.writes());
    let run = play.run("main", &["backport", "--to=1.x", &good.to_string(), &bad.to_string()]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_eq!((play.refs(), play.writes()), (refs, writes));
    assert!(run.log.contains(&format!("picked   #{good}")), "{}", run.log);
    assert!(run.log.contains(&format!("conflict #{bad}")), "{}", run.log);
    assert!(run.log.contains(&format!("  text  content, by {}", &merge[..7])), "{}", run.log);
    assert!(run.log.contains(&format!("git cherry-pick -x {merge}")), "{}", run.log);
    assert!(run.log.contains("git cherry-pick --continue"), "{}", run.log);
    assert!(run.summary.contains("`text` (content)"), "{}", run.summary);
    assert_eq!(run.output("conflicts"), "text");

    // A person does it by hand; the next run opens the pull request.
    let branch = format!("{BRANCH}/{good}-{bad}");
    let first = play.log("main", "%H %s");
    let of_good = first.lines().find(|line| line.contains("fix: good")).unwrap();
    play.branch(&branch, "1.x");
    play.pick(&branch, &of_good[..40]);
    let note = format!("fix: bad\n\n(cherry picked from commit {merge})");
    play.commit(&branch, &note, &[("text", &text("III"))]);
    let run = play.run("main", &["backport", "--to=1.x", &good.to_string(), &bad.to_string()]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains("opened   #"), "{}", run.log);
    assert_eq!(log(&play, &format!("1.x..{branch}"), "%s")[0], "fix: bad");
}

#[test]
fn conflicts_that_are_allowed_make_a_draft() {
    let mut play = lines();
    let text = |third: &str| format!("one\ntwo\n{third}\nfour\nfive\nsix\nseven\n");
    play.commit("main", "feat: three again", &[("text", &text("3"))]);
    let bad = play.landed("fix: bad", "main", Squash, &[("fix: bad", "text", &text("III"))]);
    let run = play.run("main", &["backport", "--to=1.x", "--allow-conflicts", &bad.to_string()]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let pull = &play.get("{repo}/pulls?state=open")[0];
    assert_eq!(pull["draft"], true);
    assert!(pull["body"].as_str().unwrap().contains("- `text` (content), by "));
    assert!(play.file(&format!("{BRANCH}/{bad}"), "text").contains("<<<<<<<"));
}

#[test]
fn what_was_taken_back_on_the_line_can_come_again() {
    let mut play = lines();
    let number = play.landed("fix: a leak", "main", Squash, &[("fix: a leak", "leak", "1")]);
    let merge = play.head("main");
    let copy = play.pick("1.x", &merge);
    let run = play.run("main", &["backport", "--to=1.x", &number.to_string()]);
    assert!(run.log.contains("`1.x` has all of it: there is nothing to do."), "{}", run.log);
    play.revert("1.x", &copy);
    let run = play.run("main", &["backport", "--to=1.x", &number.to_string()]);
    assert!(run.log.contains(&format!("picked   #{number}")), "{}", run.log);
}

#[test]
fn a_dry_run_writes_nothing_and_mistakes_are_told() {
    let mut play = lines();
    let number = play.landed("fix: a leak", "main", Squash, &[("fix: a leak", "leak", "1")]).to_string();
    let open = play.propose("fix: b", "main", "open", &[("fix: b", "b", "1")]).to_string();
    let (refs, writes) = (play.refs(), play.writes());
    let run = play.run("main", &["backport", "--to=1.x", "--dry-run", &number]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert!(run.log.contains(&format!("would open fix: a leak (#{number})")), "{}", run.log);
    for (arguments, words) in [
        (vec!["backport", "--to=1.x", &open], format!("#{open} is not merged")),
        (vec!["backport", "--to=1.x", "99"], "has no pull request #99".to_owned()),
        (vec!["backport", "--to=3.x", &number], "has no branch `3.x`".to_owned()),
        (vec!["backport", &number], "`backport` needs `--to`, a branch".to_owned()),
        (vec!["backport", "--to=1.x"], "needs the numbers of pull requests".to_owned()),
        (vec!["backport", "--to=1.x", "abc"], "`abc` is no number of a pull request".to_owned()),
        (vec!["plan", "12"], "for `release backport` alone".to_owned()),
    ] {
        let run = play.run("main", &arguments);
        assert_eq!(run.exit, Some(2), "{arguments:?}: {}", run.log);
        assert!(run.log.contains(&words), "{arguments:?}: {}", run.log);
    }
    assert_eq!((play.refs(), play.writes()), (refs, writes));
}

#[test]
fn nothing_of_the_clone_changes_in_a_terminal() {
    let mut play = lines();
    let number = play.landed("fix: a leak", "main", Squash, &[("fix: a leak", "leak", "1")]);
    play.commit("main", "docs: words", &[("words", "1")]);
    let before = play.clone_state();
    let run = play.in_terminal(&["backport", "--to=1.x", "--format=json", &number.to_string()]);
    assert_eq!(run.0, Some(0), "{}", run.1);
    assert_eq!(play.clone_state(), before);
    let document: serde_json::Value = serde_json::from_str(&run.1).unwrap();
    assert_eq!(document["branch"], format!("{BRANCH}/{number}"));
    assert_eq!(document["pull-requests"][0]["copies"].as_array().unwrap().len(), 1);
    assert_eq!(log(&play, &format!("1.x..{BRANCH}/{number}"), "%cn"), ["Ann"]);
}
