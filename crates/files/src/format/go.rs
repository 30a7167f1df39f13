//! `version.go`.

use crate::syntax::line::{lines, part, quoted};
use crate::{Absence, Error, Reading, Role, Spelling, VersionFile};

/// A constant or variable of Go: `const Version = "1.2.0"`, with or without `v` in front of the number.
pub(super) struct Go;

impl VersionFile for Go {
    fn name(&self) -> &'static str {
        "go"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "version.go"
    }

    fn read(&self, content: &str, _key: Option<&str>) -> Result<Reading, Error> {
        let version = lines(content).find_map(|(start, line)| {
            let (left, value) = line.split_once('=')?;
            let names_it = left.split_whitespace().any(|word| word.eq_ignore_ascii_case("version"));
            let span = quoted(value).filter(|_| names_it && !left.contains("//"))?;
            let v = usize::from(value[span.clone()].starts_with('v'));
            let at = line.len() - value.len();
            Some(part(start, line, at + span.start + v..at + span.end))
        });
        let absence = version.is_none().then_some(Absence::Missing("`Version`"));
        let places = version.map(|text| text.place(Role::Own(Spelling::SemVer))).into_iter().collect();
        Ok(Reading { places, absence, ..Reading::default() })
    }
}
