//! From arguments to a report.

use std::path::Path;

use deploy_kit_core::actions::Repository as Name;
use deploy_kit_core::markdown::link;
use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_github::server::{Address, Remote};

use crate::args::{Action, Args};
use crate::keep::{Request, keep};
use crate::plan::Mode;
use crate::reaction::{react, tell};
use crate::refusal::explain;
use crate::settings::Settings;
use crate::{publish, report, text};

/// Runs the tool.
///
/// # Errors
/// What the arguments, the event or the server get wrong.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    let settings = Settings::resolve(args, context)?;
    if args.action == Action::Report {
        let text = text::read(&args.comment)?;
        let sha = settings.mark.as_ref().map_or("", |mark| mark.sha.as_str());
        publish::write(&args.comment.output, &text, sha)?;
        return Ok(report::written(&args.comment.output, context));
    }
    let server = address(&args.common.repository, settings.repo.as_ref(), context)?;
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        let server = server.connect(context.now, settings.timeout)?;
        let request = match args.action {
            Action::Publish => {
                let Some(request) = publish::check(&args.comment, &settings, &server, context).await? else {
                    return Ok(report::nothing(context));
                };
                request
            }
            Action::Post | Action::Report => request(&settings, args)?,
        };
        let outcome = keep(&server, &request, settings.dry_run).await?;
        let mut report = report::report(&request, &outcome, settings.dry_run, context);
        // A newer run may want others.
        let standing = outcome.standing.as_ref().filter(|_| !outcome.is_stale);
        if let (Some(standing), Some(wanted)) = (standing, &settings.reactions) {
            let change = react(&server, &standing.node_id, wanted, settings.dry_run).await;
            let change = change.map_err(|error| explain(error, &request))?;
            tell(&change, settings.dry_run, &mut report);
        }
        Ok(report)
    })
}

fn request(settings: &Settings, args: &Args) -> Result<Request, Failure> {
    let needs_text = matches!(settings.mode, Mode::Replace | Mode::Recreate);
    let target = settings.target.clone().ok_or_else(|| {
        let hint =
            "name it with `--pull-request`, `--commit` or `--discussion`, or run it on an event of one";
        Failure::usage("it is not known what is commented on").hint(Some(hint.to_owned()))
    })?;
    Ok(Request {
        target,
        origin: settings.origin,
        key: settings.key.clone(),
        app: settings.app.clone(),
        text: if needs_text { Some(text::read(&args.comment)?) } else { None },
        row: args.comment.row.clone().unwrap_or_default(),
        head: args.comment.head.clone().unwrap_or_default(),
        mark: settings.mark.clone(),
        mode: settings.mode,
        reason: settings.reason,
        only_standing: false,
        rest: rest(settings.run_url.as_deref()),
    })
}

/// Where all of a text is.
pub fn rest(run_url: Option<&str>) -> String {
    match run_url {
        Some(url) => format!("all of it is in {}", link("the summary of the run", url)),
        None => "it is too long for a comment".to_owned(),
    }
}

/// The server of the repository that is asked for, else of the run's or of the clone's.
///
/// # Errors
/// There is no token, or no repository.
pub fn address(clone: &Path, repo: Option<&Name>, context: &Context) -> Result<Address, Failure> {
    let remote = match repo {
        Some(_) => None,
        None => remote(clone)?,
    };
    let mut address = Address::find(&context.environment, remote.as_ref()).ok_or_else(|| {
        let hint = "set `GITHUB_TOKEN`, or sign in with `gh auth login`; in a workflow give the job `permissions: pull-requests: write`";
        Failure::usage("a comment needs a token and a repository on GitHub").hint(Some(hint.to_owned()))
    })?;
    if let Some(name) = repo {
        address.name = name.clone();
    }
    context.console.mask(&address.token);
    Ok(address)
}

/// The clone's remote, where there is a clone at all.
fn remote(clone: &Path) -> Result<Option<Remote>, Failure> {
    let Ok(repository) = deploy_kit_git::Repository::open(clone) else { return Ok(None) };
    let remote = repository.remote("origin").map_err(Failure::world)?;
    Ok(remote.map(|remote| Remote {
        host: remote.host,
        name: Name { owner: remote.owner, name: remote.name },
        is_github: None,
    }))
}
