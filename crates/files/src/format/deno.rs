//! `deno.json` and `deno.jsonc`.

use crate::syntax::json::{Dialect, read};
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// The manifest of Deno, from which JSR takes the version.
pub(super) struct Deno;

impl VersionFile for Deno {
    fn name(&self) -> &'static str {
        "deno"
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "deno.json" | "deno.jsonc" | "jsr.json" | "jsr.jsonc")
    }

    fn read(&self, content: &str, _key: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::WithComments, |manifest| {
            let version = manifest.text("version");
            let absence = version.is_none().then_some(Absence::Missing("`version`"));
            let places = version.map(|text| text.place(Role::Own(Spelling::SemVer))).into_iter().collect();
            Reading { places, absence, ..Reading::default() }
        })
    }
}
