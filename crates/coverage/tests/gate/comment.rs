//! What a pull request is told.

use crate::world::{CALC, World, assert_says};

const BAD: &str = "one two three four five six seven eight nine! ten! eleven! twelve thirteen! fourteen!";
const GOOD: &str = "one two three four five six seven eight nine! ten! eleven twelve thirteen fourteen";

#[test]
fn a_pull_request_fails_and_its_fix_passes_in_the_one_comment() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let mut pull = world.open("topic", &[("src/calc.rs", BAD)]);
    let run = world.pulled(&pull, &["--min-patch=80"]);
    assert_eq!((run.exit, run.output("passed")), (Some(1), "false"), "{}", run.log);
    assert_eq!((run.output("patch-coverage"), run.output("uncovered")), ("25.00", "3"));
    assert_eq!((run.output("coverage"), run.output("delta")), ("64.28", "-15.71"));
    let said = world.said();
    assert_says(&said, "❌ Coverage 64.28 %");
    let blob = format!("https://github.example/octo-org/octo-repo/blob/{}/src/calc.rs", pull.merge);
    assert_says(&said, &format!("[11]({blob}#L11), [13–14]({blob}#L13-L14)"));
    assert_says(&run.log, "::warning title=Not covered,file=src/calc.rs,line=13,endLine=14::");
    assert_eq!(run.summary.trim(), said, "the summary is the same page");
    let url = run.output("comment-url").to_owned();
    assert_says(&url, "https://github.example/octo-org/octo-repo/pull/1#issuecomment-");

    world.advance(&mut pull, "topic", &[("src/calc.rs", GOOD)]);
    let run = world.pulled(&pull, &["--min-patch=80"]);
    assert_eq!((run.exit, run.output("passed")), (Some(0), "true"), "{}", run.log);
    assert_eq!(run.output("patch-coverage"), "100.00");
    assert_says(&world.said(), "✅ Coverage 85.71 % (+5.71)");
    assert_eq!(run.output("comment-url"), url, "there is one comment");
    // Nothing is new: nothing is written.
    world.github.clear_journal();
    assert_eq!(world.pulled(&pull, &["--min-patch=80"]).exit, Some(0));
    assert_eq!(world.github.writes(), Vec::<String>::new());
}

#[test]
fn a_first_comment_comes_when_it_is_wanted() {
    let more = "one two three four five six seven eight nine! ten! eleven";
    let untouched = [("src/calc.rs", CALC), ("README.md", "words.")];
    // What changed; whether `change` and `drop` ask for a comment.
    for (code, on_change, on_drop) in [
        (&[("src/calc.rs", BAD)][..], true, true),
        (&[("src/calc.rs", more)], true, false),
        (&untouched, false, false),
    ] {
        for (policy, is_wanted) in [("always", true), ("change", on_change), ("drop", on_drop)] {
            let mut world = World::new();
            assert_eq!(world.pushed(&[]).exit, Some(0));
            let pull = world.open("topic", code);
            let on = format!("--comment-on={policy}");
            let run = world.pulled(&pull, &[&on]);
            assert_eq!(run.exit, Some(0), "{}", run.log);
            assert_eq!(world.github.comments().len(), usize::from(is_wanted), "{policy}: {code:?}");
            assert_eq!(run.output("comment-url").is_empty(), !is_wanted);
        }
    }
}

#[test]
fn a_comment_that_stands_follows_whatever_is_wanted_of_a_first_one() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let mut pull = world.open("topic", &[("src/calc.rs", BAD)]);
    assert_eq!(world.pulled(&pull, &["--comment-on=drop"]).exit, Some(0));
    world.advance(&mut pull, "topic", &[("src/calc.rs", GOOD)]);
    assert_eq!(world.pulled(&pull, &["--comment-on=drop"]).exit, Some(0));
    assert_says(&world.said(), "Coverage 85.71 % (+5.71)");
}

#[test]
fn nobody_is_called_by_a_path_and_no_comment_is_written_where_none_is_wanted() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("src/calc.rs", CALC), ("src/@octocat #1.rs", "a! b!")]);
    assert_eq!(world.pulled(&pull, &["--comment=false"]).exit, Some(0));
    assert!(world.github.comments().is_empty());
    let run = world.pulled(&pull, &["--min-patch=80"]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&world.said(), "[`src/@octocat #1.rs`](https://github.example/octo-org/octo-repo/blob/");
    assert_says(&world.said(), "/src/%40octocat%20%231.rs#L1-L2)");
}
