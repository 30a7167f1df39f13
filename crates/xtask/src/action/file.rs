//! The text of an `action.yml`.

use std::fmt::Write as _;

use deploy_kit_core::tool::{Action, Tool};

use super::inputs::{Input, TOKEN, inputs};
use super::script::{Shell, script};
use super::{Origin, Program};
use crate::render::sentence;

/// The whole file.
pub fn render(tool: &Tool, action: &Action, program: &Program, origin: &Origin<'_>) -> String {
    let about = (tool.command)().get_about().map(ToString::to_string).unwrap_or_default();
    let mut text = String::from(match origin {
        Origin::Sources => "# Rendered by `cargo xtask render` from the tool's declarations.\n",
        Origin::Release(_) => "# Rendered by `cargo xtask dist` from the tool's declarations.\n",
    });
    let name = title(program);
    let _ = writeln!(text, "name: {name}\ndescription: {}\nauthor: deploy-kit", scalar(&sentence(&about)));
    let _ = writeln!(text, "branding:\n  icon: {}\n  color: {}", action.icon, action.color);
    let inputs = inputs(tool, action);
    text.push_str("inputs:\n");
    for input in &inputs {
        let Input { name, description, required, default, .. } = input;
        let _ =
            writeln!(text, "  {name}:\n    description: {}\n    required: {required}", scalar(description));
        if !default.is_empty() {
            let _ = writeln!(text, "    default: {default}");
        }
    }
    if !tool.outputs.is_empty() {
        text.push_str("outputs:\n");
    }
    for output in tool.outputs {
        let name = output.name;
        let _ = writeln!(text, "  {name}:\n    description: {}", scalar(&sentence(output.help)));
        let _ =
            writeln!(text, "    value: ${{{{ steps.unix.outputs.{name} || steps.windows.outputs.{name} }}}}");
    }
    text.push_str("runs:\n  using: composite\n  steps:\n");
    text.push_str(&step("unix", Shell::Bash, &inputs, program, origin));
    text.push_str(&step("windows", Shell::Pwsh, &inputs, program, origin));
    text
}

/// `deploy-kit` for the umbrella, `deploy-kit release` for a tool.
fn title(program: &Program) -> String {
    if program.arguments.is_some() { program.name.clone() } else { program.name.replacen("kit-", "kit ", 1) }
}

/// One of the two steps; exactly one of them runs.
fn step(id: &str, shell: Shell, inputs: &[Input], program: &Program, origin: &Origin<'_>) -> String {
    let (condition, name) = match shell {
        Shell::Bash => ("runner.os != 'Windows'", "bash"),
        Shell::Pwsh => ("runner.os == 'Windows'", "pwsh"),
    };
    let title = title(program);
    let mut text = format!(
        "    - name: {title}\n      id: {id}\n      if: {condition}\n      shell: {name}\n      env:\n"
    );
    for Input { name, variable, .. } in inputs {
        // An expression may come to nothing: a secret that is not set is no token.
        let otherwise = if name == TOKEN { " || github.token" } else { "" };
        let _ = writeln!(text, "        {variable}: ${{{{ inputs.{name}{otherwise} }}}}");
    }
    text.push_str("      run: |\n");
    for line in script(shell, program, origin).lines() {
        text.push_str(if line.is_empty() { "" } else { "        " });
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// A text as a scalar on one line. A string of JSON is one of YAML; where nothing in it could be read otherwise
/// it stands plain.
fn scalar(text: &str) -> String {
    let starts = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let odd = text.contains(": ") || text.contains(" #") || text.ends_with(':') || text.contains('\n');
    let word =
        !["true", "false", "null", "yes", "no", "on", "off"].contains(&text.to_ascii_lowercase().as_str());
    if starts && word && !odd { text.to_owned() } else { serde_json::Value::from(text).to_string() }
}
