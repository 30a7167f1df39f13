//! `MODULE.bazel`.

use crate::syntax::python::{Value, passed, tokens};
use crate::{Error, Reading, Spelling, VersionFile};

/// A module of Bazel: `module(version = "1.2.0")`. What it depends on has versions of its own.
/// <https://bazel.build/rules/lib/globals/module#module>
pub(super) struct Bazel;

impl VersionFile for Bazel {
    fn name(&self) -> &'static str {
        "bazel"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "MODULE.bazel"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = match passed(&tokens(content), "module", "version") {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        };
        Ok(Reading::of(version, Spelling::Loose, "`version` of `module()`"))
    }
}
