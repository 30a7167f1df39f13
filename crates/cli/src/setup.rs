//! `deploy-kit setup`: what the repository's own action, `uses: org/deploy-kit@v1`, runs.

use std::path::Path;
use std::process::Command as Process;

use clap::{Arg, ArgMatches, Command};
use deploy_kit_core::actions::{Environment, file_command};
use deploy_kit_core::tool::{Action, Context, Failure, Output, READ_HISTORY, Report, Tool};

/// Puts the program on the `PATH` of later steps, then runs commands of it.
pub(crate) const TOOL: Tool = Tool {
    name: "setup",
    command,
    sections: Vec::new,
    layers: &[],
    outputs: &[
        Output { name: "version", help: "The version of the program" },
        Output { name: "path", help: "The folder that was put on the `PATH`" },
    ],
    action: Some(Action { icon: "terminal", color: "green", terminal: &[], permissions: &[READ_HISTORY] }),
    run,
};

/// A line of `run` that cannot be run, or was and failed.
#[derive(Debug, thiserror::Error)]
enum RunError {
    #[error("`{0}`: a quote is not closed")]
    Quote(String),
    #[error("cannot start `deploy-kit {line}`")]
    Start { line: String, source: std::io::Error },
    #[error("`deploy-kit {line}` ended with {status}")]
    Failed { line: String, status: std::process::ExitStatus },
}

fn command() -> Command {
    Command::new("setup")
        .about("Put deploy-kit on the PATH of a workflow's later steps, and run commands of it")
        .version(env!("CARGO_PKG_VERSION"))
        .arg(Arg::new("run").long("run").value_name("COMMANDS").help(
            "Commands to run at once, one a line and without `deploy-kit` in front: `release explain`. \
             Words are split as a shell does, and nothing else of a shell happens",
        ))
}

fn run(matches: &ArgMatches, context: &mut Context) -> Result<Report, Failure> {
    let lines = lines(matches.get_one::<String>("run").map_or("", String::as_str)).map_err(Failure::usage)?;
    let program = std::env::current_exe().map_err(Failure::world)?;
    let folder = program.parent().unwrap_or(Path::new(".")).to_string_lossy().into_owned();
    if context.environment.get("GITHUB_PATH").is_some() {
        file_command::add_path(&context.environment, &folder).map_err(Failure::world)?;
    } else if lines.is_empty() {
        let error = "there is no workflow whose `PATH` could be set";
        return Err(
            Failure::usage(error.to_owned()).hint(format!("in a terminal: export PATH=\"{folder}:$PATH\""))
        );
    }
    for (line, words) in &lines {
        start(&program, line, words, &context.environment)?;
    }
    let mut report = Report::default();
    report.output("version", env!("CARGO_PKG_VERSION"));
    report.output("path", folder);
    Ok(report)
}

/// The commands with their words; lines that are blank or begin with `#` are none.
fn lines(text: &str) -> Result<Vec<(String, Vec<String>)>, RunError> {
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let split = |line: &str| {
        let words = shlex::split(line).ok_or_else(|| RunError::Quote(line.to_owned()))?;
        Ok((line.to_owned(), words))
    };
    lines.map(split).collect()
}

/// Runs a command as a process of its own: it has its own outputs and its own exit code, and this action's inputs
/// are none of its.
fn start(program: &Path, line: &str, words: &[String], environment: &Environment) -> Result<(), Failure> {
    let mut process = Process::new(program);
    process.args(words);
    for (name, _) in environment.iter().filter(|(name, _)| name.starts_with("INPUT_")) {
        process.env_remove(name);
    }
    let line = || line.to_owned();
    let status =
        process.status().map_err(|source| Failure::world(RunError::Start { line: line(), source }))?;
    let error = RunError::Failed { line: line(), status };
    match status.code() {
        Some(0) => Ok(()),
        Some(1) => Err(Failure::gate(error)),
        Some(2) => Err(Failure::usage(error)),
        Some(4) => Err(Failure::undecided(error)),
        _ => Err(Failure::world(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_command_and_only_words_are_split() {
        let text = "release plan --to 'a b'\n\n # note\nversion --from \"$(id)\" ; && |\n";
        let words: Vec<Vec<String>> = lines(text).unwrap().into_iter().map(|(_, words)| words).collect();
        assert_eq!(words[0], ["release", "plan", "--to", "a b"]);
        assert_eq!(words[1], ["version", "--from", "$(id)", ";", "&&", "|"]);
        assert_eq!(words.len(), 2);
        assert_eq!(lines("version 'x").unwrap_err().to_string(), "`version 'x`: a quote is not closed");
    }
}
