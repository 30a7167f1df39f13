//! One comment that is always right: found by its mark and its author, never overwritten by an older run, never
//! double, never longer than GitHub takes.
//!
//! [`comment`] says what a comment is and how two versions of it are put together; [`plan`](mod@plan) what is to be
//! done about those that stand; [`board`] does it. [`publish`] takes what a job without permission has written.

pub mod args;
pub mod board;
pub mod comment;
mod keep;
pub mod mark;
pub mod plan;
pub mod publish;
mod reaction;
mod refusal;
mod report;
mod run;
pub mod settings;
mod target;
mod text;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

pub use keep::{Outcome, Request, keep};
pub use refusal::Origin;
pub use run::{address, rest};
pub use target::Target;

/// `deploy-kit comment`.
pub const TOOL: Tool = Tool {
    name: "comment",
    command: args::command,
    sections: args::sections,
    layers: &["comment"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run: run_arguments,
};

fn run_arguments(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = args::Args::from_matches(matches).map_err(Failure::usage)?;
    run::run(&args, context)
}
