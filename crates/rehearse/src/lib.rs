//! `deploy-kit release rehearse`: the real apply against an embedded GitHub.
//!
//! The repository is copied to a scratch folder, by reference: a copy of a long history stands at once. GitHub's
//! part is played by [`deploy_kit_github_sim`] over a second such copy. Nothing leaves the machine, no token is
//! needed, the repository itself is only read.
//!
//! It is a crate of its own so that the action's program does not carry a server.

mod outcome;
mod page;
mod report;
mod scratch;

use std::path::PathBuf;
use std::time::Instant;

use clap::ArgMatches;
use deploy_kit_core::actions::Environment;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};
use deploy_kit_git::Repository;
use deploy_kit_github_sim::{DEFAULT_TOKEN, Options, Sim, Source};
use deploy_kit_release::args::{Action, Args};
use deploy_kit_release::settings::Settings;
use deploy_kit_version::facts::failure;

use outcome::Rehearsal;
use scratch::Scratch;

/// `deploy-kit release` with its rehearsal.
pub const TOOL: Tool = Tool { run, ..deploy_kit_release::TOOL };

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = Args::from_matches(matches).map_err(Failure::usage)?;
    if args.action != Action::Rehearse {
        return deploy_kit_release::run(&args, context);
    }
    let rehearsal = rehearse(&args, context)?;
    let mut report = report::report(&rehearsal, context);
    if args.switches.open {
        let path = page::write(&rehearsal).map_err(Failure::world)?;
        context.console.info(format!("the rehearsal as a page: {}", path.display()));
        page::open(&path, &context.console);
        report.output("page", path.display());
    }
    Ok(report)
}

/// Runs the release in the scratch folder.
fn rehearse(args: &Args, context: &mut Context) -> Result<Rehearsal, Failure> {
    let began = Instant::now();
    let mut settings = Settings::resolve(args, &context.config)?;
    let repository = deploy_kit_version::open(&args.common.repository, settings.version(), context)?;
    let name = name(&settings, &repository, &context.environment)?;
    let scratch = Scratch::over(&repository, settings.branch.as_deref(), &settings.changelog.look.remote)?;
    let sim = Sim::start(Options {
        name: name.clone(),
        source: Source::Bare(scratch.server().to_owned()),
        default_branch: Some(scratch.branch.clone()),
        private: false,
        record: true,
        // What a person sees are the addresses that the real release would have.
        server_url: Some("https://github.com".to_owned()),
        ..Options::default()
    })
    .map_err(Failure::world)?;
    settings.branch = Some(scratch.branch.clone());
    settings.assets_root = repository.work_dir().map(std::path::Path::to_owned);
    settings.by_api = true;
    settings.rehearses = true;
    // The embedded GitHub has none of the issues that commits name.
    settings.switches.comments = false;
    // A hook may do anything, publish to a registry above all: it is for the real run alone.
    let hooks =
        [std::mem::take(&mut settings.hook_before), std::mem::take(&mut settings.hook_after)].concat();
    let rehearsed = environment(&context.environment, &sim, &name);
    let before = std::mem::replace(&mut context.environment, rehearsed);
    let end = deploy_kit_release::release(&scratch.work(), &mut settings, context);
    context.environment = before;
    Ok(Rehearsal { end: end?, settings, name, hooks, requests: sim.journal(), elapsed: began.elapsed() })
}

/// The variables of a run on the embedded GitHub; all others of the server are left out.
fn environment(real: &Environment, sim: &Sim, name: &str) -> Environment {
    let server = [
        "GITHUB_TOKEN",
        "GH_TOKEN",
        "GITHUB_API_URL",
        "GITHUB_GRAPHQL_URL",
        "GITHUB_REPOSITORY",
        "GITHUB_REF",
    ];
    let kept =
        real.iter().filter(|(name, _)| !server.contains(name) && !name.to_uppercase().ends_with("_PROXY"));
    let kept = kept.map(|(name, value)| (name.to_owned(), value.to_owned()));
    let own = [
        ("GITHUB_TOKEN", DEFAULT_TOKEN.to_owned()),
        ("GITHUB_API_URL", sim.api_url().to_owned()),
        ("GITHUB_GRAPHQL_URL", sim.graphql_url()),
        ("GITHUB_REPOSITORY", name.to_owned()),
    ];
    kept.chain(own.map(|(name, value)| (name.to_owned(), value))).collect()
}

/// The repository's name on GitHub; one that is nowhere yet gets the name of its folder.
fn name(settings: &Settings, repository: &Repository, environment: &Environment) -> Result<String, Failure> {
    if let Some(name) = environment.get("GITHUB_REPOSITORY") {
        return Ok(name.to_owned());
    }
    let remote = repository.remote(&settings.changelog.look.remote).map_err(failure)?;
    if let Some(remote) = remote.filter(|remote| !remote.owner.contains('/')) {
        return Ok(format!("{}/{}", remote.owner, remote.name));
    }
    let folder = repository.work_dir().unwrap_or(repository.git_dir());
    let folder: PathBuf = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let known = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.chars().map(known).collect();
    Ok(format!("rehearsal/{}", if name.is_empty() { "repository" } else { &name }))
}
