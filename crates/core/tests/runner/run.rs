//! A whole run of an action, streams and files together.

use deploy_kit_core::actions::{Annotation, Console, Environment, Mode, Runner, SUMMARY_LIMIT, Summary};
use deploy_kit_runner_sim::{Files, Level, Observed, Platform, Step};
use proptest::prelude::*;

use crate::support::{Buffer, config, hostile};

/// What a runner understands of an action that does `act`.
fn run(act: impl FnOnce(&Runner)) -> Observed {
    let folder = tempfile::tempdir().expect("a folder");
    let path = |name: &str| folder.path().join(name).to_str().expect("an ASCII path").to_owned();
    let files = ["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"];
    for name in files {
        std::fs::write(path(name), "").expect("the file is written");
    }
    let variables = files.map(|name| (format!("GITHUB_{name}"), path(name)));
    let more = [("GITHUB_ACTIONS", "true"), ("RUNNER_OS", "Linux"), ("INPUT_TOKEN", "ghs_abcdef")];
    let more = more.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let environment = Environment::from_iter(variables.into_iter().chain(more));
    let (out, err) = (Buffer::default(), Buffer::default());
    let console = Console::new(Box::new(out.clone()), Box::new(err.clone()), Mode::Runner);
    act(&Runner::with_console(environment, console));

    let mut step = Step::new(Platform::Linux);
    step.stdout(&out.take());
    step.stderr(&err.take());
    let [output, env, path, state, summary] =
        files.map(|name| std::fs::read(path(name)).expect("the file is read"));
    step.finish_with(1, &Files { output, env, path, state, summary })
}

#[test]
fn an_action_says_what_it_means() {
    let observed = run(|runner| {
        let token = runner.secret("token").expect("the input is set");
        runner.set_output("notes", "a\nb").unwrap();
        runner.export_variable("LEVEL", "3").unwrap();
        runner.add_path("/opt/tool").unwrap();
        runner.console().info(format!("token {}", token.expose()));
        runner.summarise(&Summary::new().paragraph(token.expose())).unwrap();
        for line in 1..=30 {
            runner.annotate(Annotation::error("untested").file("a.rs").line(line));
        }
        runner.finish().unwrap();
    });
    assert_eq!(observed.output("notes"), Some("a\nb"));
    assert_eq!(observed.env, [("LEVEL".to_owned(), "3".to_owned())]);
    assert_eq!(observed.path, ["/opt/tool"]);
    assert_eq!(observed.log, ["token ***"]);
    assert!(observed.masks.contains(&"ghs_abcdef".to_owned()));
    let errors = observed.annotations.iter().filter(|one| one.level == Level::Error);
    let last = errors.clone().next_back().expect("an error");
    assert_eq!((errors.count(), observed.dropped.len()), (10, 0));
    assert_eq!(last.message, "Process completed with exit code 1.");
    let summary = observed.summary.expect("a summary");
    assert!(summary.starts_with("***\n\n<details><summary>… and 21 more errors"), "{summary}");
    assert!(summary.contains("- a.rs:10: untested\n"), "{summary}");
}

#[test]
fn a_summary_is_never_too_large() {
    let observed = run(|runner| {
        for _ in 0..40 {
            let page = Summary::new().code("", &"x".repeat(99).as_str().repeat(500));
            let page = page.list((0..500).map(|n| format!("item {n} {}", "y".repeat(50))));
            runner.summarise(&page).unwrap();
        }
    });
    let summary = observed.summary.expect("a summary");
    assert!(summary.len() <= SUMMARY_LIMIT);
    assert!(summary.contains("cut here"));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: config().cases / 4 + 1, ..config() })]

    #[test]
    fn a_page_of_text_has_only_our_own_elements(text in hostile(), count in 1..4_usize) {
        let inner = Summary::new()
            .heading(count, &text)
            .paragraph(&text)
            .quote(&text)
            .list([&text, &text])
            .table([(&text, Default::default())], [[&text]])
            .link(&text, &text);
        let page = Summary::new().details(&text, &inner);
        let tags: Vec<_> = page.as_str().split('<').skip(1).collect();
        let ours = ["details>", "summary>", "/summary>", "/details>", "br>"];
        for tag in tags {
            // The link's address stands in brackets of its own.
            let known = ours.iter().any(|ours| tag.starts_with(ours));
            prop_assert!(known || tag.ends_with(">)\n\n"), "{:?} in {}", tag, page.as_str());
        }
    }
}
