//! `version.rb` and `*.gemspec`.

use crate::syntax::Text;
use crate::syntax::line::{lines, part, quoted};
use crate::{Absence, Ecosystem, Error, Nesting, Reading, Spelling, VersionFile};

/// A gem: `VERSION = "1.2.0"`, `STRING = "1.2.0"`, or `spec.version = "1.2.0"`.
/// <https://guides.rubygems.org/specification-reference/#version>
pub(super) struct Ruby;

impl VersionFile for Ruby {
    fn name(&self) -> &'static str {
        "ruby"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Ruby)
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "version.rb" || file_name.ends_with(".gemspec")
    }

    /// `lib/kit/version.rb`
    fn nests(&self, below: &str) -> Nesting {
        Nesting::usual(below.starts_with("lib/") && below.ends_with("/version.rb"))
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        // `STRING` within a module `Version` comes last: another constant of that name is no version.
        let version = assigned(content, &["VERSION", ".version"]).or_else(|| {
            assigned(content, &["STRING"]).filter(|text| Spelling::Gem.read(&text.value).is_ok())
        });
        let package = assigned(content, &[".name"]).map(|text| text.value);
        // `spec.version = Kit::VERSION`: the gem is released, and lock files know it by its name.
        let reading = match version {
            None if package.is_some() && sets(content, ".version") => Reading::without(Absence::Elsewhere),
            version => Reading::of(version, Spelling::Gem, "`VERSION` or `version`"),
        };
        Ok(Reading { package, ..reading })
    }
}

/// Whether a line sets an attribute, to whatever value.
fn sets(content: &str, name: &str) -> bool {
    lines(content).filter_map(|(_, line)| line.split_once('=')).any(|(left, _)| {
        let left = left.trim();
        left.ends_with(name) && !left.starts_with('#')
    })
}

/// The string that the first line assigns to one of these: a constant, or a setter of whatever is at hand.
fn assigned(content: &str, names: &[&str]) -> Option<Text> {
    let assigned = |line: &str| {
        let (left, value) = line.split_once('=')?;
        let left = left.trim();
        let is_named = |name: &&str| match name.strip_prefix('.') {
            Some(_) => left.ends_with(*name) && !left.starts_with('#'),
            None => left == *name,
        };
        names.iter().find(|name| is_named(name))?;
        let (at, span) = (line.len() - value.len(), quoted(value)?);
        Some(at + span.start..at + span.end)
    };
    lines(content).find_map(|(start, line)| Some(part(start, line, assigned(line)?)))
}
