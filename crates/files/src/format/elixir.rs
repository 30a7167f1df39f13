//! `mix.exs`.

use crate::syntax::line::{after, lines, part, quoted};
use crate::{Error, Reading, Spelling, VersionFile};

/// A project of Mix: `@version "1.2.0"`, or `version: "1.2.0"`.
pub(super) struct Mix;

impl VersionFile for Mix {
    fn name(&self) -> &'static str {
        "mix"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "mix.exs"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let version = lines(content).find_map(|(start, line)| {
            let (at, value) = after(line, "@version", &[""]).or_else(|| after(line, "version", &[":"]))?;
            let span = quoted(value)?;
            Some(part(start, line, at + span.start..at + span.end))
        });
        Ok(Reading::of(version, Spelling::SemVer, "`@version` or `version:`"))
    }
}
