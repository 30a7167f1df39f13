//! `composer.json`.

use crate::syntax::json::{Dialect, read};
use crate::{Error, Reading, Spelling, VersionFile};

/// The manifest of Composer. Most leave the version to the tag: <https://getcomposer.org/doc/04-schema.md#version>.
pub(super) struct Composer;

impl VersionFile for Composer {
    fn name(&self) -> &'static str {
        "composer"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "composer.json"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::Strict, |manifest| {
            let version = manifest.text("version");
            Reading::of(version, Spelling::SemVer, "`version`")
        })
    }
}
