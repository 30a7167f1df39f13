//! Without a runner, and for other programs.

use deploy_kit_github_sim::Fault;
use deploy_kit_tests::{Job, run_git};
use serde_json::Value;

use crate::world::{CALC, World, assert_says, source};

/// As a person runs it: no event, no token.
fn typed<'a>(world: &'a World, arguments: &[&str]) -> Job<'a> {
    let gone = [
        "GITHUB_ACTIONS",
        "GITHUB_TOKEN",
        "GITHUB_EVENT_NAME",
        "GITHUB_EVENT_PATH",
        "GITHUB_RUN_ID",
        "GITHUB_SHA",
    ];
    let gone =
        gone.iter().chain(&["GITHUB_REF", "GITHUB_REPOSITORY", "GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"]);
    let job = world.push_job(&world.checkout, &world.main);
    gone.fold(job, |job, name| job.without(name)).arguments(arguments)
}

#[test]
fn in_a_terminal_what_is_edited_counts_and_no_token_is_needed() {
    let world = World::new();
    run_git(&world.checkout, &["checkout", "--quiet", "-b", "topic"]);
    let edited = "one two three four five six seven eight nine! ten! eleven! twelve";
    world.write("src/calc.rs", &source(edited));
    world.report("lcov.info", &[("src/calc.rs", edited)].into());
    let run = typed(&world, &["--min-patch=80"]).run();
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&run.log, "src/calc.rs  11");
    assert_says(&run.log, "✗ min-patch: 50.00 % (1/2) of the added lines, at least 80 %");
    assert!(!run.log.contains("::") && world.github.journal().is_empty(), "{}", run.log);
    // A report of an hour ago is no old one where nothing is committed yet; a baseline needs a token.
    let run = typed(&world, &["--max-drop=1"]).run();
    assert_eq!(run.exit, Some(4), "{}", run.log);
    assert_says(&run.log, "there is no token to read them");
}

#[test]
fn a_fetched_ref_serves_without_a_token() {
    let world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let from = world.github.git_path().to_str().unwrap().to_owned();
    run_git(
        &world.checkout,
        &["fetch", "--quiet", &from, "refs/deploy-kit/coverage:refs/deploy-kit/coverage"],
    );
    world.write("src/calc.rs", &source("one two!"));
    world.report("lcov.info", &[("src/calc.rs", "one two!")].into());
    world.github.clear_journal();
    let run = typed(&world, &["--max-drop=1"]).run();
    assert_eq!(run.exit, Some(1), "{}", run.log);
    assert_says(&run.log, "−30.00 from 80.00 %");
    assert!(world.github.journal().is_empty());
}

#[test]
fn a_document_stands_alone_on_standard_output() {
    let mut world = World::new();
    assert_eq!(world.pushed(&[]).exit, Some(0));
    let pull = world.open("topic", &[("src/calc.rs", CALC), ("src/new.rs", "a! b")]);
    let run = world.pulled(&pull, &["--min-patch=80", "--format=json"]);
    assert_eq!(run.exit, Some(1), "{}", run.log);
    let document: Value =
        serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error}: {}", run.stdout));
    assert_eq!(
        (&document["verdict"], &document["commit"]["sha"]),
        (&"failed".into(), &pull.merge.as_str().into())
    );
    assert_eq!(document["checks"][0]["rule"], "min-patch");
    assert_eq!(document["checks"][0]["answer"], "failed");
    assert_eq!(document["measurement"]["all"]["patch"]["files"][0]["path"], "src/new.rs");
    assert_eq!(document["base"]["entry"]["sha"], world.main.as_str());
    assert_eq!(document["comment-url"].as_str(), Some(run.output("comment-url")));
}

#[test]
fn a_comment_that_cannot_be_written_leaves_the_answer_as_it_is() {
    let mut world = World::new();
    let pull = world.open("topic", &[("src/calc.rs", CALC)]);
    world.github.lock_conversation(pull.number);
    let refuse = deploy_kit_github_sim::Effect::Status { status: 403 };
    world.github.fault(Fault::at("POST", "/repos/*/*/issues/*/comments", refuse).always());
    let run = world.pulled(&pull, &["--min-total=80"]);
    assert_eq!((run.exit, run.output("passed")), (Some(0), "true"), "{}", run.log);
    assert_says(&run.log, "::warning::the comment could not be written");
}

#[test]
fn every_file_that_is_asked_for_is_written() {
    let world = World::new();
    let run = world.pushed(&[
        "--html=out/html",
        "--cobertura=out/cobertura.xml",
        "--json=out/all.json",
        "--badge=out/badge.json",
        "--trend=out/trend.svg",
        "--explain",
    ]);
    assert_eq!(run.exit, Some(0), "{}", run.log);
    for (path, text) in [
        ("html/index.html", "src/calc.rs"),
        ("cobertura.xml", "lines-covered=\"8\""),
        ("all.json", "\"src/calc.rs\""),
        ("badge.json", "\"message\":\"80%\""),
        ("trend.svg", "<svg"),
    ] {
        assert_says(&std::fs::read_to_string(world.checkout.join("out").join(path)).unwrap(), text);
    }
    for metric in ["codecov", "lines", "tool"] {
        assert_says(&run.log, &format!("metric {metric}"));
        assert_says(&run.summary, &format!("| `{metric}`"));
    }
}
