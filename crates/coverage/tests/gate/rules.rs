//! What is asked for, and of what.

use crate::world::{CALC, World, assert_says};

/// A world whose `main` was measured, and its pull request.
fn pull(code: &[(&'static str, &'static str)]) -> (World, crate::world::Pull) {
    let mut world = World::of(&[("src/calc.rs", CALC), ("web/app.js", "a b c d!")]);
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", code);
    (world, pull)
}

#[test]
fn with_a_shard_missing_nothing_is_decided_and_no_baseline_is_stored() {
    let mut world = World::new();
    world.write("shards/1.info", &crate::world::lcov(&world.code));
    world.write("shards/2.info", &crate::world::lcov(&world.code));
    let asked = ["--reports=shards/*.info", "--expect=3", "--min-total=99", "--store=always"];
    let run = world.pushed(&asked);
    assert_eq!((run.exit, run.output("passed")), (Some(4), ""), "{}", run.log);
    assert_says(&run.log, "expect: 2 of 3 reports");
    assert!(world.stored().is_empty());
    let open = world.pushed(&[&asked[..], &["--undecided=pass"]].concat());
    assert_eq!((open.exit, open.output("passed")), (Some(0), ""), "{}", open.log);
    assert!(world.stored().is_empty(), "what is not whole is nobody's baseline, whatever the policy");
    world.write("shards/3.info", &crate::world::lcov(&world.code));
    assert_eq!(world.pushed(&asked).exit, Some(1), "now it is known: 80 % is not 99 %");
    assert_eq!(world.stored()["history.jsonl"].lines().count(), 1);
    let pull = world.open("topic", &[("src/calc.rs", "one two!")]);
    for shard in ["shards/1.info", "shards/2.info"] {
        world.report(shard, &[("src/calc.rs", "one two!")].into());
    }
    world.remove("shards/3.info");
    let run = world.pulled(&pull, &asked[..2]);
    assert_eq!(run.exit, Some(4), "{}", run.log);
    assert_says(&world.said(), "❔ `expect`: 2 of 3 reports");
}

#[test]
fn a_component_has_rules_of_its_own() {
    let (world, pull) = pull(&[("src/calc.rs", CALC), ("web/app.js", "a b c d! e!")]);
    let web = "--components=web: web/** min-total=70 min-patch=50 max-drop=5";
    let core = "--components=core: **/*.rs !gen/** min-total=80";
    let run = world.pulled(&pull, &[web, core]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    let said = world.said();
    for line in [
        "❌ `min-total` of web: 60.00 % (3/5) of all lines, at least 70 %",
        "❌ `min-patch` of web: 0.00 % (0/1) of the added lines, at least 50 %",
        "❌ `max-drop` of web: 60.00 % (3/5) of all lines, 75.00 % (3/4) at the base, at most 5 points less",
        "✅ `min-total` of core: 80.00 % (8/10) of all lines, at least 80 %",
    ] {
        assert_says(&said, line);
    }
    assert_eq!(world.pulled(&pull, &[core]).exit, Some(0));
    let twice = world.pulled(&pull, &[core, "--components=core: src/**"]);
    assert_eq!(twice.exit, Some(2), "{}", twice.log);
    assert_says(&twice.log, "there are two components `core`");
}

#[test]
fn the_configuration_says_it_as_well() {
    let (world, pull) = pull(&[("src/calc.rs", "one two!"), ("web/app.js", "a b c d!")]);
    world.write(
        "deploy-kit.toml",
        "[coverage]\nmin-total = 70.5\ncomponents = [\"web: web/** min-total=90\"]\n",
    );
    let run = world.pulled(&pull, &[]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&world.said(), "❌ `min-total` of web: 75.00 % (3/4) of all lines, at least 90 %");
    assert_says(&world.said(), "❌ `min-total`: 66.66 % (4/6) of all lines, at least 70.5 %");
}

#[test]
fn a_ratchet_counts_missed_lines() {
    let (world, pull) = pull(&[("src/calc.rs", "one two nine! ten!"), ("web/app.js", "a b c d!")]);
    let run = world.pulled(&pull, &["--ratchet"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    world.report("lcov.info", &[("src/calc.rs", "one two! nine! ten!"), ("web/app.js", "a b c d!")].into());
    let run = world.pulled(&pull, &["--ratchet"]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&world.said(), "4 lines are missed, 3 at the base");
}

#[test]
fn a_source_file_that_no_report_mentions_is_told_and_counts_if_that_is_asked_for() {
    let (mut world, mut pull) = pull(&[("src/calc.rs", CALC), ("web/app.js", "a b c d!")]);
    let code = [("src/calc.rs", CALC), ("web/app.js", "a b c d! e"), ("src/new.rs", "a b c")];
    world.advance(&mut pull, "topic", &code);
    world.report("lcov.info", &code[..2].iter().copied().collect());
    let run = world.pulled(&pull, &["--min-patch=80"]);
    assert_eq!((run.exit, run.output("patch-coverage")), (Some(0), "100.00"), "{}", run.log);
    assert_says(&world.said(), "**No report mentions 1 changed source file**");
    assert_says(&world.said(), "src/new.rs): 3 added lines");
    let run = world.pulled(&pull, &["--min-patch=80", "--count-unmentioned"]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&world.said(), "25.00 % (1/4) of the added lines");
    let run = world.pulled(&pull, &["--min-patch=80", "--count-unmentioned", "--ignore=src/new.rs"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
}

#[test]
fn a_small_patch_is_not_judged() {
    let (world, pull) = pull(&[("src/calc.rs", "one two three! four!"), ("web/app.js", "a b c d! e!")]);
    assert_eq!(world.pulled(&pull, &["--min-patch=80"]).exit, Some(1));
    let run = world.pulled(&pull, &["--min-patch=80", "--small-patch=2"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_says(
        &world.said(),
        "➖ `min-patch`: 0.00 % (0/1) of the added lines, at least 80 %: fewer than 2",
    );
    assert_eq!(world.pulled(&pull, &["--min-patch=80", "--small-patch=1"]).exit, Some(1));
}

#[test]
fn what_is_ignored_counts_nowhere() {
    let (world, pull) = pull(&[("src/calc.rs", CALC), ("web/app.js", "a b c d! e! f!")]);
    let run = world.pulled(&pull, &["--min-patch=80", "--max-drop=0", "--ignore=web/**"]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    assert_eq!((run.output("lines-total"), run.output("delta")), ("10", "0.00"));
    assert!(!world.said().contains("app.js"), "{}", world.said());
    let run = world.pulled(&pull, &["--ignore=**"]);
    assert_eq!(run.exit, Some(4), "{}", run.log);
    assert_says(&run.log, "hint: look at `--ignore`");
}

#[test]
fn a_partly_covered_line_counts_as_the_metric_says() {
    let (world, pull) = pull(&[("src/calc.rs", "one two? three?"), ("web/app.js", "a b c d!")]);
    for (metric, covered) in [("codecov", "4"), ("lines", "6")] {
        let run = world.pulled(&pull, &[&format!("--metric={metric}")]);
        assert_eq!((run.exit, run.output("lines-covered")), (Some(0), covered), "{}", run.log);
    }
}
