//! `setup.cfg`.

use super::pyproject::normalise;
use crate::syntax::ini::value;
use crate::{Absence, Ecosystem, Error, Reading, Spelling, VersionFile};

/// The declarative manifest of setuptools.
/// <https://setuptools.pypa.io/en/latest/userguide/declarative_config.html>
pub(super) struct SetupCfg;

impl VersionFile for SetupCfg {
    fn name(&self) -> &'static str {
        "setup-cfg"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Python)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "setup.cfg"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let package = value(content, "metadata", "name").map(|name| normalise(&name.value));
        let version = value(content, "metadata", "version");
        let is_elsewhere = |text: &str| text.starts_with("attr:") || text.starts_with("file:");
        let reading = match version {
            Some(text) if is_elsewhere(&text.value) => Reading::without(Absence::Elsewhere),
            version => Reading::of(version, Spelling::Pep440, "`version` of `[metadata]`"),
        };
        Ok(Reading { package, ..reading })
    }
}
