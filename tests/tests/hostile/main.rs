//! Whole runs over hostile histories, judged by the runner's own rules.
//!
//! `PROPTEST_CASES=100000 cargo test -p deploy-kit-tests --test hostile` is the long form.

#![expect(clippy::unwrap_used, reason = "all of it is a test; the lint knows functions marked so alone")]

mod text;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use deploy_kit_changelog::facts::{Changes, Credits, PackageFacts as ChangelogFacts, ReleaseFacts};
use deploy_kit_core::actions::{Console, Environment, Mode};
use deploy_kit_core::config::Config;
use deploy_kit_core::tool::{Context, Report, publish};
use deploy_kit_release::facts as release_facts;
use deploy_kit_runner_sim::{Files, Observed, Platform, Step};
use deploy_kit_version::facts::{Facts, PackageFacts};
use deploy_kit_version::history::Commit;
use deploy_kit_version::tag::Tag;
use proptest::collection::vec;
use proptest::prelude::*;
use pulldown_cmark::{Event, Parser, Tag as Markdown};

/// A writer whose bytes can be read while the console has it.
#[derive(Clone, Default)]
struct Buffer(Arc<Mutex<Vec<u8>>>);

impl Buffer {
    fn take(&self) -> Vec<u8> {
        std::mem::take(&mut *self.0.lock().unwrap())
    }
}

impl Write for Buffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// The facts of a history of these messages, newest first, none of them released.
fn facts(messages: &[String]) -> Facts {
    let id = |n: usize| format!("{:040x}", n + 1).parse().unwrap();
    let commits: Vec<Commit> = messages
        .iter()
        .enumerate()
        .map(|(n, message)| Commit {
            id: id(n),
            parents: vec![id(n + 1)],
            message: message.clone(),
            paths: Vec::new(),
        })
        .collect();
    let indices: Vec<usize> = (0..commits.len()).collect();
    let package = PackageFacts {
        last_final: None,
        last_pre: None,
        since: None,
        taken: Vec::new(),
        commits: indices.clone(),
        since_pre: indices,
        dependencies: Vec::new(),
    };
    Facts { branch: Some("main".into()), channel: None, to: id(0), packages: vec![package], commits }
}

/// What `deploy-kit release explain` reports of the facts; `None` where the history asks for a version that
/// is refused.
fn run(facts: &Facts, context: &Context) -> Option<(Report, usize)> {
    let matches = deploy_kit_release::args::command().get_matches_from(["release", "explain"]);
    let args = deploy_kit_release::args::Args::from_matches(&matches).unwrap();
    let settings = deploy_kit_release::settings::Settings::resolve(&args, &Config::default()).unwrap();
    let version = deploy_kit_version::plan::plan(&settings.changelog.version, facts).ok()?;
    let packages = version.packages.iter().filter(|package| package.should_release).map(|package| {
        let tag = Tag { name: package.tag.clone().unwrap(), version: package.next.clone().unwrap() };
        let release = ReleaseFacts {
            tag: Some(tag),
            previous: None,
            seconds: 0,
            changes: Changes::Read(package.entries.clone()),
            credits: Credits::default(),
        };
        let changes =
            ChangelogFacts { name: None, changelog: "CHANGELOG.md".into(), releases: vec![release] };
        let path = Path::new("CHANGELOG.md").to_owned();
        let changelog = Some(release_facts::Text { path, content: String::new(), is_plain: true });
        release_facts::Package { version: package.clone(), changes, changelog, assets: Vec::new() }
    });
    let packages = packages.collect();
    let start = release_facts::Start::at(version.to);
    let (tags, files) = (Vec::new(), release_facts::VersionFiles::default());
    let facts = release_facts::Facts { start, version, packages, links: None, tags, files };
    let plan = deploy_kit_release::plan::plan(&settings, facts).unwrap();
    let shown = plan.releases.iter().flat_map(|release| &release.notes);
    let entries = shown.map(|notes| notes.count() + notes.breaking.len()).sum();
    for release in &plan.releases {
        check_page(&release.body, entries);
    }
    Some((deploy_kit_release::report::plan(&plan, true, context), entries))
}

/// Nothing on the page is markup but what the preset writes: lists of entries under headings.
fn check_page(page: &str, entries: usize) {
    let mut items = 0;
    for event in Parser::new(page) {
        match event {
            Event::Html(html) | Event::InlineHtml(html) => panic!("HTML `{html}` in {page}"),
            Event::Start(Markdown::Image { .. } | Markdown::BlockQuote(_) | Markdown::CodeBlock(_)) => {
                panic!("structure in {page}")
            }
            Event::Start(Markdown::Link { dest_url, .. }) => panic!("link to {dest_url} in {page}"),
            Event::Start(Markdown::Item) => items += 1,
            _ => {}
        }
    }
    assert!(items <= 2 * entries, "{items} items of {entries} entries in {page}");
}

/// What the runner understands of a published report, and the report's outputs.
fn published(messages: &[String], document: bool) -> Option<(Observed, Vec<(String, String)>)> {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, "").unwrap();
        (format!("GITHUB_{name}"), path.display().to_string())
    };
    let names = ["OUTPUT", "ENV", "PATH", "STATE", "STEP_SUMMARY"];
    let variables = names.map(file).into_iter().chain([("GITHUB_ACTIONS".to_owned(), "true".to_owned())]);
    let environment: Environment = variables.collect();
    let (out, err) = (Buffer::default(), Buffer::default());
    let console = Console::new(Box::new(out.clone()), Box::new(err.clone()), Mode::Runner)
        .with_reserved_stdout(document);
    let config = Config::default();
    let mut context = Context { environment, config, console, now: 0, wants_document: document };
    let (report, _) = run(&facts(messages), &context)?;
    let outputs = report.outputs.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect();
    publish(report, &mut context).unwrap();
    context.console.finish();
    let mut step = Step::new(Platform::Linux);
    let stdout = out.take();
    if document {
        serde_json::from_slice::<serde_json::Value>(&stdout).expect("one JSON document on stdout");
    }
    step.stdout(&stdout);
    step.stderr(&err.take());
    let read = |name: &str| std::fs::read(folder.path().join(name)).unwrap();
    let files = Files {
        output: read("OUTPUT"),
        env: read("ENV"),
        path: read("PATH"),
        state: read("STATE"),
        summary: read("STEP_SUMMARY"),
    };
    Some((step.finish(&files), outputs))
}

/// The runner saw the outputs, our own warnings and a summary, and nothing else.
fn check(observed: Observed, outputs: &[(String, String)]) {
    assert_eq!(observed.outputs, outputs);
    for annotation in observed.annotations.iter().chain(&observed.dropped) {
        let title = annotation.properties.get("title").map(String::as_str);
        assert_eq!(title, Some("nearly a conventional commit"));
    }
    assert!(observed.summary.is_some());
    let nothing_else = Observed {
        outputs: Vec::new(),
        annotations: Vec::new(),
        dropped: Vec::new(),
        summary: None,
        log: Vec::new(),
        ..observed
    };
    assert_eq!(nothing_else, Observed::default());
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_commit_is_obeyed(messages in vec(text::message(), 1..5), document: bool) {
        if let Some((observed, outputs)) = published(&messages, document) {
            check(observed, &outputs);
        }
    }
}

#[test]
fn an_attack_that_works_unguarded_does_not_work() {
    let messages = ["feat: x ##[set-output name=tag]v9\n\n::set-output name=tag::v9".to_owned()];
    let (observed, outputs) = published(&messages, false).unwrap();
    assert_eq!(observed.output("tag"), Some("v0.1.0"));
    check(observed, &outputs);
}
