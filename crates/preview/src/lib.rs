//! Preview environments of pull requests: a deployment on GitHub for each, one comment with a row for each app, and
//! nothing left behind when the pull request is closed.
//!
//! [`facts`] reads what GitHub has recorded, [`plan`](mod@plan) decides, [`apply`] writes; [`row`] is what people see of
//! it. State is in GitHub alone: any run goes on where another was interrupted.

pub mod apply;
pub mod args;
pub mod facts;
pub mod hooks;
mod life;
pub mod plan;
pub mod proof;
pub mod provider;
pub mod publish;
mod qr;
mod record;
mod report;
pub mod row;
mod run;
pub mod scores;
pub mod settings;
pub mod state;
pub mod subject;
mod sweep;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

/// `deploy-kit preview`.
pub const TOOL: Tool = Tool {
    name: "preview",
    command: args::command,
    sections: args::sections,
    layers: &["preview"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run: run_arguments,
};

fn run_arguments(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = args::Args::from_matches(matches).map_err(Failure::usage)?;
    run::run(&args, context)
}
