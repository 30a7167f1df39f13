//! The umbrella `deploy-kit <tool>`: one list of tools, and no logic of its own.

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Command;
use deploy_kit_core::tool::{self, Tool};

/// Every tool, in the order of a release.
const TOOLS: [&Tool; 1] = [&deploy_kit_version::TOOL];

fn main() -> ExitCode {
    let mut typed = std::env::args_os().skip(1);
    let first = typed.next();
    let named = TOOLS.iter().find(|tool| first.as_deref().is_some_and(|name| name == tool.name));
    if let Some(tool) = named {
        let typed: Vec<OsString> = typed.collect();
        return tool::execute(tool, &format!("deploy-kit {}", tool.name), &typed);
    }
    // Help, the version, or a mistake: clap knows how to say all three.
    match command().try_get_matches() {
        Ok(_) => ExitCode::SUCCESS,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // A closed pipe is no reason to say anything more.
            let _ = error.print();
            ExitCode::from(code)
        }
    }
}

fn command() -> Command {
    Command::new("deploy-kit")
        .about("From pull request opened to running in production, proven healthy")
        .version(env!("CARGO_PKG_VERSION"))
        .subcommand_required(true)
        .arg_required_else_help(true)
        .subcommands(TOOLS.map(|tool| (tool.command)()))
}
