//! The umbrella `deploy-kit <tool>`: one list of tools, and no logic of its own.
//!
//! [`TOOLS`] is the list that everything else reads: the umbrella's commands, completion, man pages, the
//! configuration schema and the tables of the documentation.

mod completions;
mod man;
mod setup;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Command;
use deploy_kit_core::actions::{Console, Environment};
use deploy_kit_core::tool::{self, Tool};

/// Every tool, in the order of a release.
pub const TOOLS: [&Tool; 6] = [
    &deploy_kit_version::TOOL,
    &deploy_kit_changelog::TOOL,
    &deploy_kit_rehearse::TOOL,
    &deploy_kit_coverage::TOOL,
    &deploy_kit_comment::TOOL,
    &deploy_kit_preview::TOOL,
];

/// What the umbrella adds for a terminal.
const EXTRAS: [&Tool; 3] = [&completions::TOOL, &man::TOOL, &SETUP];

/// The umbrella as an action: it puts this program on the `PATH` of later steps.
pub const SETUP: Tool = setup::TOOL;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let mut typed = std::env::args_os().skip(1);
    let first = typed.next();
    let mut known = TOOLS.into_iter().chain(EXTRAS);
    if let Some(tool) = known.find(|tool| first.as_deref().is_some_and(|name| name == tool.name)) {
        let typed: Vec<OsString> = typed.collect();
        return tool::execute(tool, &format!("deploy-kit {}", tool.name), &typed);
    }
    if typed.len() == 0 && first.is_some_and(|word| word == "--version" || word == "-V") {
        // The commonest question needs none of the tools' arguments.
        Console::stdio(&Environment::from_process()).print(concat!("deploy-kit ", env!("CARGO_PKG_VERSION")));
        return ExitCode::SUCCESS;
    }
    // Help or a mistake: clap knows how to say both.
    let Err(error) = command().try_get_matches() else { return ExitCode::SUCCESS };
    let console = Console::stdio(&Environment::from_process());
    let text = error.render().to_string();
    if error.use_stderr() {
        console.info(text.trim_end().to_owned());
    } else {
        console.print(text.trim_end().to_owned());
    }
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}

/// The whole command line as clap knows it.
pub fn command() -> Command {
    Command::new("deploy-kit")
        .about("From pull request opened to running in production, proven healthy")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(TOOLS.into_iter().chain(EXTRAS).map(|tool| (tool.command)()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_command_line_is_sound_and_every_tool_describes_itself() {
        command().debug_assert();
        let abouts: BTreeSet<String> = command()
            .get_subcommands()
            .map(|tool| tool.get_about().map(ToString::to_string).unwrap())
            .collect();
        assert_eq!(abouts.len(), TOOLS.len() + EXTRAS.len(), "{abouts:?}");
    }
}
