//! The tables of the documentation.

use std::fmt::Write as _;

use clap::{Arg, Command};
use deploy_kit_core::config::{Field, Kind, Section};
use deploy_kit_core::markdown::{Align, Table};
use deploy_kit_core::tool::{Action, Tool};

use super::argument::{default, meaning, name, sentence};
use crate::action::TOKEN;

/// The text of a block: `tools`, or `args`, `outputs`, `config` and `permissions` of one tool.
pub fn block(tools: &[&Tool], kind: &str, of: &str) -> Option<String> {
    if (kind, of) == ("tools", "") {
        return Some(list(tools));
    }
    let tool = tools.iter().find(|tool| tool.name == of)?;
    match kind {
        "args" => Some(arguments(&(tool.command)(), tool.action.as_ref())),
        "outputs" => Some(outputs(tool)),
        "config" => Some(configuration(tool)),
        "permissions" => tool.action.as_ref().map(permissions),
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
///
/// For an action the table says which are no inputs, and ends with the one input that is no argument.
fn arguments(command: &Command, action: Option<&Action>) -> String {
    let mut text = String::new();
    let shown: Vec<&Arg> = command.get_arguments().filter(|argument| !argument.is_hide_set()).collect();
    if !shown.is_empty() {
        let mut table = table(["Argument", "Default", "Meaning"]);
        for argument in shown {
            let mut meaning = meaning(argument, &[]);
            if action.is_some_and(|action| action.terminal.contains(&argument.get_id().as_str())) {
                meaning.push_str(" In a terminal only.");
            }
            table.row([name(argument), default(argument), meaning]);
        }
        if action.is_some() {
            let default = code("${{ github.token }}");
            let meaning = "The token for GitHub, in a workflow only; in a terminal it is `GITHUB_TOKEN`, `GH_TOKEN` or that of `gh`.";
            table.row([code(TOKEN), default, meaning.to_owned()]);
        }
        text = table.to_string();
    }
    for command in command.get_subcommands().filter(|command| !command.is_hide_set()) {
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = write!(text, "\n**`{}`**: {}\n", command.get_name(), sentence(&about));
        let arguments = arguments(command, None);
        if !arguments.is_empty() {
            let _ = write!(text, "\n{arguments}");
        }
    }
    text
}

fn outputs(tool: &Tool) -> String {
    let mut table = table(["Output", "Meaning"]);
    for output in tool.outputs {
        table.row([code(output.name), sentence(output.help)]);
    }
    table.to_string()
}

/// What a job's token needs, each with its reason.
fn permissions(action: &Action) -> String {
    let mut table = table(["Permission", "What it is for", "Without it"]);
    for permission in action.permissions {
        let line = format!("{}: {}", permission.scope, permission.access.as_str());
        table.row([code(&line), sentence(permission.why), sentence(permission.without)]);
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

fn code(text: &str) -> String {
    deploy_kit_core::markdown::code_span(text)
}

fn table<const N: usize>(titles: [&str; N]) -> Table {
    Table::new(titles.map(|title| (title, Align::Left)))
}
