//! `Gemfile.lock`.

use std::collections::HashMap;

use crate::syntax::Text;
use crate::syntax::line::lines;
use crate::{Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The lock file of Bundler. A gem of the repository stands in a `PATH` section, four spaces deep; what it requires
/// two spaces deeper.
pub(super) struct GemfileLock;

impl VersionFile for GemfileLock {
    fn name(&self) -> &'static str {
        "gemfile-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Ruby)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        matches!(file_name, "Gemfile.lock" | "gems.locked")
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        let gems: Vec<Gem<'_>> = gems(content).collect();
        let own: HashMap<&str, &str> =
            gems.iter().filter(|gem| gem.is_own()).map(|gem| (gem.name, gem.version)).collect();
        let repeats = |gem: &&Gem<'_>| own.get(gem.name) == Some(&gem.version);
        let places =
            gems.iter().filter(|gem| gem.is_own() || gem.may_repeat()).filter(repeats).map(Gem::place);
        Ok(Reading { places: places.collect(), ..Reading::default() })
    }
}

/// `name (1.2.0)`, or `name (= 1.2.0)`.
struct Gem<'a> {
    section: &'a str,
    name: &'a str,
    version: &'a str,
    /// How deep it stands.
    indent: usize,
    /// Whether it is required, in this version and no other.
    required: bool,
    /// Where its version starts.
    start: usize,
}

impl Gem<'_> {
    fn is_own(&self) -> bool {
        self.section == "PATH" && self.indent == 4 && !self.required
    }

    /// Gems of one repository may require each other as they are, and `CHECKSUMS` lists all.
    fn may_repeat(&self) -> bool {
        self.section == "PATH" && self.indent == 6 && self.required
            || self.section == "CHECKSUMS" && self.indent == 2 && !self.required
    }

    fn place(&self) -> Place {
        let role = Role::Locked { name: self.name.to_owned(), spelling: Spelling::Gem };
        let span = self.start..self.start + self.version.len();
        Text { span, value: self.version.to_owned() }.place(role)
    }
}

fn gems(content: &str) -> impl Iterator<Item = Gem<'_>> {
    let mut section = "";
    lines(content).filter_map(move |(start, line)| {
        let text = line.trim_start_matches(' ');
        let indent = line.len() - text.len();
        if indent == 0 && !line.is_empty() {
            section = line;
        }
        let (name, version) = text.strip_suffix(')')?.split_once(" (")?;
        let version = version.strip_prefix("= ").map_or((version, false), |version| (version, true));
        let ((version, required), end) = (version, start + line.len() - 1);
        Some(Gem { section, name, version, indent, required, start: end - version.len() })
    })
}
