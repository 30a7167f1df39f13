//! How inputs become variables: by themselves for node and docker actions, by `env:` in composites.

use std::collections::BTreeMap;

/// The variable the runner sets for an input of a node or docker action (actions/runner
/// `Handler.AddInputsToEnvironment`): spaces become `_`, hyphens stay.
#[must_use]
pub fn input_variable(name: &str) -> String {
    format!("INPUT_{}", name.replace(' ', "_").to_uppercase())
}

/// The shell of a composite action's `run` step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shell {
    /// Passes on every variable.
    Bash,
    /// Drops variables whose names a shell could not write, such as those with hyphens.
    Dash,
}

/// The variables that reach a program in a composite's `run` step: only what the step's `env:` maps
/// (actions/runner#665), and only what its shell passes on. An input that is not set is empty.
#[must_use]
pub fn composite_environment<'a>(
    map: impl IntoIterator<Item = (&'a str, &'a str)>,
    shell: Shell,
) -> BTreeMap<String, String> {
    let writable = |name: &str| {
        name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && !name.starts_with(|c: char| c.is_ascii_digit())
    };
    map.into_iter()
        .filter(|(name, _)| shell == Shell::Bash || writable(name))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_stay_but_dash_drops_them() {
        assert_eq!(input_variable("tag-prefix of"), "INPUT_TAG-PREFIX_OF");
        let map = [("INPUT_TAG-PREFIX", "v"), ("INPUT_TAG", "")];
        assert_eq!(composite_environment(map, Shell::Bash).len(), 2);
        assert_eq!(composite_environment(map, Shell::Dash).into_keys().collect::<Vec<_>>(), ["INPUT_TAG"]);
    }
}
