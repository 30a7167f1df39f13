//! The inputs of an action, and the variables that hand them to the program.

use clap::Arg;
use deploy_kit_core::tool::{Action, Tool};

use crate::render::argument;

/// An input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Input {
    /// Its name: the flag's.
    pub name: String,
    /// What it means.
    pub description: String,
    /// Whether it has to be given.
    pub required: bool,
    /// What it is if it is not given; empty for nothing.
    pub default: &'static str,
    /// The variable that carries it. With underscores, since `sh` drops names with hyphens.
    pub variable: String,
}

/// The name of the input that no flag has: a token does not belong on a command line.
pub const TOKEN: &str = "token";

const TOKEN_HELP: &str = "The token for GitHub, by default the job's own. What is done with that starts no other \
     workflow; a token of a GitHub App does.";

/// The inputs of a tool: its command, its other arguments in their order, the token.
pub fn inputs(tool: &Tool, action: &Action) -> Vec<Input> {
    let command = (tool.command)();
    let arguments = command
        .get_arguments()
        .filter(|argument| !argument.is_hide_set() && !action.terminal.contains(&argument.get_id().as_str()));
    let mut inputs: Vec<Input> = arguments.map(|it| input(it, action.terminal)).collect();
    inputs.sort_by_key(|input| input.name != "command");
    inputs.push(Input {
        name: TOKEN.to_owned(),
        description: TOKEN_HELP.to_owned(),
        required: false,
        default: "${{ github.token }}",
        variable: "GITHUB_TOKEN".to_owned(),
    });
    inputs
}

fn input(argument: &Arg, terminal: &[&str]) -> Input {
    let name = argument.get_long().unwrap_or(argument.get_id().as_str()).to_owned();
    let mut description =
        argument::meaning(argument, terminal).replace("May be given more than once.", "One a line.");
    let default = argument::default(argument);
    if !default.is_empty() {
        description.push_str(&format!(" Default: {default}."));
    }
    Input {
        variable: format!("INPUT_{}", name.to_uppercase().replace('-', "_")),
        required: argument.is_required_set(),
        default: "",
        description,
        name,
    }
}
