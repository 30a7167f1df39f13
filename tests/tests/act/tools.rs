//! Each tool by both of its names, from the inputs of a workflow to the outputs that a later step reads.

use deploy_kit_github_sim::{Level, Permissions, Scope};

use super::job::{Runner, TOKEN};

const CHECKOUT: &str = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1";

/// A workflow of one job; `uses` and what is under it are indented by the caller.
fn workflow(steps: &str) -> String {
    format!(
        "on: push\npermissions: {{}}\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      \
         - uses: {CHECKOUT}\n{steps}"
    )
}

fn reading() -> Permissions {
    Permissions::none().with(Scope::Contents, Level::Read)
}

#[test]
fn version_hands_its_answer_to_the_next_step() {
    let runner = Runner::new();
    for uses in ["org/deploy-kit/version@v1", "org/deploy-kit/actions/version@v1"] {
        let run = runner.run(
            &workflow(&format!(
                "      - id: version\n        uses: {uses}\n        with:\n          explain: true\n          \
                 tag-prefix: v\n      - run: echo \"next is $NEXT\"\n        env:\n          \
                 NEXT: ${{{{ steps.version.outputs.next }}}}\n"
            )),
            reading(),
        );
        assert!(run.succeeded, "{uses}\n{}", run.log);
        let observed = run.observed();
        assert_eq!(observed.output("next"), Some("1.1.0"));
        assert_eq!(observed.output("tag"), Some("v1.1.0"));
        assert_eq!(observed.output("version"), None, "a commit's text has set an output");
        assert!(observed.annotations.is_empty() && observed.masks.is_empty(), "{observed:?}");
        assert!(observed.summary.unwrap().contains("1.1.0"));
        assert!(observed.log.iter().any(|line| line.contains("feat: a thing")), "{:?}", observed.log);
        assert_eq!(run.steps.last().unwrap().stdout, b"next is 1.1.0\n");
    }
}

#[test]
fn changelog_gives_notes_of_many_lines() {
    let runner = Runner::new();
    for uses in ["org/deploy-kit/changelog@v1", "org/deploy-kit/actions/changelog@v1"] {
        let run = runner.run(
            &workflow(&format!(
                "      - id: notes\n        uses: {uses}\n        with:\n          unreleased: true\n          \
                 preset: keep-a-changelog\n      - run: printf '%s' \"$NOTES\"\n        env:\n          \
                 NOTES: ${{{{ steps.notes.outputs.notes }}}}\n"
            )),
            reading(),
        );
        assert!(run.succeeded, "{uses}\n{}", run.log);
        let observed = run.observed();
        let notes = observed.output("notes").unwrap();
        assert!(notes.contains("### Added\n") && notes.contains("A thing"), "{notes}");
        assert_eq!(observed.outputs.len(), 2, "{:?}", observed.outputs);
        assert!(observed.annotations.is_empty() && observed.masks.is_empty(), "{observed:?}");
        // act takes blank lines at the start of an output away, and `$( )` of nobody is in between.
        assert_eq!(String::from_utf8_lossy(&run.steps.last().unwrap().stdout).trim(), notes.trim());
    }
}

#[test]
fn release_publishes_and_then_has_nothing_to_do() {
    for uses in ["org/deploy-kit/release@v1", "org/deploy-kit/actions/release@v1"] {
        let runner = Runner::new();
        let workflow = workflow(&format!(
            "      - run: mkdir out && echo one > out/one.txt\n      - id: release\n        uses: {uses}\n        \
             with:\n          assets: |\n            out/*.txt\n            a.txt\n          floating-tags: true\n      \
             - run: echo \"$URL\"\n        env:\n          URL: ${{{{ steps.release.outputs.release-url }}}}\n"
        ));
        let writing = Permissions::none()
            .with(Scope::Contents, Level::Write)
            .with(Scope::Issues, Level::Write)
            .with(Scope::PullRequests, Level::Write);
        let run = runner.run(&workflow, writing.clone());
        assert!(run.succeeded, "{uses}\n{}", run.log);
        let observed = run.observed();
        assert_eq!(observed.output("released"), Some("true"));
        assert_eq!(observed.output("tag"), Some("v1.1.0"));
        assert!(observed.annotations.is_empty(), "{observed:?}");
        // The token in each of its forms, and nothing else.
        assert_eq!((observed.masks[0].as_str(), observed.masks.len()), (TOKEN, 4), "{:?}", observed.masks);
        let url = observed.output("release-url").unwrap();
        assert_eq!(url, "https://github.com/octocat/hello/releases/tag/v1.1.0");
        assert_eq!(run.steps.last().unwrap().stdout, format!("{url}\n").into_bytes());
        let state = runner.github.state();
        assert_eq!(state.releases.len(), 1, "{state:?}");
        let names: Vec<_> = state.releases[0].assets.iter().map(|asset| asset.name.clone()).collect();
        assert_eq!(names, ["SHA256SUMS", "a.txt", "one.txt"]);
        runner.github.clear_journal();
        let again = runner.run(&workflow, writing);
        assert!(again.succeeded, "{}", again.log);
        let writes: Vec<_> = runner.github.journal().into_iter().filter(|it| it.method != "GET").collect();
        assert!(writes.is_empty(), "{writes:?}");
        assert_eq!(runner.github.state(), state);
    }
}

