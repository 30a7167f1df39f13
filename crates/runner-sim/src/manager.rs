//! actions/runner `ActionCommandManager.cs`: what each command does.

use std::collections::BTreeSet;

use crate::annotation::{Annotation, Level};
use crate::command::{Command, Culture};
use crate::dotnet::is_white_space;
use crate::step::Observed;

const NAMES: [&str; 16] = [
    "stop-commands",
    "set-env",
    "set-output",
    "save-state",
    "add-path",
    "add-mask",
    "add-matcher",
    "remove-matcher",
    "warning",
    "error",
    "notice",
    "debug",
    "group",
    "endgroup",
    "echo",
    // Registered only for the runner's own plugins, so it is not in the set below.
    "internal-set-repo-path",
];

/// The state of command processing in a step.
#[derive(Debug)]
pub(crate) struct Manager {
    /// In upper case.
    registered: BTreeSet<String>,
    stop_token: Option<String>,
    echo: bool,
    pub(crate) culture: Culture,
    pub(crate) workspace: String,
}

impl Manager {
    pub(crate) fn new() -> Self {
        Self {
            registered: NAMES[..15].iter().map(|name| name.to_uppercase()).collect(),
            stop_token: None,
            echo: false,
            culture: Culture::default(),
            workspace: String::new(),
        }
    }

    pub(crate) fn is_stopped(&self) -> bool {
        self.stop_token.is_some()
    }

    /// `OutputManager.OnDataReceived`: a line of either stream.
    pub(crate) fn line(&mut self, line: &str, observed: &mut Observed) {
        if !self.obeyed(line, observed) {
            let line = line
                .replace("##[start-action", "##[\\start-action")
                .replace("##[end-action", "##[\\end-action");
            observed.write(line);
        }
    }

    /// `TryProcessCommand`.
    fn obeyed(&mut self, line: &str, observed: &mut Observed) -> bool {
        let Some(command) = Command::parse(line, &self.registered, self.culture) else {
            return false;
        };
        let name = command.name.to_uppercase();
        if let Some(token) = &self.stop_token {
            let resumes = name == *token;
            if resumes {
                observed.write(line.to_owned());
                self.registered.remove(&name);
                self.stop_token = None;
            }
            return resumes;
        }
        if name == "STOP-COMMANDS" {
            self.stop(line, &command.data, observed);
            return true;
        }
        let quiet = ["ADD-MASK", "DEBUG", "WARNING", "ERROR", "NOTICE"].contains(&name.as_str());
        if self.echo && !quiet {
            observed.write(line.to_owned());
        }
        if let Err(reason) = self.process(&name, command, observed) {
            let shown = if quiet { &name.to_lowercase() } else { line };
            observed.fail(&format!("Unable to process command '{shown}' successfully."));
            observed.fail(&reason);
        }
        true
    }

    /// `ValidateStopToken`, whose exception is not caught with those of the other commands.
    fn stop(&mut self, line: &str, token: &str, observed: &mut Observed) {
        let name = token.to_uppercase();
        if token.is_empty() || name == "PAUSE-LOGGING" || self.registered.contains(&name) {
            observed.fail("You cannot use a endToken that is an empty string, the string 'pause-logging', or another workflow command.");
            return;
        }
        self.registered.insert(name.clone());
        self.stop_token = Some(name);
        if token.encode_utf16().count() > 6 {
            observed.masks.push(token.to_owned());
        }
        observed.write(line.to_owned());
    }

    fn process(&mut self, name: &str, command: Command, observed: &mut Observed) -> Result<(), String> {
        let named = |command: &Command| match command.get("name") {
            Some(key) if !key.is_empty() => Ok((key.to_owned(), command.data.clone())),
            _ => Err(format!("Required field 'name' is missing in ##[{}] command.", name.to_lowercase())),
        };
        match name {
            "SET-ENV" | "ADD-PATH" => {
                return Err(format!("The `{}` command is disabled.", name.to_lowercase()));
            }
            "SET-OUTPUT" => observed.outputs.push(named(&command)?),
            "SAVE-STATE" => observed.state.push(named(&command)?),
            "ADD-MASK" => add_mask(&command.data, observed),
            "ADD-MATCHER" => observed.matchers.push(command.data),
            "REMOVE-MATCHER" => {}
            "WARNING" => self.annotate(Level::Warning, command, observed),
            "ERROR" => self.annotate(Level::Error, command, observed),
            "NOTICE" => self.annotate(Level::Notice, command, observed),
            "DEBUG" => observed.debug.push(command.data),
            "GROUP" => {
                observed.write(format!("##[group]{}", command.data));
                observed.groups.push(command.data);
            }
            "ENDGROUP" => observed.write("##[endgroup]".to_owned()),
            "ECHO" => self.echo = echo(&command.data)?,
            _ => {}
        }
        Ok(())
    }

    fn annotate(&self, level: Level, command: Command, observed: &mut Observed) {
        observed.annotate(Annotation::from_command(level, command, &self.workspace));
    }
}

/// `AddMaskCommandExtension`: the value, and each of its lines without the space around it.
fn add_mask(data: &str, observed: &mut Observed) {
    if data.chars().all(is_white_space) {
        let message = "Can't add secret mask for empty string in ##[add-mask] command.";
        observed.annotate(Annotation::new(Level::Warning, message));
        return;
    }
    observed.masks.push(data.to_owned());
    let lines = data.split(['\r', '\n']).map(|line| line.trim_matches(is_white_space));
    for line in lines.filter(|line| !line.is_empty() && *line != data) {
        observed.masks.push(line.to_owned());
    }
}

fn echo(data: &str) -> Result<bool, String> {
    match data.trim_matches(is_white_space).to_uppercase().as_str() {
        "ON" => Ok(true),
        "OFF" => Ok(false),
        _ => Err(format!("Invalid echo command value. Current value is: '{data}'.")),
    }
}
