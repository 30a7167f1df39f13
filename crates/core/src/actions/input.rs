//! Inputs of an action, from `INPUT_*` variables.
//!
//! The runner sets them for node and docker actions (`Handler.AddInputsToEnvironment`: spaces
//! become `_`, letters upper case, hyphens stay); a composite action maps them by itself in `env:`,
//! and there `sh` drops names with hyphens. So both `INPUT_TAG-PREFIX` and `INPUT_TAG_PREFIX` are
//! the input `tag-prefix`, and the first wins.

use std::collections::BTreeMap;

use super::environment::Environment;

const PREFIX: &str = "INPUT_";

/// An input that cannot be used.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum InputError {
    /// It is not set, or empty.
    #[error("input `{0}` is required")]
    Missing(String),
    /// It is not one of YAML 1.2's words for yes and no.
    #[error("input `{name}` is `{value}`: expected one of `true`, `True`, `TRUE`, `false`, `False`, `FALSE`")]
    NotBoolean {
        /// The input's name.
        name: String,
        /// What it is set to.
        value: String,
    },
}

/// The value of the input `name` without the white space around it; empty counts as absent.
///
/// ```
/// use deploy_kit_core::actions::{Environment, input};
///
/// let environment = Environment::from_iter([("INPUT_TAG-PREFIX", " v \n")]);
/// assert_eq!(input::value(&environment, "tag-prefix"), Some("v"));
/// ```
#[must_use]
pub fn value<'a>(environment: &'a Environment, name: &str) -> Option<&'a str> {
    untrimmed(environment, name).map(str::trim).filter(|value| !value.is_empty())
}

/// The value of the input `name` as it was given, white space and all.
#[must_use]
pub fn untrimmed<'a>(environment: &'a Environment, name: &str) -> Option<&'a str> {
    let hyphens = format!("{PREFIX}{}", name.replace(' ', "_").to_uppercase());
    environment.get(&hyphens).or_else(|| environment.get(&hyphens.replace('-', "_")))
}

/// The value of an input that has to be there. The runner itself never checks that.
///
/// # Errors
///
/// [`InputError::Missing`] if it is absent or blank.
pub fn required<'a>(environment: &'a Environment, name: &str) -> Result<&'a str, InputError> {
    value(environment, name).ok_or_else(|| InputError::Missing(name.to_owned()))
}

/// An input that says yes or no in one of the six words of YAML 1.2's core schema.
///
/// # Errors
///
/// [`InputError::NotBoolean`] on any other word, such as `yes`.
pub fn boolean(environment: &Environment, name: &str) -> Result<Option<bool>, InputError> {
    match value(environment, name) {
        None => Ok(None),
        Some("true" | "True" | "TRUE") => Ok(Some(true)),
        Some("false" | "False" | "FALSE") => Ok(Some(false)),
        Some(value) => Err(InputError::NotBoolean { name: name.to_owned(), value: value.to_owned() }),
    }
}

/// The lines of an input, trimmed, without blank ones.
///
/// actions/toolkit drops empty lines before it trims, so that a line of spaces becomes an empty
/// value; here it is dropped, too.
pub fn multiline<'a>(environment: &'a Environment, name: &str) -> impl Iterator<Item = &'a str> {
    let lines = untrimmed(environment, name).unwrap_or_default().lines();
    lines.map(str::trim).filter(|line| !line.is_empty())
}

/// All inputs that are set, by their names in kebab-case, sorted.
///
/// ```
/// use deploy_kit_core::actions::{Environment, input};
///
/// let environment = Environment::from_iter([("INPUT_DRY_RUN", "true"), ("INPUT_FROM", "")]);
/// assert_eq!(input::all(&environment).collect::<Vec<_>>(), [("dry-run".to_owned(), "true")]);
/// ```
pub fn all(environment: &Environment) -> impl Iterator<Item = (String, &str)> {
    let mut inputs = BTreeMap::new();
    // Sorted by byte, a name with `-` comes before the same with `_`.
    for (variable, value) in environment.iter() {
        let value = value.trim();
        if let Some(name) = variable.strip_prefix(PREFIX).filter(|_| !value.is_empty()) {
            inputs.entry(name.to_lowercase().replace('_', "-")).or_insert(value);
        }
    }
    inputs.into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hyphens_come_first() {
        let environment = Environment::from_iter([
            ("INPUT_TAG-PREFIX", "a"),
            ("INPUT_TAG_PREFIX", "b"),
            ("INPUT_MIN_TOTAL", " 80 "),
            ("INPUT_MY_INPUT", "c"),
            ("INPUT_BLANK", " \n"),
            ("INPUT_", "x"),
            ("OTHER", "y"),
        ]);
        assert_eq!(value(&environment, "tag-prefix"), Some("a"));
        assert_eq!(value(&environment, "min-total"), Some("80"));
        assert_eq!(value(&environment, "my input"), Some("c"));
        assert_eq!(value(&environment, "blank"), None);
        let all: Vec<_> = all(&environment).collect();
        let names: Vec<_> = all.iter().map(|(name, value)| (name.as_str(), *value)).collect();
        assert_eq!(names, [("", "x"), ("min-total", "80"), ("my-input", "c"), ("tag-prefix", "a")],);
    }

    #[test]
    fn an_empty_hyphen_form_gives_way() {
        let environment = Environment::from_iter([("INPUT_A-B", ""), ("INPUT_A_B", "b")]);
        assert_eq!(value(&environment, "a-b"), Some("b"));
        assert_eq!(all(&environment).next(), Some(("a-b".to_owned(), "b")));
    }

    #[test]
    fn only_six_words_are_boolean() {
        let read = |word| boolean(&Environment::from_iter([("INPUT_X", word)]), "x");
        for word in ["true", "True", "TRUE", " true\n"] {
            assert_eq!(read(word), Ok(Some(true)), "{word}");
        }
        for word in ["false", "False", "FALSE"] {
            assert_eq!(read(word), Ok(Some(false)), "{word}");
        }
        assert_eq!(read(""), Ok(None));
        for word in ["yes", "1", "tRUE", "on", "y"] {
            let message = read(word).unwrap_err().to_string();
            assert!(message.starts_with(&format!("input `x` is `{word}`: expected one of `true`")));
        }
    }

    #[test]
    fn lines_are_trimmed_and_blank_ones_dropped() {
        let environment = Environment::from_iter([("INPUT_X", "a\r\n\n  \n b ")]);
        assert_eq!(multiline(&environment, "x").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(multiline(&environment, "y").count(), 0);
        assert_eq!(required(&environment, "y"), Err(InputError::Missing("y".to_owned())));
    }
}