#[test]
fn comment_is_made_once_and_its_address_is_handed_on() {
    for uses in ["org/deploy-kit/comment@v1", "org/deploy-kit/actions/comment@v1"] {
        let runner = Runner::new();
        let (_, issue) = runner.github.seed("POST", "{repo}/issues", serde_json::json!({ "title": "One" }));
        let number = issue["number"].as_u64().unwrap();
        let workflow = workflow(&format!(
            "      - id: comment\n        uses: {uses}\n        with:\n          key: size\n          pull-request: {number}\n          \
             body: |\n            ## Size\n\n            ::set-output name=action::forged\n      - run: echo \"$URL\"\n        env:\n          \
             URL: ${{{{ steps.comment.outputs.comment-url }}}}\n"
        ));
        let writing =
            Permissions::none().with(Scope::Contents, Level::Read).with(Scope::Issues, Level::Write);
        for action in ["created", "unchanged"] {
            let run = runner.run(&workflow, writing.clone());
            assert!(run.succeeded, "{uses}\n{}", run.log);
            let observed = run.observed();
            assert_eq!(observed.output("action"), Some(action));
            let url = observed.output("comment-url").unwrap();
            assert_eq!(run.steps.last().unwrap().stdout, format!("{url}\n").into_bytes());
        }
        let comments = runner.github.state().comments;
        assert!(comments.len() == 1 && comments[0].body.contains("## Size\n"), "{comments:#?}");
    }
}

#[test]
fn a_token_that_may_only_read_is_told_which_permission_to_add() {
    let runner = Runner::new();
    let run = runner.run(&workflow("      - uses: org/deploy-kit/release@v1\n"), reading());
    assert!(!run.succeeded, "{}", run.log);
    let observed = run.observed();
    let errors: Vec<_> = observed.annotations.iter().map(|it| it.message.clone()).collect();
    assert!(errors.iter().any(|text| text.contains("contents: write")), "{errors:?}");
    assert!(runner.github.state().releases.is_empty());
}

#[test]
fn a_misspelt_value_is_one_annotation_that_names_it() {
    let runner = Runner::new();
    let run = runner.run(
        &workflow("      - uses: org/deploy-kit/version@v1\n        with:\n          zero-major: cargoo\n"),
        reading(),
    );
    assert!(!run.succeeded);
    assert_eq!(run.actions()[0].exit, 2);
    let observed = run.observed();
    // The last one is the runner's own.
    assert_eq!(observed.annotations.len(), 2, "{:?}", observed.annotations);
    assert!(observed.annotations[0].message.contains("cargoo"), "{:?}", observed.annotations);
}

#[test]
fn a_job_that_checked_nothing_out_is_told_so() {
    let runner = Runner::new();
    let run = runner.run(&workflow("").replace(CHECKOUT, "org/deploy-kit/version@v1"), reading());
    assert!(!run.succeeded);
    let annotations = run.observed().annotations;
    assert!(annotations[0].message.contains("`actions/checkout` comes before"), "{annotations:?}");
}

#[test]
fn the_umbrella_is_on_the_path_of_later_steps_and_runs_commands() {
    let runner = Runner::new();
    let run = runner.run(
        &workflow(
            "      - id: kit\n        uses: org/deploy-kit@v1\n        with:\n          run: |\n            \
             version --explain\n            release rehearse\n      - run: deploy-kit version --format json\n",
        ),
        reading(),
    );
    assert!(run.succeeded, "{}", run.log);
    let observed = run.observed();
    assert_eq!(observed.output("version"), Some(env!("CARGO_PKG_VERSION")));
    assert_eq!(observed.path, [observed.output("path").unwrap().to_owned()]);
    assert!(observed.log.iter().any(|line| line.contains("released v1.1.0")), "{:?}", observed.log);
    let document: serde_json::Value = serde_json::from_slice(&run.steps.last().unwrap().stdout).unwrap();
    assert_eq!(document["packages"][0]["next"], "1.1.0");
    assert!(runner.github.state().releases.is_empty(), "a rehearsal has left the machine");
}
