//! The coverage gate: reports of every format, read into one model, merged and judged.
//!
//! The tool is arguments ([`args`], [`settings`]), reads ([`facts`]), decisions ([`measure`](mod@measure), [`plan`](mod@plan),
//! [`page`](mod@page)), writes ([`apply`]) and what is shown of them. What it is about are these parts, which know nothing of it:
//!
//! | Concern | Part |
//! |---|---|
//! | file → line → hits and branches; statements, functions, totals | [`model`] |
//! | bytes → events, with the position of what is wrong | [`read`](mod@read) |
//! | one file a format | [`format`](mod@format) |
//! | a report's paths → tracked files | [`paths`] |
//! | reports of several jobs → one | [`join`](mod@join) |
//! | what a line counts for | [`metric`] |
//! | the number that the producing tool prints | [`tool`](mod@tool) |
//! | what of a branch's own lines is covered | [`patch`](mod@patch) |
//! | whether that is enough | [`gate`] |
//! | parts with rules of their own | [`components`] |
//! | what was measured before | [`baseline`] |
//! | reports for other tools | [`output`] |
//! | a report as pages for a browser | [`html`] |
//! | a badge, and a chart of the trend | [`badge`], [`chart`] |
//! | another service's settings → ours | [`import`] |
//!
//! A format is recognised by its content, never by its file's name. A file that is cut off or of no known format is an
//! error that names the place, never a report without coverage.

pub mod apply;
pub mod args;
pub mod badge;
pub mod baseline;
pub mod chart;
pub mod components;
pub mod facts;
pub mod format;
pub mod gate;
pub mod html;
pub mod import;
pub mod join;
mod markup;
pub mod measure;
pub mod metric;
pub mod model;
mod open;
pub mod output;
pub mod page;
pub mod patch;
pub mod paths;
pub mod plan;
pub mod read;
mod report;
mod run;
pub mod settings;
pub mod subject;
pub mod tool;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Tool};

pub use model::{File, Percent, Report};
pub use read::{Position, ReadError, read};

/// `deploy-kit coverage`.
pub const TOOL: Tool = Tool {
    name: "coverage",
    command: args::command,
    sections: args::sections,
    layers: &["coverage"],
    outputs: &args::OUTPUTS,
    action: Some(args::ACTION),
    run: run_arguments,
};

fn run_arguments(
    matches: &ArgMatches,
    context: &mut Context,
) -> Result<deploy_kit_core::tool::Report, Failure> {
    let args = args::Args::from_matches(matches).map_err(Failure::usage)?;
    run::run(&args, context)
}
