//! From arguments to a report: which commit, which server, plan, apply.

pub(crate) mod on_server;
pub(crate) mod start;
pub(crate) mod unfinished;

use std::path::Path;

use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::{end, failure};

use crate::apply::{self, Outcome, Site};
use crate::args::{Action, Args};
use crate::facts::Start;
use crate::facts::remote::Remote;
use crate::plan::Plan;
use crate::preview;
use crate::report;
use crate::server;
use crate::settings::Settings;
use start::{Attach, choose, local, make};

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// The plan was all that was asked for.
    Planned(Plan),
    /// It was applied.
    Applied(Plan, Outcome),
    /// The branch is somewhere else by now.
    MovedOn {
        /// The branch, and where it is.
        remote: Box<Remote>,
        /// The commit that is checked out.
        here: Id,
    },
}

/// Runs the tool.
///
/// # Errors
/// What the arguments, the repository or the server get wrong.
pub fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    if !args.pulls.is_empty() && args.action != Action::Backport {
        let text = "numbers of pull requests are for `release backport` alone";
        return Err(Failure::usage(text)
            .hint(Some("run `deploy-kit release backport --to <branch> <number>`".to_owned())));
    }
    let mut settings = Settings::resolve(args, &context.config)?;
    let end = match args.action {
        Action::Rehearse => {
            let text = "a rehearsal needs the embedded GitHub, which is part of the `deploy-kit` program";
            return Err(Failure::usage(text).hint(Some("run `deploy-kit release rehearse`; in a workflow `org/deploy-kit@v1` with `run: release rehearse`".to_owned())));
        }
        Action::Pr => return pull_request(&args.common.repository, &mut settings, context),
        Action::Preview => return preview::run(&args.common.repository, &mut settings, context),
        Action::Backport => return crate::backport::run(&args.common.repository, args, context),
        Action::Plan | Action::Explain => {
            let repository = deploy_kit_version::open(&args.common.repository, settings.version(), context)?;
            as_it_stands(&mut settings, &repository, context)?
        }
        Action::Apply | Action::Resume => {
            settings.by_api = context.console.is_runner();
            release(&args.common.repository, &mut settings, context)?
        }
    };
    Ok(match end {
        End::Planned(plan) => report::plan(&plan, settings.explain, context),
        End::Applied(plan, outcome) => report::applied(&plan, &outcome, &settings, context),
        End::MovedOn { remote, here } => report::moved_on(&remote, here, context),
    })
}

/// Releases, or finishes what an earlier run has begun. The server is the one that the context's variables and
/// the repository's remote tell of; without a token there is none.
///
/// # Errors
/// What the repository or the server get wrong.
pub fn release(path: &Path, settings: &mut Settings, context: &Context) -> Result<End, Failure> {
    let repository = deploy_kit_version::open(path, settings.version(), context)?;
    let address = server::find(settings, &repository, context)?;
    settings.on_server = address.is_some();
    settings.by_api &= settings.on_server;
    settings.pushes |= settings.on_server;
    match address {
        None if context.console.is_runner() && !settings.switches.dry_run => {
            let has_token = deploy_kit_github::token::from_environment(&context.environment).is_some();
            let (text, hint) = if has_token {
                (
                    "no repository on GitHub is known: nothing was done",
                    "set `GITHUB_REPOSITORY` to `owner/name`",
                )
            } else {
                (
                    "there is no token, and a release on a runner needs one: nothing was done",
                    "give the step a token (the input `token` of the action, else `env: GITHUB_TOKEN: ${{ github.token }}`) and the job `permissions: contents: write`",
                )
            };
            Err(Failure::usage(text).hint(Some(hint.to_owned())))
        }
        None => without_server(settings, &repository, context),
        Some(address) => runtime()?.block_on(async {
            let server = address.connect(context.now, settings.timeout)?;
            on_server::on_server(settings, repository, server, context).await
        }),
    }
}

/// Keeps the pull request that releases when it is merged.
fn pull_request(path: &Path, settings: &mut Settings, context: &Context) -> Result<Report, Failure> {
    let repository = deploy_kit_version::open(path, settings.version(), context)?;
    let Some(address) = server::find(settings, &repository, context)? else {
        let text = "a pull request needs a token and a repository on GitHub";
        let hint = "set `GITHUB_TOKEN`, or sign in with `gh auth login`; in a workflow give the job `permissions: contents: write` and `pull-requests: write`";
        return Err(Failure::usage(text).hint(Some(hint.to_owned())));
    };
    settings.by_api = context.console.is_runner();
    settings.pushes = true;
    runtime()?.block_on(async {
        let server = address.connect(context.now, settings.timeout)?;
        crate::pull_request::run(settings, repository, server, context).await
    })
}

/// One thread is enough: the work is waiting.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    deploy_kit_http::runtime().map_err(Failure::world)
}

/// The plan as it stands here, without asking anybody.
fn as_it_stands(settings: &mut Settings, repository: &Repository, context: &Context) -> Result<End, Failure> {
    let version = deploy_kit_version::plan(settings.version(), repository, context)?;
    let start = Start::at(version.to);
    settings.pushes = false;
    Ok(End::Planned(make(settings, repository, context, start, version, Attach::No)?))
}

/// Commit and tags in this clone; what remains is said.
fn without_server(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
) -> Result<End, Failure> {
    let head = end(settings.version(), repository)?;
    let branch = repository.head().map_err(failure)?.branch().map(str::to_owned);
    settings.branch = settings.branch.take().or(branch);
    settings.has_remote = repository.remote_url(&settings.changelog.look.remote).is_some();
    let (start, version) = choose(settings, repository, context, local(head, repository)?)?
        .ok_or_else(|| Failure::world("the release's commit is not the one that would be made here"))?;
    let plan = make(settings, repository, context, start, version, Attach::No)?;
    if settings.switches.dry_run {
        return Ok(End::Planned(plan));
    }
    let site = Site { repository, server: None, console: &context.console };
    let outcome = runtime()?.block_on(apply::apply(&plan, settings, site))?;
    Ok(End::Applied(plan, outcome))
}
