//! From arguments to a report.

use deploy_kit_comment::address;
use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_github::server::Server;

use crate::apply::{Work, apply};
use crate::args::{Action, Args};
use crate::facts::{self, Sources};
use crate::import;
use crate::open::open;
use crate::plan::plan;
use crate::report;
use crate::settings::Settings;

/// Runs the tool.
///
/// # Errors
/// What the arguments, the reports, the repository or the server get wrong.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    if args.action == Action::Import {
        let (file, text) = facts::settings_of_codecov(args.file.as_deref(), &args.common.repository)?;
        let imported = import::codecov(&text, &file).map_err(Failure::usage)?;
        return Ok(report::imported(&file, &imported, context));
    }
    let settings = Settings::resolve(args, context)?;
    let repository = open(&args.common.repository, context)?;
    let sources = Sources::of(&repository, settings.is_terminal)?;
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        let server = server(&settings, args, context)?;
        let server = server.as_ref();
        let facts = facts::gather(&settings, &repository, &sources, server).await?;
        let plan = plan(&settings, &facts);
        if settings.dry_run {
            return Ok(report::report(&settings, &facts, &plan, None, context));
        }
        let work =
            Work { settings: &settings, facts: &facts, sources: &sources, repository: &repository, server };
        let outcome = apply(&work, &plan).await;
        Ok(report::report(&settings, &facts, &plan, Some(&outcome), context))
    })
}

/// The server, where there is a token: without one all is done that needs none.
fn server(settings: &Settings, args: &Args, context: &Context) -> Result<Option<Server>, Failure> {
    if !settings.needs_server() {
        return Ok(None);
    }
    match address(&args.common.repository, None, context) {
        Ok(address) => Ok(Some(address.connect(context.now, settings.timeout)?)),
        Err(_) => Ok(None),
    }
}
