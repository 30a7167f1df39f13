//! What is kept of a commit, and what is compared with it.

use deploy_kit_github_sim::{Level, Permissions, Scope, Token};
use deploy_kit_tests::run_git;

use crate::world::{BASELINES, CALC, World, assert_says};

#[test]
fn a_push_stores_a_baseline_and_the_same_again_writes_nothing() {
    let mut world = World::new();
    let run = world.pushed(&["--min-total=80"]);
    assert_eq!((run.exit, run.output("coverage")), (Some(0), "80.00"), "{}", run.log);
    assert_says(&run.log, "stored   the baseline of this commit");
    let stored = world.stored();
    let lines = format!("lines/{}", world.main);
    let names: Vec<&str> = stored.keys().map(String::as_str).collect();
    assert_eq!(names, ["badge.json", "badge.svg", "history.jsonl", &lines, "trend.svg"]);
    assert_eq!(stored[&lines], "deploy-kit coverage lines 1\n8h2m\t8/10\t8/10\t8/10\tsrc/calc.rs");
    assert_says(&stored["history.jsonl"], &format!("{{\"sha\":\"{}\",\"time\":1704067200,", world.main));
    assert_says(&stored["badge.json"], "\"message\":\"80%\"");
    for picture in ["badge.svg", "trend.svg"] {
        assert!(stored[picture].starts_with("<svg "), "{}", stored[picture]);
    }

    world.github.clear_journal();
    let again = world.pushed(&["--min-total=80"]);
    assert_eq!(again.exit, Some(0), "{}", again.log);
    assert_says(&again.log, "the baseline of this commit is stored already");
    assert_eq!(world.github.writes(), Vec::<String>::new());

    let second = world.push(&[("src/calc.rs", "one two three four five six seven eight nine ten!")]);
    let run = world.pushed(&[]);
    assert_eq!((run.exit, run.output("delta")), (Some(0), "10.00"), "{}", run.log);
    let stored = world.stored();
    assert_eq!(stored["history.jsonl"].lines().count(), 2);
    assert!(stored.contains_key(&lines) && stored.contains_key(&format!("lines/{second}")), "{stored:?}");
    let subjects = run_git(world.github.git_path(), &["log", "--format=%s", BASELINES]);
    assert_eq!(subjects.lines().count(), 2, "{subjects}");
}

#[test]
fn measured_again_with_another_result_the_later_one_counts() {
    let world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    world.report("lcov.info", &[("src/calc.rs", "1 2 3 4 5 6 7 8 9 10")].into());
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let stored = world.stored();
    assert_eq!(stored["history.jsonl"].lines().count(), 1);
    assert_says(&stored["badge.json"], "\"message\":\"100%\"");
}

#[test]
fn the_nearest_commit_that_was_measured_is_the_base() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let measured: String = world.main.chars().take(7).collect();
    world.push(&[("src/calc.rs", CALC), ("src/new.rs", "a b")]);
    world.push(&[("src/calc.rs", CALC), ("src/new.rs", "a b c")]);
    let more = "one two three four five six seven eight nine! ten! eleven";
    let pull = world.open("topic", &[("src/calc.rs", more), ("src/new.rs", "a b c")]);
    let run = world.pulled(&pull, &["--max-drop=0"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    let said = world.said();
    assert_says(
        &said,
        &format!(
            "Base: `{measured}` of 2024-01-01, the nearest that was measured, 2 commits before the base"
        ),
    );
    assert!(!said.contains("covered otherwise"), "{said}");
    assert_eq!(run.output("patch-coverage"), "100.00");
}

#[test]
fn what_main_did_after_the_branch_left_it_is_not_the_branchs() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let more = "one two three four five six seven eight nine! ten! eleven";
    let mut pull = world.open("topic", &[("src/calc.rs", more)]);
    // main goes on, with code that no test runs; the trial merge is made anew.
    world.push(&[("src/calc.rs", CALC), ("src/late.rs", "a! b! c! d!")]);
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let merged = [("src/calc.rs", more), ("src/late.rs", "a! b! c! d!")];
    world.merge_anew(&mut pull, &merged);
    let run = world.pulled(&pull, &["--min-patch=100", "--max-drop=0"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!((run.output("patch-coverage"), run.output("delta")), ("100.00", "2.86"));
}

#[test]
fn to_delete_covered_code_is_no_drop() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("src/calc.rs", "one two nine! ten!")]);
    let run = world.pulled(&pull, &["--max-drop=0"]);
    assert_eq!((run.exit, run.output("delta")), (Some(0), "-30.00"), "{}", run.log);
    assert_says(&world.said(), "50.00 % (2/4) at the base without what was deleted");
    // A line that ran, and runs no more.
    world.report("lcov.info", &[("src/calc.rs", "one two! nine! ten!")].into());
    assert_eq!(world.pulled(&pull, &["--max-drop=0"]).exit, Some(1));
}

#[test]
fn a_renamed_file_is_the_file_that_it_was() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("lib/sum.rs", CALC)]);
    let run = world.pulled(&pull, &["--max-drop=0", "--min-patch=100"]);
    assert_eq!((run.exit, run.output("patch-coverage")), (Some(0), ""), "{}", run.log);
    let said = world.said();
    assert_says(&said, "✅ Coverage 80.00 % (±0)");
    assert!(!said.contains("sum.rs"), "nothing is to be said of it:\n{said}");
}

