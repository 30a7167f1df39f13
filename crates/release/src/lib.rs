//! The main job: a release, from plan to published. So far the plan: packages, versions, notes, the
//! difference of each CHANGELOG.md, tags.

pub mod args;
pub mod facts;
pub mod plan;
pub mod report;
pub mod settings;

use clap::ArgMatches;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

use args::Args;
use settings::Settings;

/// `deploy-kit release`.
pub const TOOL: Tool = Tool {
    name: "release",
    command: args::command,
    sections: args::sections,
    layers: &["version", "changelog", "release"],
    outputs: &args::OUTPUTS,
    run,
};

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let args = Args::from_matches(matches).map_err(Failure::usage)?;
    let settings = Settings::resolve(&args, &context.config)?;
    let repository = deploy_kit_version::open(&args.common.repository, &settings.changelog.version, context)?;
    let facts = facts::gather(&settings, &repository, context)?;
    let plan = plan::plan(&settings, facts).map_err(Failure::usage)?;
    Ok(report::report(&plan, settings.explain, context))
}
