//! From arguments to a report.

use std::path::Path;

use deploy_kit_comment::address;
use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_core::{cancel, hook};
use deploy_kit_github::server::Server;

use crate::args::{Action, Args};
use crate::life::Life;
use crate::settings::Settings;
use crate::{publish, report, sweep};

/// Runs the tool.
///
/// # Errors
/// What the arguments, the event or the server get wrong.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    let mut settings = Settings::resolve(args, context)?;
    if args.action == Action::Report {
        publish::write(&args.preview.output, &settings)?;
        return Ok(report::written(&args.preview.output, context));
    }
    if settings.subject.recorded.as_ref().is_some_and(|recorded| recorded.is_own) {
        // Of a deployment that this tool has made, it has said all there is to say.
        return Ok(report::nothing(context));
    }
    if args.action == Action::Publish {
        settings = publish::check(&args.preview, settings, context)?;
    }
    let folder = args.common.repository.as_path();
    let flag;
    let cancelled = match is_long(args.action, &settings) {
        true => {
            flag = cancel::flag().map_err(Failure::world)?;
            &*flag
        }
        false => &hook::NEVER,
    };
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        if args.action == Action::Sweep {
            let swept = sweep::sweep(&settings, folder, cancelled, context).await?;
            return Ok(report::swept(swept, &settings, context));
        }
        let life = Life { settings: &settings, context, folder, cancelled };
        Ok(report::report(life.run().await?, &settings, context))
    })
}

/// Whether something is begun that a cancelled run has to end.
fn is_long(action: Action, settings: &Settings) -> bool {
    let hooks = &settings.hooks;
    action == Action::Sweep
        || settings.proof.is_some()
        || hooks.up.is_some()
        || hooks.deploy.is_some()
        || hooks.down.is_some()
}

/// Connects for so long as GitHub may take, beside what the preview may take to answer.
pub(crate) fn connect(settings: &Settings, folder: &Path, context: &Context) -> Result<Server, Failure> {
    let proof = settings.proof.as_ref().map(|proof| proof.deadline).unwrap_or_default();
    address(folder, None, context)?.connect(context.now, settings.timeout + proof)
}
