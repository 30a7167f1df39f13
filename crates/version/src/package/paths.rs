//! Which paths belong to a package.

use serde::Serialize;

/// A folder, with globs that add and take away. Path filters decide which commits count, never which tags.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Paths {
    folder: String,
    include: Vec<String>,
    exclude: Vec<String>,
}

impl Paths {
    /// `folder` is relative to the repository's root, without slashes around it; empty is the root.
    pub fn new(folder: String, include: Vec<String>, exclude: Vec<String>) -> Self {
        Self { folder, include, exclude }
    }

    /// The whole repository.
    pub fn everything() -> Self {
        Self::new(String::new(), Vec::new(), Vec::new())
    }

    /// The package's folder.
    pub fn folder(&self) -> &str {
        &self.folder
    }

    /// True where no path needs to be looked at, nor any tree to be read.
    pub fn is_everything(&self) -> bool {
        self.folder.is_empty() && self.exclude.is_empty()
    }

    /// Whether a path from the repository's root belongs here.
    pub fn holds(&self, path: &str) -> bool {
        let inside = self.folder.is_empty()
            || path.strip_prefix(self.folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let matches = |globs: &[String]| globs.iter().any(|glob| fast_glob::glob_match(glob, path));
        (inside || matches(&self.include)) && !matches(&self.exclude)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_globs() {
        let paths = Paths::new(
            "crates/core".into(),
            vec!["shared/**/*.rs".into()],
            vec!["**/*.md".into(), "crates/core/tests/**".into()],
        );
        for (path, holds) in [
            ("crates/core/src/lib.rs", true),
            ("crates/core-extra/src/lib.rs", false),
            ("crates/core/README.md", false),
            ("crates/core/tests/a/b.rs", false),
            ("shared/x/y.rs", true),
            ("README.rs", false),
        ] {
            assert_eq!(paths.holds(path), holds, "{path}");
        }
        assert!(Paths::everything().holds("any/thing"));
    }
}
