//! The `uses:` of a repository's own action in its documentation.

use crate::syntax::Text;
use crate::syntax::line::{lines, part};
use crate::{Argument, Error, Place, Reading, Role, Spelling, VersionFile};

/// `uses: owner/repo@v1`, `uses: owner/repo/path@v1.2.3`: what a reader is told to write. A pin that says the
/// last release, as precisely as it says it, says the new one as precisely. A commit's hash stays, with the
/// comment behind it: the hash of a release is known when its commit is made, of which the pin would be a part.
pub(super) struct Uses;

impl VersionFile for Uses {
    fn name(&self) -> &'static str {
        "uses"
    }

    fn argument(&self) -> Option<Argument> {
        Some(Argument::Repository)
    }

    /// The configuration names them: what a page recommends is its author's choice, and a push that changes
    /// workflows needs a permission that no job's token has.
    fn matches(&self, _file_name: &str) -> bool {
        false
    }

    fn read(&self, content: &str, argument: Option<&str>) -> Result<Reading, Error> {
        let repository = argument.unwrap_or_default();
        let places: Vec<Place> =
            lines(content).flat_map(|(start, line)| pins(start, line, repository)).collect();
        let reading = Reading::of(None, Spelling::Loose, "a `uses:` of this repository with a version");
        Ok(if places.is_empty() { reading } else { Reading { places, ..Reading::default() } })
    }
}

fn pins<'a>(start: usize, line: &'a str, repository: &'a str) -> impl Iterator<Item = Place> + 'a {
    line.match_indices("uses:").filter_map(move |(at, word)| {
        let is_word = !line[..at].ends_with(|c: char| c.is_alphanumeric() || "_-".contains(c));
        let rest = line[at + word.len()..].trim_start().trim_start_matches(['"', '\'']);
        let named = rest.get(..repository.len()).filter(|_| is_word && !repository.is_empty())?;
        let (path, rest) = rest[named.len()..].split_once('@')?;
        let is_path = path.is_empty() || path.starts_with('/') && !path.contains(char::is_whitespace);
        // GitHub does not tell names of owners and repositories apart by case.
        if !named.eq_ignore_ascii_case(repository) || !is_path {
            return None;
        }
        let end = rest.find(|c: char| !c.is_alphanumeric() && !"._-+/".contains(c)).unwrap_or(rest.len());
        // A sentence may end behind a pin.
        let reference = rest[..end].trim_end_matches('.');
        let version = reference.strip_prefix('v').unwrap_or(reference);
        is_version(version).then(|| {
            let from = line.len() - rest.len() + (reference.len() - version.len());
            let text: Text = part(start, line, from..from + version.len());
            text.place(Role::Pin)
        })
    })
}

/// One to three numbers: a branch, a hash or a pre-release is none.
fn is_version(text: &str) -> bool {
    let is_number =
        |part: &str| !part.is_empty() && part.len() <= 9 && part.bytes().all(|byte| byte.is_ascii_digit());
    text.split('.').count() <= 3 && text.split('.').all(is_number)
}
