//! Which files state a package's version where the configuration names none.

use std::collections::BTreeSet;

use super::{VersionFile, by_path};

/// A version file of a package.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// From the repository's root.
    pub path: &'a str,
    /// How to read it.
    pub format: &'static dyn VersionFile,
    /// What it is to the package.
    pub part: Part,
}

/// What a file is to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// It states the package's version.
    Own,
    /// A manifest or a lock file above it, which it may take its version from and which may know it by name.
    Above,
    /// Another manifest, which may require it.
    Beside,
}

impl std::fmt::Debug for Found<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:?} {} ({})", self.part, self.path, self.format.name())
    }
}

/// The version files of the package in `folder` (empty for the root) among the tracked `paths`, by path.
pub fn detect<'a>(paths: &[&'a str], folder: &str) -> Vec<Found<'a>> {
    let known: Vec<_> = paths.iter().filter_map(|path| Some((*path, by_path(path)?))).collect();
    // A package of one tool has nothing to do with the manifests of another.
    let own = known.iter().filter(|(path, _)| parent(path) == folder);
    let ecosystems: BTreeSet<_> = own.filter_map(|(_, format)| format.ecosystem()).collect();
    let part = |path: &str, format: &dyn VersionFile| {
        if parent(path) == folder {
            return Some(Part::Own);
        }
        format.ecosystem().filter(|ecosystem| ecosystems.contains(ecosystem))?;
        Some(if is_above(parent(path), folder) { Part::Above } else { Part::Beside })
    };
    let found = known
        .into_iter()
        .filter_map(|(path, format)| Some(Found { path, format, part: part(path, format)? }));
    let mut found: Vec<Found<'a>> = found.collect();
    found.sort_by_key(|found| found.path);
    found
}

fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Whether `folder` lies below `above`.
fn is_above(above: &str, folder: &str) -> bool {
    above.is_empty() || folder.strip_prefix(above).is_some_and(|rest| rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str], folder: &str) -> Vec<String> {
        detect(paths, folder).iter().map(|found| format!("{found:?}")).collect()
    }

    #[test]
    fn one_package_at_the_root() {
        let paths = ["Cargo.toml", "src/lib.rs", "README.md"];
        assert_eq!(found(&paths, ""), ["Own Cargo.toml (cargo)"]);
    }

    #[test]
    fn a_package_of_a_workspace() {
        let paths = ["Cargo.toml", "crates/a/Cargo.toml", "crates/ab/Cargo.toml", "web/package.json"];
        assert_eq!(
            found(&paths, "crates/a"),
            [
                "Above Cargo.toml (cargo)",
                "Own crates/a/Cargo.toml (cargo)",
                "Beside crates/ab/Cargo.toml (cargo)"
            ]
        );
        assert_eq!(found(&paths, "web"), ["Own web/package.json (npm)"]);
        assert_eq!(found(&paths, "docs"), [""; 0]);
    }
}
