//! Which files state the versions of a repository's packages where the configuration names none.

use super::{Nesting, VersionFile, by_path};

/// A version file that was found by its name.
#[derive(Clone, Copy)]
pub struct Found<'a> {
    /// From the repository's root.
    pub path: &'a str,
    /// How to read it.
    pub format: &'static dyn VersionFile,
    /// The package that it lies in, by its index, if it lies directly in the folder of one.
    pub package: Option<usize>,
    /// The package, by its index, whose version usually stands in such a file again: [`VersionFile::nests`].
    pub nested: Option<(usize, Nesting)>,
}

impl std::fmt::Debug for Found<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let nested = self.nested.map(|(index, _)| format!(", nested in {index}")).unwrap_or_default();
        write!(formatter, "{} ({}, {:?}{nested})", self.path, self.format.name(), self.package)
    }
}

/// Folders of what others wrote.
const FOREIGN: [&str; 2] = ["node_modules", "vendor"];

/// The version files among the tracked `paths`, for packages in `folders` (empty for the root): those that lie
/// in a package's folder, those that usually lie deeper, and the manifests and lock files elsewhere that may name
/// a package.
pub fn detect<'a>(paths: &[&'a str], folders: &[&str]) -> Vec<Found<'a>> {
    let own = paths.iter().filter_map(|path| {
        let format = by_path(path)?;
        let package = folders.iter().position(|folder| *folder == parent(path));
        let nested = if package.is_none() { nested(path, format, folders) } else { None };
        Some(Found { path, format, package, nested })
    });
    let found: Vec<Found<'a>> = own.collect();
    let is_used = |format: &dyn VersionFile| {
        let own = found.iter().filter(|found| is_own(found));
        format.ecosystem().is_some_and(|one| own.clone().any(|found| found.format.ecosystem() == Some(one)))
    };
    let may_name = |found: &Found<'a>| !is_foreign(found.path) && is_used(found.format);
    found.iter().filter(|found| is_own(found) || may_name(found)).copied().collect()
}

fn is_own(found: &Found<'_>) -> bool {
    found.package.is_some() || found.nested.is_some()
}

fn is_foreign(path: &str) -> bool {
    path.split('/').any(|segment| FOREIGN.contains(&segment))
}

/// The package with the nearest folder above, if such a file belongs to it.
fn nested(path: &str, format: &dyn VersionFile, folders: &[&str]) -> Option<(usize, Nesting)> {
    let above = folders.iter().enumerate().filter_map(|(index, folder)| Some((index, below(path, folder)?)));
    let (index, below) = above.min_by_key(|(_, below)| below.len())?;
    let nesting = if is_foreign(path) { Nesting::No } else { format.nests(below) };
    (nesting != Nesting::No).then_some((index, nesting))
}

/// The folder of a path; empty for the root.
pub(crate) fn parent(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// What is left of `folder` below `above`; `None` if it does not lie there.
pub(crate) fn below<'a>(folder: &'a str, above: &str) -> Option<&'a str> {
    match above {
        "" => Some(folder),
        above => folder.strip_prefix(above)?.strip_prefix('/'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(paths: &[&str], folders: &[&str]) -> Vec<String> {
        detect(paths, folders).iter().map(|found| format!("{found:?}")).collect()
    }

    #[test]
    fn one_package_at_the_root() {
        let paths = ["Cargo.lock", "Cargo.toml", "src/lib.rs", "docs/VERSION", "VERSION", "web/package.json"];
        let expected =
            ["Cargo.lock (cargo-lock, Some(0))", "Cargo.toml (cargo, Some(0))", "VERSION (text, Some(0))"];
        assert_eq!(found(&paths, &[""]), expected);
    }

    #[test]
    fn packages_of_workspaces() {
        let paths = [
            "Cargo.lock",
            "Cargo.toml",
            "crates/a/Cargo.toml",
            "crates/ab/Cargo.toml",
            "crates/ab/vendor/x/Cargo.toml",
            "package-lock.json",
            "web/node_modules/x/package.json",
            "web/package.json",
        ];
        assert_eq!(
            found(&paths, &["crates/a"]),
            [
                "Cargo.lock (cargo-lock, None)",
                "Cargo.toml (cargo, None)",
                "crates/a/Cargo.toml (cargo, Some(0))",
                "crates/ab/Cargo.toml (cargo, None)"
            ]
        );
        assert_eq!(
            found(&paths, &["x", "web"]),
            ["package-lock.json (npm-lock, None)", "web/package.json (npm, Some(1))"]
        );
        assert_eq!(found(&paths, &["docs"]), [""; 0]);
    }

    #[test]
    fn files_that_lie_deeper() {
        let paths = [
            "a/setup.py",
            "a/src/kit/__init__.py",
            "a/src/kit/sub/__init__.py",
            "a/tests/__init__.py",
            "b/lib/kit/version.rb",
            "b/vendor/kit/version.go",
            "b/internal/version/version.go",
            "src-tauri/Cargo.lock",
            "src-tauri/Cargo.toml",
            "src-tauri/tauri.conf.json",
        ];
        assert_eq!(
            found(&paths, &["", "a", "b"]),
            [
                "a/setup.py (setup-py, Some(1))",
                "a/src/kit/__init__.py (python, None, nested in 1)",
                "b/lib/kit/version.rb (ruby, None, nested in 2)",
                "b/internal/version/version.go (go, None, nested in 2)",
                "src-tauri/Cargo.lock (cargo-lock, None)",
                "src-tauri/Cargo.toml (cargo, None, nested in 0)",
                "src-tauri/tauri.conf.json (tauri, None, nested in 0)",
            ]
        );
    }

    #[test]
    fn below_is_by_whole_names() {
        assert_eq!(below("a/b", "a"), Some("b"));
        assert_eq!((below("ab", "a"), below("a", "a")), (None, None));
        assert_eq!((below("a/b", ""), below("", "")), (Some("a/b"), Some("")));
    }
}
