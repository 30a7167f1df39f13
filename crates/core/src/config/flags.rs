//! A tool's flags as the fields of its section.

use clap::{Arg, ArgAction, Command};

use super::{Field, Kind};

/// Flags that say how a run is started, not how the repository is kept.
const NOT_CONFIGURATION: [&str; 15] = [
    "all",
    "config",
    "dry-run",
    "explain",
    "format",
    "from",
    "help",
    "latest",
    "output",
    "package",
    "repository",
    "to",
    "unreleased",
    "version",
    "write",
];

/// The fields of a tool's section: each long flag of the command and of its subcommands, once.
pub fn fields_of(command: &Command) -> Vec<Field> {
    let mut fields: Vec<Field> = Vec::new();
    for command in std::iter::once(command).chain(command.get_subcommands()) {
        for argument in command.get_arguments() {
            let Some(name) = argument.get_long() else { continue };
            let known = fields.iter().any(|field| field.name == name);
            if !known && !NOT_CONFIGURATION.contains(&name) && !argument.is_hide_set() {
                fields.push(field(name, argument));
            }
        }
    }
    fields
}

fn field(name: &str, argument: &Arg) -> Field {
    let default: Vec<_> = argument.get_default_values().iter().filter_map(|value| value.to_str()).collect();
    let help = argument.get_help().map(ToString::to_string).unwrap_or_default();
    let default = (!default.is_empty()).then(|| default.join(","));
    Field { name: name.to_owned(), help, kind: kind(argument), default }
}

fn kind(argument: &Arg) -> Kind {
    let values: Vec<String> =
        argument.get_possible_values().iter().map(|value| value.get_name().to_owned()).collect();
    let kind = match values.as_slice() {
        [yes, no] if yes == "true" && no == "false" => Kind::Boolean,
        [] if is_number(argument) => Kind::Integer,
        [] => Kind::Text,
        _ => Kind::Choice(values),
    };
    match argument.get_action() {
        ArgAction::SetTrue | ArgAction::SetFalse => Kind::Boolean,
        ArgAction::Append => Kind::List(Box::new(kind)),
        _ => kind,
    }
}

fn is_number(argument: &Arg) -> bool {
    let id = argument.get_value_parser().type_id();
    id == std::any::TypeId::of::<u64>()
        || id == std::any::TypeId::of::<usize>()
        || id == std::any::TypeId::of::<u32>()
}
