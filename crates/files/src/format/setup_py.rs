//! `setup.py`.

use super::pyproject::normalise;
use crate::syntax::python::{Value, assigned, passed, tokens};
use crate::{Absence, Ecosystem, Error, Reading, Spelling, VersionFile};

/// The manifest of setuptools as a program: `setup(version="1.2.0")`, or a name that is assigned a string in
/// the same file.
pub(super) struct SetupPy;

impl VersionFile for SetupPy {
    fn name(&self) -> &'static str {
        "setup-py"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Python)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "setup.py"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let tokens = tokens(content);
        let given = |name| match passed(&tokens, "setup", name) {
            Some(Value::Name(name)) => Some(assigned(&tokens, name).unwrap_or(Value::Computed)),
            given => given,
        };
        let package = match given("name") {
            Some(Value::Text(name)) => Some(normalise(&name.value)),
            _ => None,
        };
        let reading = match given("version") {
            Some(Value::Text(text)) => Reading::of(Some(text), Spelling::Pep440, ""),
            Some(_) => Reading::without(Absence::Elsewhere),
            None => Reading::of(None, Spelling::Pep440, "`version` of `setup()`"),
        };
        Ok(Reading { package, ..reading })
    }
}
