//! Runs a tool from the process's edges to its exit code.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgMatches, Command};

use super::argv::{self, Layer};
use super::{Context, Exit, Failure, Report, Tool};
use crate::actions::{Annotation, Console, Environment, Styled, Summary, file_command, input};
use crate::config::{self, Config};

/// The body of a tool's `main`.
pub fn main(tool: &Tool) -> ExitCode {
    let typed: Vec<OsString> = std::env::args_os().skip(1).collect();
    execute(tool, &format!("deploy-kit-{}", tool.name), &typed)
}

/// Runs a tool under the name by which it was called; `typed` is what stands after that name.
pub fn execute(tool: &Tool, called: &str, typed: &[OsString]) -> ExitCode {
    let environment = Environment::from_process();
    let console = Console::stdio(&environment);
    announce_panics();
    let command = (tool.command)().bin_name(called.to_owned()).display_name(called.to_owned());
    let exit = match prepare(tool, &command, typed, &environment) {
        Ok((matches, config)) => {
            let now = now(&environment);
            let json = matches
                .try_get_raw("format")
                .is_ok_and(|values| values.is_some_and(|mut values| values.any(|value| value == "json")));
            let console = console.with_reserved_stdout(json);
            let mut context = Context { environment, config, console, now, wants_document: json };
            let result = (tool.run)(&matches, &mut context).and_then(|report| publish(report, &mut context));
            let exit = result.unwrap_or_else(|failure| show(&failure, tool.name, &context.console));
            return leave(exit, &context.console);
        }
        Err(Stop::Help(text)) => {
            console.print(text);
            Exit::Done
        }
        Err(Stop::Usage(text)) => {
            refuse(&text, &console);
            Exit::Usage
        }
        Err(Stop::Failure(failure)) => show(&failure, tool.name, &console),
    };
    leave(exit, &console)
}

/// Sends what waits and takes leave.
fn leave(exit: Exit, console: &Console) -> ExitCode {
    if let Some(text) = console.finish() {
        // The step's own result is out already: a summary that cannot be written must not change it.
        let _ = Summary::new().markdown(&text).append(&Environment::from_process());
    }
    match console.take_failure() {
        // A result that nobody got is no success.
        Some(error) if exit == Exit::Done => {
            console.error(format!("failed to write the result: {error}"));
            Exit::World.into()
        }
        _ => exit.into(),
    }
}

enum Stop {
    Help(String),
    Usage(String),
    Failure(Failure),
}

/// Reads the layers and parses the arguments.
fn prepare(
    tool: &Tool,
    command: &Command,
    typed: &[OsString],
    environment: &Environment,
) -> Result<(ArgMatches, Config), Stop> {
    let inputs = inputs(environment);
    let line = argv::assemble(command, std::slice::from_ref(&inputs), typed);
    let config = read_config(tool, command, &line).map_err(|error| {
        let hint = error.hint();
        Stop::Failure(Failure::usage(error).hint(hint))
    })?;
    let mut layers: Vec<Layer> = tool.layers.iter().map(|section| config.flags(section)).collect();
    let folder = config.path().and_then(Path::parent).unwrap_or(Path::new(""));
    for layer in &mut layers {
        layer.retain(|name, words| {
            let argument = command.get_arguments().find(|argument| argument.get_long() == Some(name));
            if argument.is_some_and(is_path) {
                words.iter_mut().for_each(|word| *word = folder.join(&*word).to_string_lossy().into_owned());
            }
            argument.is_some()
        });
    }
    layers.push(inputs);
    let line = argv::assemble(command, &layers, typed);
    match command.clone().try_get_matches_from(line) {
        Ok(matches) => Ok((matches, config)),
        Err(error) if error.use_stderr() => {
            Err(Stop::Usage(explained(error, command.clone()).render().to_string()))
        }
        Err(error) => Err(Stop::Help(error.render().to_string())),
    }
}

/// Clap's error for a reader who typed only a part of the line: its usage names no argument that a layer gave, and
/// what is meant by `--no-x` is told where `x` is yes or no.
pub(super) fn explained(mut error: clap::Error, mut command: Command) -> clap::Error {
    if error.get(ContextKind::Usage).is_some() {
        error.insert(ContextKind::Usage, ContextValue::StyledStr(command.render_usage()));
    }
    let meant = match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::String(given)) if error.kind() == ErrorKind::UnknownArgument => {
            given.strip_prefix("--no-").and_then(|name| switch(&command, name))
        }
        _ => None,
    };
    if let Some(meant) = meant {
        error.insert(ContextKind::SuggestedArg, ContextValue::String(meant));
    }
    error
}

