//! `pnpm-lock.yaml`.

use crate::syntax::yaml::{Line, block, scalar};
use crate::{Ecosystem, Error, Place, Reading, Role, Style, VersionFile};

/// The lock file of pnpm, from its version 6 on. It has no versions of the workspace's packages, but what they
/// require of each other: with another `specifier` than the manifest's, `--frozen-lockfile` refuses it.
/// <https://github.com/pnpm/spec/blob/master/lockfile/9.0.md>
pub(super) struct PnpmLock;

const TABLES: [&str; 3] = ["dependencies", "devDependencies", "optionalDependencies"];

impl VersionFile for PnpmLock {
    fn name(&self) -> &'static str {
        "pnpm-lock"
    }

    fn ecosystem(&self) -> Option<Ecosystem> {
        Some(Ecosystem::Npm)
    }

    fn is_lock(&self) -> bool {
        true
    }

    fn matches(&self, file_name: &str) -> bool {
        file_name == "pnpm-lock.yaml"
    }

    fn read(&self, content: &str, _argument: Option<&str>) -> Result<Reading, Error> {
        // From version 11 of pnpm on, what its configuration needs stands in a document before the others.
        let documents = Line::documents(content);
        let importers = documents.iter().filter_map(|document| block(document, "importers"));
        let mut places = Vec::new();
        for (_, importer) in importers.flat_map(entries) {
            for table in TABLES.iter().filter_map(|table| block(importer, table)) {
                places.extend(entries(table).filter_map(|(name, entry)| linked(name, entry)));
            }
        }
        Ok(Reading { places, ..Reading::default() })
    }
}

/// The keys of a mapping, quotes left out, with what stands below them.
fn entries<'a, 'b>(mapping: &'b [Line<'a>]) -> impl Iterator<Item = (&'a str, &'b [Line<'a>])> {
    let level = mapping.first().map_or(0, |line| line.indent);
    let starts = (0..mapping.len()).filter(move |&at| mapping[at].indent == level);
    starts.filter_map(move |at| {
        let key = mapping[at].text.trim_end().strip_suffix(':')?;
        let key = key.trim_matches(['\'', '"']);
        let below = &mapping[at + 1..];
        let end = below.iter().position(|line| line.indent <= level).unwrap_or(below.len());
        Some((key, &below[..end]))
    })
}

/// `specifier: ^1.2.0`, `version: link:../a`: a package of the workspace.
fn linked(name: &str, entry: &[Line<'_>]) -> Option<Place> {
    scalar(entry, "version").filter(|version| version.value.starts_with("link:"))?;
    let role = Role::Requirement { name: name.to_owned(), style: Style::Npm };
    Some(scalar(entry, "specifier")?.place(role))
}
