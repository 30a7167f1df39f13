//! `version.go`.

use crate::syntax::Text;
use crate::syntax::line::{lines, part, quoted};
use crate::{Error, Nesting, Reading, Spelling, VersionFile};

/// A constant or variable of Go: `const Version = "1.2.0"`, with or without `v` in front of the number.
pub(super) struct Go;

impl VersionFile for Go {
    fn name(&self) -> &'static str {
        "go"
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "version.go"
    }

    /// `version/version.go`, `internal/version/version.go`, `cmd/kit/version.go`
    fn nests(&self, below: &str) -> Nesting {
        Nesting::possible(
            below.matches('/').count() <= 3 && !below.split('/').any(|folder| folder == "testdata"),
        )
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let exact = constants(content, |name| name.eq_ignore_ascii_case("version")).next();
        // `SDKVersion`: if it is the only one.
        let mut others = constants(content, |name| name.to_ascii_lowercase().ends_with("version"));
        let version = exact.or_else(|| others.next().filter(|_| others.next().is_none()));
        Ok(Reading::of(version, Spelling::SemVer, "`Version`"))
    }
}

/// The versions that are assigned to names. `dev` and `unknown` are none: the linker brings the version.
fn constants(content: &str, is_named: impl Fn(&str) -> bool) -> impl Iterator<Item = Text> {
    lines(content).filter_map(move |(start, line)| {
        let (left, value) = line.split_once('=')?;
        let names_it = left.split_whitespace().any(&is_named);
        let span = quoted(value).filter(|_| names_it && !left.contains("//"))?;
        let v = usize::from(value[span.clone()].starts_with('v'));
        let at = line.len() - value.len();
        let text = part(start, line, at + span.start + v..at + span.end);
        Spelling::SemVer.read(&text.value).is_ok().then_some(text)
    })
}
