//! `tauri.conf.json` and `Tauri.toml`.

use crate::syntax::json::{self, Dialect};
use crate::syntax::{Text, toml};
use crate::{Absence, Error, Nesting, Reading, Spelling, VersionFile};

/// An application of Tauri: `version`, before its second version `package.version`. In place of a version there
/// may be the path of a `package.json`.
/// <https://v2.tauri.app/reference/config/>
pub(super) struct Tauri;

impl VersionFile for Tauri {
    fn name(&self) -> &'static str {
        "tauri"
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "tauri.conf.json" | "Tauri.toml")
    }

    fn nests(&self, below: &str) -> Nesting {
        Nesting::usual(below.strip_prefix("src-tauri/").is_some_and(|file_name| self.matches(file_name)))
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let starts_with_a_brace =
            content.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']).starts_with(['{', '/']);
        let version = if starts_with_a_brace { in_json(content)? } else { in_toml(content)? };
        Ok(match version {
            Some(text) if text.value.ends_with(".json") => Reading::without(Absence::Elsewhere),
            version => Reading::of(version, Spelling::SemVer, "`version` or `package.version`"),
        })
    }
}

fn in_json(content: &str) -> Result<Option<Text>, Error> {
    json::read(content, Dialect::WithComments, |config| {
        config.text("version").or_else(|| config.object("package")?.text("version"))
    })
}

fn in_toml(content: &str) -> Result<Option<Text>, Error> {
    toml::read(content, |config| config.text("version").or_else(|| config.table("package")?.text("version")))
}
