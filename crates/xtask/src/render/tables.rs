//! The tables of the documentation.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};
use deploy_kit_core::config::{Field, Kind, Section};
use deploy_kit_core::markdown::{Align, Table};
use deploy_kit_core::tool::Tool;

/// The text of a block: `tools`, or `args`, `outputs` and `config` of one tool.
pub fn block(tools: &[&Tool], kind: &str, of: &str) -> Option<String> {
    if (kind, of) == ("tools", "") {
        return Some(list(tools));
    }
    let tool = tools.iter().find(|tool| tool.name == of)?;
    match kind {
        "args" => Some(arguments(&(tool.command)())),
        "outputs" => Some(outputs(tool)),
        "config" => Some(configuration(tool)),
        _ => None,
    }
}

fn list(tools: &[&Tool]) -> String {
    let mut table = table(["Tool", "What it answers"]);
    for tool in tools {
        let about = (tool.command)().get_about().map(ToString::to_string).unwrap_or_default();
        let name = tool.name;
        table.row([format!("[`deploy-kit {name}`](actions/{name}/README.md)"), about]);
    }
    table.to_string()
}

/// The arguments of a command, then those of each of its subcommands under its name.
fn arguments(command: &Command) -> String {
    let mut text = String::new();
    let shown: Vec<&Arg> = command.get_arguments().filter(|argument| !argument.is_hide_set()).collect();
    if !shown.is_empty() {
        let mut table = table(["Argument", "Default", "Meaning"]);
        for argument in shown {
            table.row([name(argument), default(argument), meaning(argument)]);
        }
        text = table.to_string();
    }
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = write!(text, "\n**`{}`**: {}\n", command.get_name(), sentence(&about));
        let arguments = arguments(command);
        if !arguments.is_empty() {
            let _ = write!(text, "\n{arguments}");
        }
    }
    text
}

fn name(argument: &Arg) -> String {
    let value = argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
    let value = value.unwrap_or_else(|| argument.get_id().as_str().to_uppercase());
    match argument.get_long() {
        Some(long) if is_switch(argument) => code(&format!("--{long}")),
        Some(long) => code(&format!("--{long} {value}")),
        None if argument.is_required_set() => code(&format!("<{value}>")),
        None => code(&format!("[{value}]")),
    }
}

fn default(argument: &Arg) -> String {
    let values = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let text = values.collect::<Vec<_>>().join(",");
    if text.is_empty() { String::new() } else { code(&text) }
}

/// The help, with the values that may be chosen where it does not name them itself.
fn meaning(argument: &Arg) -> String {
    let mut text = sentence(&argument.get_help().map(ToString::to_string).unwrap_or_default());
    let values = argument.get_possible_values();
    let values: Vec<String> = values.iter().map(|value| code(value.get_name())).collect();
    if !is_switch(argument) && !values.iter().all(|value| text.contains(value.as_str())) {
        let _ = write!(text, " One of {}.", values.join(", "));
    }
    if matches!(argument.get_action(), ArgAction::Append) {
        text.push_str(" May be given more than once.");
    }
    text
}

fn is_switch(argument: &Arg) -> bool {
    let values = argument.get_possible_values();
    let names: Vec<&str> = values.iter().map(|value| value.get_name()).collect();
    matches!(argument.get_action(), ArgAction::SetTrue | ArgAction::SetFalse) || names == ["true", "false"]
}

fn outputs(tool: &Tool) -> String {
    let mut table = table(["Output", "Meaning"]);
    for output in tool.outputs {
        table.row([code(output.name), sentence(output.help)]);
    }
    table.to_string()
}

fn configuration(tool: &Tool) -> String {
    let mut text = String::new();
    for section in (tool.sections)().iter().filter(|section| is_own(tool, section)) {
        let (title, fields) = match &section.kind {
            Kind::Tables(fields) => (format!("[[{}]]", section.name), fields.as_slice()),
            Kind::Table(fields) => (format!("[{}]", section.name), fields.as_slice()),
            _ => (section.name.to_owned(), [].as_slice()),
        };
        let _ = write!(text, "\n**`{title}`**: {}\n\n", sentence(&section.help));
        let mut table = table(["Key", "Value", "Default", "Meaning"]);
        for field in fields {
            let default = field.default.as_deref().map(code).unwrap_or_default();
            table.row([code(&field.name), value(field), default, sentence(&field.help)]);
        }
        let _ = write!(text, "{table}");
    }
    text.trim_start().to_owned()
}

/// A tool may know the section of another, to check it; its own are named as it is, or belong to the tool
/// that has no namesake: `[[package]]` belongs to `version`.
fn is_own(tool: &Tool, section: &Section) -> bool {
    section.name == tool.name || (section.name == "package" && tool.name == "version")
}

fn value(field: &Field) -> String {
    match &field.kind {
        Kind::Map(item) => format!("a table, each value {}", item.describe()),
        kind => kind.describe(),
    }
}

/// Closes a sentence that a declaration leaves open.
pub(super) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}

fn code(text: &str) -> String {
    deploy_kit_core::markdown::code_span(text)
}

fn table<const N: usize>(titles: [&str; N]) -> Table {
    Table::new(titles.map(|title| (title, Align::Left)))
}
