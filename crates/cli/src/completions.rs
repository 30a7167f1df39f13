//! `deploy-kit completions <shell>`.

use clap::{Arg, ArgMatches, Command, value_parser};
use clap_complete::Shell;
use deploy_kit_core::tool::{Context, Failure, Report, Tool};

/// Prints a script that completes the umbrella's commands and flags.
pub(crate) const TOOL: Tool =
    Tool { name: "completions", command, sections: Vec::new, layers: &[], outputs: &[], action: None, run };

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
    let script = String::from_utf8(bytes).map_err(Failure::world)?;
    Ok(match shell {
        // clap_complete 4.6 takes the hyphen of a program's own name for a step between commands in the
        // labels of its cases, though not where it jumps to them.
        Shell::Bash => script.replace("deploy__subcmd__kit", "deploy__kit"),
        _ => script,
    })
}

#[cfg(test)]
mod tests {
    use deploy_kit_core::actions::guard;

    use super::*;

    #[test]
    fn bash_has_a_case_for_every_command_that_it_recognises() {
        let script = script(Shell::Bash).unwrap();
        let commands: Vec<&str> =
            script.lines().filter_map(|line| line.trim().strip_prefix("cmd=\"")).collect();
        assert!(commands.len() > 3);
        for command in
            commands.iter().filter_map(|rest| rest.strip_suffix('"')).filter(|name| !name.is_empty())
        {
            assert!(script.contains(&format!("        {command})")), "{command}");
        }
    }

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
