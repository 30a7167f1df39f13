//! The command line in layers: configuration, then an action's inputs, then what was typed.
//!
//! Every layer becomes `--name=value` ahead of the real arguments. An input that is not set vanishes, a real
//! flag wins, and a misspelt input is refused as a misspelt flag is.

use std::collections::BTreeMap;
use std::ffi::OsString;

use clap::parser::ValueSource;
use clap::{Arg, ArgAction, ArgMatches, Command};

/// The values of one layer, by flag name.
pub(super) type Layer = BTreeMap<String, Vec<String>>;

/// The whole command line. `layers` go from the weakest to the strongest; `typed` holds neither the
/// program's name nor what a layer says.
pub(super) fn assemble(command: &Command, layers: &[Layer], typed: &[OsString]) -> Vec<OsString> {
    let given = given(command, typed);
    let mut values = Layer::new();
    for layer in layers {
        for (name, words) in layer {
            values.insert(name.clone(), words.clone());
        }
    }
    let mut line = vec![OsString::from(command.get_name())];
    for (name, words) in values {
        match find(command, &name) {
            Some(argument) if given.contains(&argument.get_id().to_string()) => {}
            Some(argument) if argument.is_positional() => line.extend(words.into_iter().map(OsString::from)),
            Some(argument) if matches!(argument.get_action(), ArgAction::Append) => {
                line.extend(words.iter().flat_map(|text| items(text)).map(|word| flag(&name, word)));
            }
            _ => line.extend(words.iter().map(|word| flag(&name, word))),
        }
    }
    line.extend(typed.iter().cloned());
    line
}

/// The value that the command line gives a flag, before it is parsed for good.
pub(super) fn peek(command: &Command, line: &[OsString], id: &str) -> Option<String> {
    let matches = tolerant(command).try_get_matches_from(line).ok()?;
    matches.try_get_raw(id).ok()??.next()?.to_str().map(str::to_owned)
}

/// The arguments that were typed: a stronger layer replaces a list, it does not add to it.
fn given(command: &Command, typed: &[OsString]) -> Vec<String> {
    let line = std::iter::once(OsString::from(command.get_name())).chain(typed.iter().cloned());
    let Ok(matches) = tolerant(command).try_get_matches_from(line) else {
        return Vec::new();
    };
    let typed = |id: &&clap::Id| matches.value_source(id.as_str()) == Some(ValueSource::CommandLine);
    ArgMatches::ids(&matches).filter(typed).map(ToString::to_string).collect()
}

fn tolerant(command: &Command) -> Command {
    command.clone().ignore_errors(true)
}

fn find<'a>(command: &'a Command, name: &str) -> Option<&'a Arg> {
    command.get_arguments().find(|argument| {
        argument.get_long() == Some(name) || (argument.is_positional() && argument.get_id() == name)
    })
}

/// A list may stand in one input, an item a line.
fn items(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

fn flag(name: &str, value: &str) -> OsString {
    OsString::from(format!("--{name}={value}"))
}
