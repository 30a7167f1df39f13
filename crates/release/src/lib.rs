//! The main job: a release, from plan to published.
//!
//! [`facts`] reads, [`plan`](mod@plan) decides, [`apply`](mod@apply) writes. What an earlier run has done shows in
//! the repository and on the server alone ([`marker`]); so any run goes on where another was interrupted.

pub mod apply;
pub mod args;
mod backport;
pub mod facts;
pub mod marker;
pub mod plan;
mod preview;
mod pull_request;
mod pulls;
pub mod report;
mod run;
pub mod server;
pub mod settings;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

pub use run::{End, release, run};

/// `deploy-kit release`.
pub const TOOL: Tool = Tool {
    name: "release",
    command: args::command,
    sections: args::sections,
    layers: &["version", "changelog", "release"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run: run_arguments,
};

fn run_arguments(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = args::Args::from_matches(matches).map_err(Failure::usage)?;
    run(&args, context)
}
