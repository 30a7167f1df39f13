//! Flags that are true or false.

use clap::builder::{BoolValueParser, PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction};

/// Makes an argument a switch that can be named alone (`--draft`) or with the runner's words for true and
/// false (`--draft=false`), so that an action's input and a flag are one thing.
pub fn boolean(argument: Arg) -> Arg {
    argument
        .action(ArgAction::Set)
        .num_args(0..=1)
        .require_equals(true)
        .default_missing_value("true")
        .default_value("false")
        .hide_possible_values(true)
        .value_name("BOOL")
        .value_parser(Words)
}

/// `true True TRUE false False FALSE`, as `getBooleanInput` of actions/toolkit takes them.
#[derive(Debug, Clone, Copy)]
struct Words;

impl TypedValueParser for Words {
    type Value = bool;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<bool, clap::Error> {
        match value.to_str() {
            Some("true" | "True" | "TRUE") => Ok(true),
            Some("false" | "False" | "FALSE") => Ok(false),
            // Clap's own parser refuses the word with its usual message.
            _ => BoolValueParser::new().parse_ref(command, argument, value),
        }
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new(["true", "false"].into_iter().map(PossibleValue::new)))
    }
}
