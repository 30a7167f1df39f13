//! `deploy-kit release rehearse`: the real apply against an embedded GitHub.
//!
//! The repository is copied to a scratch folder, by reference: a copy of a long history stands at once. GitHub's
//! part is played by [`deploy_kit_github_sim`] over a second such copy. Nothing leaves the machine, no token is
//! needed, the repository itself is only read. On a runner GitHub's API commits and tags, in a terminal git does, as
//! in the real run; but no hook runs, neither git's nor the release's, and nothing is signed.
//!
//! It is a crate of its own so that the action's program does not carry a server.

mod outcome;
mod page;
mod report;
mod scratch;

use std::path::{Path, PathBuf};
use std::time::Instant;

use clap::ArgMatches;
use deploy_kit_core::actions::Environment;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};
use deploy_kit_git::Repository;
use deploy_kit_github_sim::{DEFAULT_TOKEN, Options, Sim, Source};
use deploy_kit_release::args::{Action, Args};
use deploy_kit_release::plan::Plan;
use deploy_kit_release::settings::Settings;
use deploy_kit_version::facts::failure;

use outcome::Rehearsal;
use scratch::{Origin, Scratch};

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

/// How many issues and pull requests are told of a rehearsed release at most: of more GitHub's pace would make it
/// wait.
const MOST_TOLD: usize = 25;

/// Runs the release in the scratch folder.
fn rehearse(args: &Args, context: &mut Context) -> Result<Rehearsal, Failure> {
    let began = Instant::now();
    let mut settings = Settings::resolve(args, &context.config)?;
    let repository = deploy_kit_version::open_as_it_is(&args.common.repository)?;
    let remote = settings.changelog.look.remote.clone();
    let (name, origin) = name(&remote, &repository, &context.environment)?;
    let scratch = Scratch::over(&repository, settings.branch.as_deref(), &remote, origin)?;
    // What a shallow checkout lacks is fetched into the copy, with the run's own token.
    deploy_kit_version::open(scratch.work(), settings.version(), context)?;
    let sim = Sim::start(Options {
        name: name.clone(),
        source: Source::Bare(scratch.serve(&repository).map_err(Failure::world)?),
        default_branch: Some(scratch.branch.clone()),
        private: false,
        record: true,
        folder: Some(scratch.files()),
        // What a person sees are the addresses that the real release would have.
        server_url: Some("https://github.com".to_owned()),
        ..Options::default()
    })
    .map_err(Failure::world)?;
    settings.branch = Some(scratch.branch.clone());
    settings.assets_root = repository.work_dir().map(Path::to_owned);
    settings.by_api = context.console.is_runner();
    settings.rehearses = true;
    let rehearsed = environment(&context.environment, &sim, &name);
    let before = std::mem::replace(&mut context.environment, rehearsed);
    let end =
        on_stage(&mut settings, &Stage { scratch: &scratch, repository: &repository, sim: &sim }, context);
    context.environment = before;
    let End { end, untold } = end?;
    let (comments, requests) = (sim.state().comments, sim.journal());
    let unrehearsed = scratch.unrehearsed.clone();
    Ok(Rehearsal { end, settings, name, unrehearsed, untold, comments, requests, elapsed: began.elapsed() })
}

/// Where a rehearsal plays.
struct Stage<'a> {
    scratch: &'a Scratch,
    repository: &'a Repository,
    sim: &'a Sim,
}

/// How it ended, and how many issues were too many to be told.
struct End {
    end: deploy_kit_release::End,
    untold: usize,
}

/// Plans, puts in place what the plan names, and applies.
fn on_stage(settings: &mut Settings, stage: &Stage<'_>, context: &Context) -> Result<End, Failure> {
    let mut dry = settings.clone();
    dry.switches.dry_run = true;
    // Their digests are taken once, by the release itself.
    dry.assets.iter_mut().for_each(Vec::clear);
    let mut untold = 0;
    if let deploy_kit_release::End::Planned(plan) =
        deploy_kit_release::release(stage.scratch.work(), &mut dry, context)?
    {
        let told: usize = plan.releases.iter().map(|release| release.announcements.len()).sum();
        if told > MOST_TOLD {
            settings.switches.comments = false;
            untold = told;
        }
        place(&plan, stage).map_err(Failure::world)?;
    }
    stage.sim.clear_journal();
    let end = deploy_kit_release::release(stage.scratch.work(), settings, context)?;
    Ok(End { end, untold })
}

/// The issues that the release tells, and the files that it changes as they lie in the work tree.
fn place(plan: &Plan, stage: &Stage<'_>) -> std::io::Result<()> {
    for release in &plan.releases {
        for announcement in &release.announcements {
            let by_title =
                release.version.entries.iter().find(|it| it.pull_request == Some(announcement.number));
            let title = by_title.map(|entry| entry.subject.as_str()).unwrap_or_default();
            stage.sim.place_issue(announcement.number, title);
        }
    }
    for file in &plan.files {
        stage.scratch.bring(stage.repository, &file.write.path)?;
    }
    Ok(())
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

/// The repository's name on GitHub; one that is nowhere yet gets the name of its folder, and a remote.
fn name(
    remote: &str,
    repository: &Repository,
    environment: &Environment,
) -> Result<(String, Origin), Failure> {
    if let Some(name) = environment.get("GITHUB_REPOSITORY") {
        return Ok((name.to_owned(), Origin::AsItIs));
    }
    let found = repository.remote(remote).map_err(failure)?;
    if let Some(found) = found.filter(|found| !found.owner.contains('/')) {
        return Ok((format!("{}/{}", found.owner, found.name), Origin::AsItIs));
    }
    let folder = repository.work_dir().unwrap_or(repository.git_dir());
    let folder: PathBuf = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let known = |c: char| if c.is_ascii_alphanumeric() || "-_.".contains(c) { c } else { '-' };
    let name: String = name.trim_end_matches(".git").chars().map(known).collect();
    let name = if name.is_empty() { "repository" } else { &name };
    Ok((format!("rehearsal/{name}"), Origin::Always))
}
