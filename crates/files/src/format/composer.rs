//! `composer.json`.

use crate::syntax::json::{Dialect, read};
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// The manifest of Composer. Most leave the version to the tag: <https://getcomposer.org/doc/04-schema.md#version>.
pub(super) struct Composer;

impl VersionFile for Composer {
    fn name(&self) -> &'static str {
        "composer"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "composer.json"
    }

    fn read(&self, content: &str, _key: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::Strict, |manifest| {
            let version = manifest.text("version");
            let absence = version.is_none().then_some(Absence::Missing("`version`"));
            let places = version.map(|text| text.place(Role::Own(Spelling::SemVer))).into_iter().collect();
            Reading { places, absence, ..Reading::default() }
        })
    }
}
