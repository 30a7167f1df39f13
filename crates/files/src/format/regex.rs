//! Any text, by a regular expression.

use regex_lite::{Regex, RegexBuilder};

use crate::syntax::Text;
use crate::{Argument, Error, Reading, Role, Spelling, VersionFile};

/// A file whose `pattern` in the configuration says where the version stands: at its group `version`, else at its
/// first group, else all of it. Every match changes. `^` and `$` are the ends of lines.
/// <https://docs.rs/regex-lite/latest/regex_lite/#syntax>
pub(super) struct Pattern;

impl VersionFile for Pattern {
    fn name(&self) -> &'static str {
        "regex"
    }

    fn argument(&self) -> Option<Argument> {
        Some(Argument::Pattern)
    }

    /// The configuration names them, with their pattern.
    fn matches(&self, _file_name: &str) -> bool {
        false
    }

    fn read(&self, content: &str, argument: Option<&str>) -> Result<Reading, Error> {
        let regex = compile(argument.unwrap_or_default())?;
        let has_name = regex.capture_names().flatten().any(|name| name == GROUP);
        let found = regex.captures_iter(content).filter_map(|captures| match has_name {
            true => captures.name(GROUP),
            false => captures.get(usize::from(captures.len() > 1)),
        });
        // What matches nothing states nothing: `x*` matches everywhere.
        let found = found.filter(|found| !found.as_str().is_empty());
        let texts =
            found.map(|found| Text { span: found.range(), value: found.as_str().to_owned() }.without_v());
        let places: Vec<_> = texts.map(|text| text.place(Role::Own(Spelling::Loose))).collect();
        let reading = Reading::of(None, Spelling::Loose, "a match of its `pattern`");
        Ok(if places.is_empty() { reading } else { Reading { places, ..Reading::default() } })
    }
}

/// The name of the group that is the version.
const GROUP: &str = "version";

/// How large a pattern may become, in bytes: the limit is for mistakes such as `(a{1000}){1000}`.
const SIZE: usize = 1 << 20;

/// Compiles a pattern.
///
/// # Errors
/// It is none.
pub(crate) fn compile(pattern: &str) -> Result<Regex, Error> {
    let built = RegexBuilder::new(pattern).multi_line(true).crlf(true).size_limit(SIZE).build();
    built.map_err(|error| Error::Pattern { pattern: pattern.to_owned(), message: error.to_string() })
}
