//! What merging a pull request would release: read-only, and the same for pull requests from forks.
//!
//! What counts in the end are the commits that the merge leaves on the branch, and these depend on the way of merging
//! and on the repository's settings for it. So each way that is open is planned by itself.

mod merged;
mod message;
mod page;
mod report;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use deploy_kit_core::actions::event::{Event, Payload, PullRequest};
use deploy_kit_core::actions::{self, Environment};
use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_git::{Id, Range, Repository};
use deploy_kit_github::repository::Merging;
use deploy_kit_version::facts::{self as version_facts, Facts, failure};
use deploy_kit_version::history::{Entry, Rule};
use deploy_kit_version::plan::Plan as VersionPlan;

use crate::apply::page::write;
use crate::args::MergeMethod;
use crate::facts::Start;
use crate::plan::Plan;
use crate::run::start::{Attach, make};
use crate::server;
use crate::settings::Settings;
use merged::Own;

/// What one or several ways of merging come to.
#[derive(Debug)]
struct Outcome {
    /// The ways.
    methods: Vec<MergeMethod>,
    /// The release.
    plan: Plan,
    /// Whether the next release would be the same without it.
    is_same_without: bool,
    /// The lines that are not conventional.
    refused: Vec<Refused>,
}

impl Outcome {
    /// Whether both come to the same releases and refuse the same lines; what their notes say may differ.
    fn agrees(&self, other: &Self) -> bool {
        self.refused == other.refused && self.plan.tags().eq(other.plan.tags())
    }
}

/// What a person reads in an entry: commits and the pull request's own number differ with the way of merging.
#[derive(Debug, PartialEq, Eq)]
struct Said<'a> {
    section: &'a str,
    scope: Option<&'a str>,
    description: &'a str,
    breaking: Option<&'a str>,
    references: Vec<&'a str>,
}

/// All that the notes of a plan say, in order.
fn said(plan: &Plan) -> Vec<Said<'_>> {
    let notes = plan.releases.iter().flat_map(|release| &release.notes);
    let entries = notes.flat_map(|notes| {
        let breaking = notes.breaking.iter().map(|entry| ("breaking", entry));
        let shown = notes
            .sections
            .iter()
            .flat_map(|section| section.entries.iter().map(move |entry| (section.id.as_str(), entry)));
        breaking.chain(shown)
    });
    entries
        .map(|(section, entry)| Said {
            section,
            scope: entry.scope.as_deref(),
            description: &entry.description,
            breaking: entry.breaking_description.as_deref(),
            references: entry.references.iter().map(|reference| reference.text.as_str()).collect(),
        })
        .collect()
}

/// A title or commit that says nothing of a release.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Refused {
    /// The commit; none where it is the one that squashing or merging would make.
    commit: Option<Id>,
    /// Its first line.
    subject: String,
}

/// Tells what merging the pull request of this run would release.
///
/// # Errors
/// The run is about no pull request, its merge is not checked out, or the repository cannot be read.
pub(crate) fn run(path: &Path, settings: &mut Settings, context: &Context) -> Result<Report, Failure> {
    let pull = pull_request(&context.environment)?;
    let repository = deploy_kit_version::open(path, settings.version(), context)?;
    let own = own(&pull, &repository)?;
    let (merging, is_known) = merging(settings, &repository, context)?;
    let methods = methods(settings.merge_method, &merging);
    // Channels and lines are those of the branch that it goes to.
    let environment = on_branch(&context.environment, &pull.base.r#ref);
    let facts = version_facts::gather(settings.version(), &repository, &environment)?;
    settings.switches.files = false;
    settings.switches.changelog = false;
    let without = deploy_kit_version::plan_of(settings.version(), &own.without(&facts))?;
    let ground = Ground {
        pull: &pull,
        own: &own,
        messages: own.messages(&repository)?,
        merging: &merging,
        facts: &facts,
        without: &without,
        settings,
        repository: &repository,
        context,
    };
    let mut outcomes: Vec<Outcome> = Vec::new();
    for method in methods {
        let outcome = ground.outcome(method)?;
        let same = |other: &&mut Outcome| other.agrees(&outcome) && said(&other.plan) == said(&outcome.plan);
        match outcomes.iter_mut().find(same) {
            Some(other) => other.methods.push(method),
            None => outcomes.push(outcome),
        }
    }
    let page = page::page(&pull, &outcomes, is_known);
    let file = keep(&page, context)?;
    let mut report = report::report(&pull, &outcomes, is_known, file.as_deref(), context);
    report.summary = context.wants_summary().then_some(page);
    Ok(report)
}

/// Leaves the page for a step that makes a comment of it; in a terminal nobody waits for one.
fn keep(page: &str, context: &Context) -> Result<Option<PathBuf>, Failure> {
    let told = actions::Context::from_environment(&context.environment);
    let Some(folder) = told.runner_temp.filter(|_| context.console.is_runner()) else { return Ok(None) };
    match write(&folder, "deploy-kit-preview", &page::as_comment(page)) {
        Ok(path) => Ok(Some(path)),
        Err(error) => {
            let text = format!("cannot write the preview into `{}`: {error}", folder.display());
            let hint = "`RUNNER_TEMP` has to be a folder that can be written";
            Err(Failure::world(text).hint(Some(hint.to_owned())))
        }
    }
}

/// The pull request that started this run.
fn pull_request(environment: &Environment) -> Result<PullRequest, Failure> {
    let refuse = |text: String| {
        let hint = "run it `on: pull_request`; elsewhere ask `release plan`";
        Failure::usage(text).hint(Some(hint.to_owned()))
    };
    let context = actions::Context::from_environment(environment);
    let payload = Payload::read(&context).map_err(|error| refuse(error.to_string()))?;
    match payload.event {
        Event::PullRequest(event) => Ok(event.pull_request),
        _ => Err(refuse(format!("a preview is of a pull request, and the event is `{}`", payload.name))),
    }
}

/// The commits of the pull request. What is checked out has to be its merge, as `actions/checkout` does it.
fn own(pull: &PullRequest, repository: &Repository) -> Result<Own, Failure> {
    let head = repository.head().map_err(failure)?.id();
    let head = head.ok_or_else(|| Failure::usage("nothing is checked out"))?;
    let commit = repository.commit(head).map_err(failure)?;
    let parents: Vec<Id> = commit.parents().collect();
    let [base, tip] = parents[..] else { return Err(not_merged(pull, head)) };
    if tip.to_string() != pull.head.sha {
        return Err(not_merged(pull, head));
    }
    let commits = repository.commits(Range { from: vec![base], to: tip }).map_err(failure)?;
    let commits =
        commits.map(|commit| commit.map(|commit| commit.id)).collect::<Result<_, _>>().map_err(failure)?;
    Ok(Own { merge: head, base, tip, commits })
}

fn not_merged(pull: &PullRequest, head: Id) -> Failure {
    let text = format!(
        "what is checked out, {}, is not the merge of pull request #{} and its base",
        head.short(7),
        pull.number
    );
    let hint = "check it out `on: pull_request` without `ref`: then it is `refs/pull/<number>/merge`";
    Failure::usage(text).hint(Some(hint.to_owned()))
}

/// How the repository merges, and whether that is known.
fn merging(
    settings: &Settings,
    repository: &Repository,
    context: &Context,
) -> Result<(Merging, bool), Failure> {
    let Some(address) = server::find(settings, repository, context)? else {
        return Ok((Merging::default(), false));
    };
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        let server = address.connect(context.now, settings.timeout)?;
        match server.repo.merging().await {
            Ok(merging) => Ok((merging, true)),
            Err(error) => {
                context.console.warning(format!("how this repository merges cannot be asked: {error}"));
                Ok((Merging::default(), false))
            }
        }
    })
}

