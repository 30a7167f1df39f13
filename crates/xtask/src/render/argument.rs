//! An argument as the documents show it.

use std::fmt::Write as _;

use clap::{Arg, ArgAction};
use deploy_kit_core::markdown::code_span as code;

/// How it is typed.
pub(super) fn name(argument: &Arg) -> String {
    let value = argument.get_value_names().and_then(<[_]>::first).map(ToString::to_string);
    let value = value.unwrap_or_else(|| argument.get_id().as_str().to_uppercase());
    match argument.get_long() {
        Some(long) if is_switch(argument) => code(&format!("--{long}")),
        Some(long) => code(&format!("--{long} {value}")),
        None if argument.is_required_set() => code(&format!("<{value}>")),
        None => code(&format!("[{value}]")),
    }
}

/// Its default as code; empty if it has none.
pub(crate) fn default(argument: &Arg) -> String {
    let values = argument.get_default_values().iter().map(|value| value.to_string_lossy());
    let text = values.collect::<Vec<_>>().join(",");
    if text.is_empty() { String::new() } else { code(&text) }
}

/// The help, with the values that may be chosen where it does not name them itself; `left_out` are not offered.
pub(crate) fn meaning(argument: &Arg, left_out: &[&str]) -> String {
    let mut text = sentence(&argument.get_help().map(ToString::to_string).unwrap_or_default());
    let values = argument.get_possible_values();
    let values = values.iter().map(|value| value.get_name()).filter(|name| !left_out.contains(name));
    let values: Vec<String> = values.map(code).collect();
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

/// Closes a sentence that a declaration leaves open.
pub(crate) fn sentence(text: &str) -> String {
    let text = text.trim();
    if text.is_empty() || text.ends_with(['.', '!', '?']) { text.to_owned() } else { format!("{text}.") }
}
