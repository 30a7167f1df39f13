//! The next semantic version from Conventional Commits, and why.
//!
//! [`message`] says what one commit means, [`history`] what the commits of a range ask for, [`next`] what
//! version that gives; [`plan`](mod@plan) puts them together for every package. All of these are pure: the
//! repository is read in [`facts`] alone.

pub mod args;
pub mod bump;
pub mod facts;
pub mod history;
pub mod line;
pub mod message;
pub mod next;
mod open;
pub mod package;
pub mod plan;
pub mod report;
pub mod settings;
pub mod tag;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};
use deploy_kit_files::configuration;
use deploy_kit_git::Repository;

pub use open::{open, open_as_it_is};

use args::Args;
use facts::files::{Versions, Wanted};
use plan::Plan;
use report::Detail;
use report::check::{Audience, Checked};
use settings::Settings;

/// `deploy-kit version`.
pub const TOOL: Tool = Tool {
    name: "version",
    command: args::command,
    sections: args::sections,
    layers: &["version"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run,
};

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = Args::from_matches(matches).map_err(Failure::usage)?;
    let mut settings = Settings::resolve(&args.selection, &context.config)?;
    let repository = open(&args.common.repository, &settings, context)?;
    let detail = Detail {
        summary: context.wants_summary(),
        document: context.wants_document,
        explain: args.explain,
        strict: args.strict,
        alone: settings.only.is_some(),
    };
    if settings.packages.len() == 1 {
        settings.listing = detail.listing();
    }
    if args.check {
        return check(&settings, &repository, context);
    }
    let plan = plan(&settings, &repository, context)?;
    Ok(report::report(&plan, detail))
}

/// Compares what the files of the commit state with the versions that the packages have.
fn check(settings: &Settings, repository: &Repository, context: &Context) -> Result<Report, Failure> {
    let facts = facts::gather(settings, repository, &context.environment)?;
    // Files may agree although the next version is refused.
    let plan = plan::plan(settings, &facts).ok();
    let named = configuration::named(&context.config, settings.names())?;
    let remote = repository.remote(REMOTE).map_err(facts::failure)?;
    let name = context.environment.get("GITHUB_REPOSITORY").map(str::to_owned);
    let name = name.or_else(|| remote.map(|remote| format!("{}/{}", remote.owner, remote.name)));
    let wanted = Wanted { named: &named, repository: name.as_deref() };
    let versions = Versions::all(&facts, plan.as_ref());
    let files = facts::files::gather(settings, &wanted, repository, facts.to, &versions)?;
    let content = |path: &str| files.texts.get(path).map(|text| text.content.as_str());
    let check = deploy_kit_files::plan::check(&files.packages, &files.sources, content);
    let audience = Audience {
        summary: context.wants_summary(),
        document: context.wants_document,
        annotations: context.console.is_runner(),
    };
    let checked = Checked { settings, facts: &facts, check: &check };
    Ok(report::check::report(&checked, plan.as_ref(), audience))
}

/// The remote that tells what the repository is called.
const REMOTE: &str = "origin";

/// Gathers and plans; a plan that is refused is a gate that says no, a channel that cannot be is a mistake.
///
/// # Errors
/// As [`facts::gather`] and [`plan::plan`].
pub fn plan(settings: &Settings, repository: &Repository, context: &Context) -> Result<Plan, Failure> {
    plan_of(settings, &facts::gather(settings, repository, &context.environment)?)
}

/// Plans from facts.
///
/// # Errors
/// As [`plan::plan`].
pub fn plan_of(settings: &Settings, facts: &facts::Facts) -> Result<Plan, Failure> {
    plan::plan(settings, facts).map_err(|error| {
        let hint = error.hint();
        let failure = if error.is_usage() { Failure::usage(error) } else { Failure::gate(error) };
        failure.hint(hint)
    })
}