/// The ways that are open.
fn methods(asked: Option<MergeMethod>, merging: &Merging) -> Vec<MergeMethod> {
    let open = [
        (MergeMethod::Squash, merging.squash_merge_allowed),
        (MergeMethod::Merge, merging.merge_commit_allowed),
        (MergeMethod::Rebase, merging.rebase_merge_allowed),
    ];
    match asked {
        Some(method) => vec![method],
        None => open.into_iter().filter(|(_, is_open)| *is_open).map(|(method, _)| method).collect(),
    }
}

fn on_branch(environment: &Environment, branch: &str) -> Environment {
    let own = [("GITHUB_REF_TYPE", "branch".to_owned()), ("GITHUB_REF", format!("refs/heads/{branch}"))];
    let others = environment.iter().filter(|(name, _)| own.iter().all(|(own, _)| own != name));
    let others: Vec<(String, String)> =
        others.map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
    others.into_iter().chain(own.map(|(name, value)| (name.to_owned(), value))).collect()
}

/// All that a preview is made of.
struct Ground<'a> {
    pull: &'a PullRequest,
    own: &'a Own,
    /// The messages of its commits.
    messages: Vec<String>,
    merging: &'a Merging,
    facts: &'a Facts,
    /// What would be released without the pull request.
    without: &'a VersionPlan,
    settings: &'a Settings,
    repository: &'a Repository,
    context: &'a Context,
}

impl Ground<'_> {
    /// What merging in one way comes to; the notes are those that the pull request adds.
    fn outcome(&self, method: MergeMethod) -> Result<Outcome, Failure> {
        let Self { own, settings, repository, .. } = self;
        let message = message::of(method, self.merging, self.pull, &self.messages);
        let facts = own.merged(self.facts, method, &message);
        let mut version = deploy_kit_version::plan_of(settings.version(), &facts)?;
        let entries = version.packages.iter().flat_map(|package| &package.entries).chain(&version.outside);
        let refused = refused(method, own, entries);
        for package in &mut version.packages {
            package.entries.retain(|entry| own.adds(method, entry.id));
        }
        let plan = make(settings, repository, self.context, Start::at(own.merge), version, Attach::No)?;
        let without = self.without.packages.iter().filter(|package| package.should_release);
        // One stands in the order of the packages, the other in that of their dependencies.
        let without: BTreeSet<&str> = without.filter_map(|package| package.tag.as_deref()).collect();
        let is_same_without = without == plan.tags().collect();
        Ok(Outcome { methods: vec![method], plan, is_same_without, refused })
    }
}

/// What of the pull request would not be read. A merge whose title speaks for commits that say nothing is enough.
fn refused<'e>(method: MergeMethod, own: &Own, entries: impl Iterator<Item = &'e Entry>) -> Vec<Refused> {
    let entries: Vec<&Entry> = entries.filter(|entry| own.adds(method, entry.id)).collect();
    if entries.iter().any(|entry| entry.rule == Rule::MergeTitle) {
        return Vec::new();
    }
    let mut refused: Vec<Refused> = Vec::new();
    for entry in entries.into_iter().filter(|entry| entry.rule == Rule::Unconventional) {
        let commit = (method != MergeMethod::Squash).then_some(entry.id);
        let one = Refused { commit, subject: entry.subject.clone() };
        if !refused.contains(&one) {
            refused.push(one);
        }
    }
    refused
}