#[test]
fn without_a_baseline_a_drop_is_undecided_and_says_what_to_do() {
    let mut world = World::new();
    let pull = world.open("topic", &[("src/calc.rs", "one two!")]);
    let run = world.pulled(&pull, &["--max-drop=1"]);
    assert_eq!((run.exit, run.output("passed")), (Some(4), ""), "{}", run.log);
    assert_says(&run.log, "run this workflow on a push to the default branch as well");
    assert_says(&world.said(), "❔");
    let run = world.pulled(&pull, &["--max-drop=1", "--undecided=pass"]);
    assert_eq!((run.exit, run.output("passed")), (Some(0), ""), "{}", run.log);
    assert_says(&world.said(), "❔");
}

#[test]
fn the_first_commit_that_is_measured_is_no_drop() {
    let mut world = World::new();
    let asked = ["--max-drop=0", "--ratchet", "--components=core: src/** max-drop=0"];
    // The run that stores it, and one that finds it stored.
    for _ in 0..2 {
        let run = world.pushed(&asked);
        assert_eq!((run.exit, run.output("passed")), (Some(0), "true"), "{}", run.log);
        assert_says(&run.log, "max-drop of core (not applicable): this is the first commit that is measured");
        assert!(!run.log.contains("::warning::"), "{}", run.log);
    }
    world.push(&[("src/calc.rs", "one two!")]);
    assert_eq!(world.pushed(&asked).exit, Some(1), "the next one can be");
}

#[test]
fn a_folder_can_hold_the_baselines() {
    let mut world = World::new();
    let folder = world.scratch.path().join("baselines");
    let place = format!("--baseline={}", folder.display());
    assert_eq!(world.pushed(&[&place]).exit, Some(0));
    assert!(world.stored().is_empty() && world.github.journal().is_empty(), "no GitHub is needed");
    assert!(
        folder.join(format!("coverage/lines/{}", world.main)).is_file()
            && folder.join("coverage/trend.svg").is_file()
    );
    let pull = world.open("topic", &[("src/calc.rs", "one two!")]);
    let run = world.pulled(&pull, &[&place, "--max-drop=1"]);
    assert_eq!((run.exit, run.output("delta")), (Some(1), "-30.00"), "{}", run.log);
}

#[test]
fn a_dry_run_shows_what_it_would_write_and_writes_nothing() {
    let mut world = World::new();
    let files = ["--badge=out/badge.svg", "--html=out/html", "--json=out/all.json", "--dry-run"];
    let run = world.pushed(&files);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    for step in ["would write the badge to out/badge.svg", "would store the baseline of this commit"] {
        assert_says(&run.log, step);
    }
    let pull = world.open("topic", &[("src/calc.rs", "one new!")]);
    let run = world.pulled(&pull, &["--min-patch=100", "--dry-run"]);
    assert_eq!((run.exit, run.output("comment-url")), (Some(1), ""), "{}", run.log);
    assert_says(&run.log, &format!("would comment on #{}", pull.number));
    assert_eq!((world.github.writes(), world.stored().len()), (Vec::new(), 0));
    assert!(!world.checkout.join("out").exists());
}

#[test]
fn a_shallow_checkout_is_completed_on_a_runner() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("src/calc.rs", "one two three! four")]);
    world.become_shallow(&pull.merge);
    let count = |world: &World| run_git(&world.checkout, &["rev-list", "--count", "HEAD"]);
    assert_eq!(count(&world), "1");
    let run = world.pulled(&pull, &["--min-patch=100", "--max-drop=100"]);
    assert_eq!((run.exit, run.output("patch-coverage")), (Some(0), ""), "{}", run.log);
    assert_says(&run.log, "fetched the history that the shallow checkout lacked");
    assert_eq!(count(&world), "3");
    assert_eq!(run.output("delta"), "-5.00");
}

#[test]
fn a_token_that_may_not_write_is_told_which_permission_stores_a_baseline() {
    let world = World::new();
    let reading = Permissions::none().with(Scope::Contents, Level::Read);
    world.github.allow(Token::app("reading", "ghs_mayRead", reading));
    let run = world.push_job(&world.checkout, &world.main).token("ghs_mayRead").run();
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert_says(&run.log, "contents: write");
}

#[test]
fn a_base_that_cannot_be_read_is_a_note_unless_a_rule_asks_for_it() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("src/calc.rs", "one two")]);
    world.github.allow(Token::app(
        "commenting",
        "ghs_mayComment",
        Permissions::none().with(Scope::PullRequests, Level::Write),
    ));
    let job = |rule: &str| world.pull_job(&pull).token("ghs_mayComment").arguments(&[rule]).run();
    let run = job("--min-total=50");
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_says(&world.said(), "the coverage of the base is not known");
    let run = job("--max-drop=0");
    assert_eq!(run.exit, Some(3), "{}", run.log);
    assert_says(&run.log, "contents: read");
}
