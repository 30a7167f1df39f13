//! `deno.json` and `deno.jsonc`.

use crate::syntax::json::{Dialect, read};
use crate::{Error, Reading, Spelling, VersionFile};

/// The manifest of Deno, from which JSR takes the version.
pub(super) struct Deno;

impl VersionFile for Deno {
    fn name(&self) -> &'static str {
        "deno"
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "deno.json" | "deno.jsonc" | "jsr.json" | "jsr.jsonc")
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        read(content, Dialect::WithComments, |manifest| {
            let version = manifest.text("version");
            Reading::of(version, Spelling::SemVer, "`version`")
        })
    }
}
