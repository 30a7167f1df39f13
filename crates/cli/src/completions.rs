//! `deploy-kit completions <shell>`.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

/// Prints a script that completes the umbrella's commands and flags.
pub(crate) const TOOL: Tool =
    Tool { name: "completions", command, sections: Vec::new, layers: &[], outputs: &[], run };

fn command() -> Command {
    Command::new("completions")
        .about("Print the completion script of a shell")
        .after_help("For bash, for example: source <(deploy-kit completions bash)")
        .arg(
            Arg::new("shell")
                .value_name("SHELL")
                .required(true)
                .value_parser(value_parser!(Shell))
                .help("The shell to complete for"),
        )
}

fn run(matches: &ArgMatches, _: &mut Context) -> Result<Report, Failure> {
    let mut report = Report::default();
    if let Some(&shell) = matches.get_one::<Shell>("shell") {
        report.line(script(shell)?);
    }
    Ok(report)
}

fn script(shell: Shell) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    let mut command = crate::command();
    clap_complete::generate(shell, &mut command, "deploy-kit", &mut bytes);
    String::from_utf8(bytes).map_err(Failure::world)
}

#[cfg(test)]
mod tests {
    use deploy_kit_core::actions::guard;

    use super::*;

    #[test]
    fn every_shell_learns_every_command_and_the_guard_changes_nothing() {
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let script = script(shell).unwrap();
            for command in crate::command().get_subcommands() {
                assert!(script.contains(command.get_name()), "{shell}: {command}");
            }
            assert!(script.contains("--tag-prefix") || script.contains("tag-prefix"), "{shell}");
            assert_eq!(guard::text(&script), script, "{shell}");
        }
    }
}
