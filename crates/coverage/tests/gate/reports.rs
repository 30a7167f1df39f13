//! Reports that are missing, broken, of something else or of another time.

use deploy_kit_tests::Run;

use crate::world::{CALC, World, assert_says, lcov};

/// Undecided: no output says that it passed, nothing is stored.
#[track_caller]
fn undecided(world: &World, run: &Run, texts: &[&str]) {
    assert_eq!(run.exit, Some(4), "{}", run.log);
    for text in texts {
        assert_says(&run.log, text);
    }
    assert!(!run.outputs.contains("passed"), "{}", run.outputs);
    assert!(world.stored().is_empty());
}

#[test]
fn no_report_is_no_pass() {
    let world = World::new();
    world.remove("lcov.info");
    let none = "there is no coverage report among the files that git does not track";
    undecided(&world, &world.pushed(&[]), &[none, "hint: run the tests with coverage before"]);
    undecided(&world, &world.pushed(&["--reports=out/*.info"]), &["no file matches `out/*.info`"]);
    world.write("coverage.xml", "<html></html>");
    undecided(&world, &world.pushed(&[]), &["there is no coverage report: `coverage.xml` is none"]);
    undecided(&world, &world.pushed(&["--reports=coverage.xml"]), &["`coverage.xml`"]);
    // To pass without knowing is for what is not whole, not for what is not there.
    assert_eq!(world.pushed(&["--undecided=pass"]).exit, Some(4));
}

#[test]
fn a_report_that_is_cut_off_is_named_with_the_place() {
    let world = World::new();
    let whole = lcov(&world.code);
    world.write("lcov.info", whole.trim_end().strip_suffix("end_of_record").unwrap());
    undecided(&world, &world.pushed(&[]), &["`lcov.info`:12:1: expected", "a report that is cut off"]);
    world.write("lcov.info", "SF:src/calc.rs\nDA:1,1\nDA:two,1\nend_of_record\n");
    undecided(&world, &world.pushed(&[]), &["`lcov.info`:3:"]);
}

#[test]
fn paths_of_another_place_come_with_the_fix() {
    let world = World::of(&[("core/src/calc.rs", CALC), ("core/src/b.rs", "a"), ("web/src/b.rs", "a")]);
    let foreign = lcov(&[("build/x/calc.rs", CALC), ("build/x/b.rs", "a")].into());
    world.write("lcov.info", &foreign);
    let run = world.pushed(&[]);
    undecided(&world, &run, &["are files of this repository", "--fixes"]);
    let run = world.pushed(&["--fixes=build/x/::core/src/"]);
    assert_eq!((run.exit, run.output("lines-total")), (Some(0), "11"), "{}", run.log);
}

#[test]
fn a_report_of_another_version_is_refused() {
    let world = World::new();
    world.report("lcov.info", &[("src/calc.rs", "1 2 3 4 5 6 7 8 9 10 11 12")].into());
    let told = [
        "`src/calc.rs` has 10 lines, and `lcov.info` measured line",
        "measure the commit that is checked out",
    ];
    undecided(&world, &world.pushed(&[]), &told);
}

/// Cobertura says when it was made.
fn cobertura(seconds: i64) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<coverage line-rate=\"1\" version=\"7.6\" timestamp=\"{}\">\n<packages><package name=\"p\">\
         <classes><class name=\"calc\" filename=\"src/calc.rs\"><lines><line number=\"1\" hits=\"1\"/></lines></class>\
         </classes></package></packages></coverage>\n",
        seconds * 1000
    )
}

#[test]
fn a_report_that_is_older_than_the_commit_is_refused_on_a_runner() {
    let world = World::new();
    world.remove("lcov.info");
    let committed = deploy_kit_tests::START;
    world.write("coverage.xml", &cobertura(committed - 86_400));
    let told = ["the report `coverage.xml` is older than the commit", "restore no reports from a cache"];
    undecided(&world, &world.pushed(&[]), &told);
    world.write("coverage.xml", &cobertura(committed + 60));
    assert_eq!(world.pushed(&[]).exit, Some(0));
}

#[test]
fn reports_may_be_outside_of_the_repository() {
    let mut world = World::new();
    world.remove("lcov.info");
    let folder = world.scratch.path().join("coverage");
    std::fs::create_dir(&folder).unwrap();
    for (name, words) in [("a.info", "one two three! four!"), ("b.info", "one! two! three four!")] {
        std::fs::write(folder.join(name), lcov(&[("src/calc.rs", words)].into())).unwrap();
    }
    let globs = format!("--reports={}/*", folder.display());
    let run = world.pushed(&[&globs, "--expect=2"]);
    assert_eq!((run.exit, run.output("coverage")), (Some(0), "75.00"), "{}", run.log);
    // One report twice is one, by whatever name.
    let twice = world.pushed(&[&globs, &globs, "--expect=3"]);
    assert_eq!(twice.exit, Some(4), "{}", twice.log);
    let pull = world.open("topic", &[("src/calc.rs", CALC)]);
    assert_eq!(world.pulled(&pull, &[&globs, "--max-drop=0"]).exit, Some(0));
}

#[test]
fn what_is_tracked_and_what_others_wrote_is_no_report() {
    let world = World::of(&[("src/calc.rs", CALC), ("tests/lcov.info", "a.")]);
    for path in ["node_modules/x/lcov.info", ".venv/coverage.xml"] {
        world.write(path, "SF:src/calc.rs\nDA:1,0\nend_of_record\n");
    }
    world.report("lcov.info", &[("src/calc.rs", CALC)].into());
    let run = world.pushed(&["--expect=1", "--min-total=80"]);
    assert_eq!((run.exit, run.output("lines-total")), (Some(0), "10"), "{}", run.log);
}
