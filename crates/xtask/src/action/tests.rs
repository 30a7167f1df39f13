use deploy_kit::{SETUP, TOOLS};

use super::*;

#[test]
fn every_argument_is_an_input_that_is_handed_on() {
    for (folder, tool, action) in actions(&TOOLS, &SETUP) {
        let file = render(tool, &action, &program(folder, tool), &Origin::Sources);
        for argument in (tool.command)().get_arguments() {
            let name = argument.get_long().unwrap_or(argument.get_id().as_str());
            let shown = file.contains(&format!("\n  {name}:\n    description: "));
            let variable = format!("INPUT_{}", name.to_uppercase().replace('-', "_"));
            let handed = file.matches(&format!("\n        {variable}: ${{{{ inputs.{name} }}}}\n")).count();
            let expected = !action.terminal.contains(&name);
            assert_eq!((shown, handed), (expected, if expected { 2 } else { 0 }), "{} {name}", tool.name);
        }
        assert_eq!(file.matches("GITHUB_TOKEN: ${{ inputs.token || github.token }}").count(), 2);
        for output in tool.outputs {
            let value = format!("steps.unix.outputs.{0} || steps.windows.outputs.{0}", output.name);
            assert!(file.contains(&value), "{} {}", tool.name, output.name);
        }
    }
}

/// GitHub evaluates expressions in descriptions as well, and refuses the whole action where it cannot.
#[test]
fn no_description_holds_an_expression() {
    for (folder, tool, action) in actions(&TOOLS, &SETUP) {
        let file = render(tool, &action, &program(folder, tool), &Origin::Sources);
        let texts = file.lines().filter(|line| line.trim_start().starts_with("description: "));
        let wrong: Vec<&str> = texts.filter(|line| line.contains("${{")).collect();
        assert!(wrong.is_empty(), "{}: {wrong:?}", tool.name);
    }
}

#[test]
fn only_the_token_has_a_default_since_a_default_would_hide_the_configuration() {
    for (_, tool, action) in actions(&TOOLS, &SETUP) {
        let with: Vec<String> =
            inputs(tool, &action).into_iter().filter(|it| !it.default.is_empty()).map(|it| it.name).collect();
        assert_eq!(with, [TOKEN], "{}", tool.name);
    }
}

#[test]
fn what_is_of_use_in_a_terminal_alone_is_a_real_argument_or_value() {
    for (_, tool, action) in actions(&TOOLS, &SETUP) {
        let command = (tool.command)();
        let mut names = Vec::new();
        for argument in command.get_arguments() {
            names.push(argument.get_id().to_string());
            names.extend(argument.get_possible_values().iter().map(|value| value.get_name().to_owned()));
        }
        for name in action.terminal {
            assert!(names.iter().any(|known| known == name), "{} has no `{name}`", tool.name);
        }
    }
}
