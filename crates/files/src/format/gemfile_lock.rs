//! `Gemfile.lock`.

use crate::syntax::line::{lines, part};
use crate::{Ecosystem, Error, Place, Reading, Role, Spelling, VersionFile};

/// The lock file of Bundler. A gem of the repository stands in a `PATH` section, four spaces deep.
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
        let (mut section, mut places) = ("", Vec::new());
        for (start, line) in lines(content) {
            if !line.starts_with(' ') && !line.is_empty() {
                section = line;
            } else if section == "PATH" {
                places.extend(gem(start, line));
            }
        }
        Ok(Reading { places, ..Reading::default() })
    }
}

/// `    name (1.2.0)`; what it requires is two spaces deeper.
fn gem(start: usize, line: &str) -> Option<Place> {
    let rest = line.strip_prefix("    ").filter(|rest| !rest.starts_with(' '))?;
    let (name, version) = rest.strip_suffix(')')?.split_once(" (")?;
    let at = 4 + name.len() + 2;
    let role = Role::Locked { name: name.to_owned(), spelling: Spelling::Gem };
    Some(part(start, line, at..at + version.len()).place(role))
}