/// `--x=false`, if `x` is an argument that is yes or no.
fn switch(command: &Command, name: &str) -> Option<String> {
    let argument = command.get_arguments().find(|argument| argument.get_long() == Some(name))?;
    let is_switch = argument.get_value_parser().type_id() == std::any::TypeId::of::<bool>();
    is_switch.then(|| format!("--{name}=false"))
}

/// A path in the configuration starts from the file's folder, wherever the run was started.
fn is_path(argument: &Arg) -> bool {
    argument.get_value_parser().type_id() == std::any::TypeId::of::<PathBuf>()
}

/// An action's inputs; in a terminal `INPUT_…` variables are somebody else's.
fn inputs(environment: &Environment) -> Layer {
    if environment.get("GITHUB_ACTIONS") != Some("true") {
        return Layer::new();
    }
    // An action maps its token to `GITHUB_TOKEN`; under act it arrives as an input, too.
    let inputs = input::all(environment).filter(|(name, _)| name != "token");
    inputs.map(|(name, value)| (name, vec![value.to_owned()])).collect()
}

fn read_config(tool: &Tool, command: &Command, line: &[OsString]) -> Result<Config, config::Error> {
    let named = argv::peek(command, line, "config").map(PathBuf::from);
    let found = || {
        let repository = argv::peek(command, line, "repository");
        Config::find(Path::new(repository.as_deref().unwrap_or(".")))
    };
    match named.or_else(found) {
        Some(path) => Config::read(&path, &(tool.sections)()),
        None => Ok(Config::default()),
    }
}

/// Sends each part of a report to its place.
///
/// # Errors
/// A file of the runner cannot be written.
pub fn publish(report: Report, context: &mut Context) -> Result<Exit, Failure> {
    let console = &mut context.console;
    if context.wants_document {
        let document = serde_json::to_string_pretty(&report.document).map_err(Failure::world)?;
        console.document(&document);
    } else {
        for line in report.text {
            console.print(line);
        }
    }
    for annotation in report.annotations {
        console.annotate(annotation);
    }
    let environment = &context.environment;
    if environment.get("GITHUB_OUTPUT").is_some() {
        for (name, value) in &report.outputs {
            file_command::set_output(environment, name, value).map_err(Failure::world)?;
        }
    }
    if let Some(text) = report.summary.filter(|_| context.wants_summary()) {
        Summary::new().markdown(&text).append(environment).map_err(Failure::world)?;
    }
    Ok(report.exit)
}

/// One annotation on the runner, plain text in a terminal.
fn show(failure: &Failure, tool: &str, console: &Console) -> Exit {
    if console.is_runner() {
        console.annotate(Annotation::error(failure.to_string()).title(format!("deploy-kit {tool}")));
        return failure.exit();
    }
    for (index, text) in failure.chain().into_iter().enumerate() {
        let label = if index == 0 { "error: " } else { "caused by: " };
        let line = if index == 0 { Styled::new().bad(label) } else { Styled::new().dim(label) };
        console.info(line.text(text));
    }
    for hint in failure.hints() {
        console.info(Styled::new().accent("hint: ").text(hint.clone()));
    }
    failure.exit()
}

fn refuse(text: &str, console: &Console) {
    if console.is_runner() {
        let text = text.trim_end();
        let text = text.strip_prefix("error: ").unwrap_or(text);
        console.annotate(Annotation::error(text.to_owned()).title("deploy-kit"));
    } else {
        console.info(text.trim_end().to_owned());
    }
}

/// A panic is our mistake: say so where it is seen, and where to tell us.
fn announce_panics() {
    std::panic::set_hook(Box::new(|panic| {
        let console = Console::stdio(&Environment::from_process());
        let text = format!(
            "deploy-kit has a bug: {panic}\nhint: please report it with the command that you ran at {}/issues",
            env!("CARGO_PKG_REPOSITORY")
        );
        if console.is_runner() {
            console.annotate(Annotation::error(text));
        } else {
            console.info(text);
        }
        console.finish();
    }));
}

fn now(environment: &Environment) -> i64 {
    let set = environment.get("SOURCE_DATE_EPOCH").and_then(|text| text.parse().ok());
    set.unwrap_or_else(|| {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        since.map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    })
}
