//! `version.txt` and `VERSION`.

use crate::syntax::Text;
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// A file that holds a version and nothing else.
pub(super) struct Plain;

impl VersionFile for Plain {
    fn name(&self) -> &'static str {
        "text"
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "version.txt" | "VERSION" | "VERSION.txt")
    }

    /// Files of this name hold all sorts of things: what is no version is none, and no error.
    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let is_around = |c: char| c.is_whitespace() || c == '\u{feff}';
        let rest = content.trim_start_matches(is_around);
        let rest = rest.strip_prefix('v').unwrap_or(rest);
        let start = content.len() - rest.len();
        let value = rest.trim_end_matches(is_around).to_owned();
        if Spelling::SemVer.read(&value).is_err() {
            let absence = Some(Absence::Missing("the file's start, or something else stands beside it"));
            return Ok(Reading { absence, ..Reading::default() });
        }
        let place = Text { span: start..start + value.len(), value }.place(Role::Own(Spelling::SemVer));
        Ok(Reading { places: vec![place], ..Reading::default() })
    }
}
