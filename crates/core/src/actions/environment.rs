//! A snapshot of the process's variables, so that nothing else reads or writes the real ones.

use std::borrow::Cow;
use std::collections::BTreeMap;

/// Environment variables as they stood at one moment.
///
/// Every reader in this crate takes `&Environment`: a test passes its own variables, and no code
/// needs `std::env::set_var`, which is unsafe as soon as a second thread runs.
///
/// ```
/// use deploy_kit_core::actions::Environment;
///
/// let environment = Environment::from_iter([("INPUT_NAME", "Mona"), ("INPUT_LEVEL", "")]);
/// assert_eq!(environment.get("INPUT_NAME"), Some("Mona"));
/// assert_eq!(environment.get("INPUT_LEVEL"), None);
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Environment {
    variables: BTreeMap<String, String>,
}

impl Environment {
    /// The variables of this process. Those that are not valid Unicode are read lossily.
    #[must_use]
    pub fn from_process() -> Self {
        std::env::vars_os()
            .map(|(name, value)| {
                let name = name.to_string_lossy().into_owned();
                (name, value.to_string_lossy().into_owned())
            })
            .collect()
    }

    /// The value of `name`; an empty one counts as absent, as the runner passes unset inputs.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.variables.get(&*key(name)).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether `name` is exactly `true`, as the runner says yes in its own variables.
    #[must_use]
    pub fn is_true(&self, name: &str) -> bool {
        self.get(name) == Some("true")
    }

    /// All variables that are not empty, sorted by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.variables
            .iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl<K: Into<String>, V: Into<String>> FromIterator<(K, V)> for Environment {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(variables: I) -> Self {
        let variables = variables
            .into_iter()
            .map(|(name, value)| (key(&name.into()).into_owned(), value.into()))
            .collect();
        Self { variables }
    }
}

/// Names are case-insensitive on Windows, and only there.
fn key(name: &str) -> Cow<'_, str> {
    if cfg!(windows) { Cow::Owned(name.to_uppercase()) } else { Cow::Borrowed(name) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_value_is_absent() {
        let environment = Environment::from_iter([("A", "1"), ("B", "")]);
        assert_eq!(environment.get("A"), Some("1"));
        assert_eq!(environment.get("B"), None);
        assert_eq!(environment.get("C"), None);
        assert_eq!(environment.iter().collect::<Vec<_>>(), [("A", "1")]);
    }

    #[test]
    fn the_process_is_read() {
        let environment = Environment::from_process();
        assert!(environment.iter().next().is_some());
    }

    #[test]
    fn only_the_word_true_is_true() {
        let environment = Environment::from_iter([("A", "true"), ("B", "True"), ("C", "1")]);
        assert!(environment.is_true("A"));
        assert!(!environment.is_true("B"));
        assert!(!environment.is_true("C"));
    }
}
