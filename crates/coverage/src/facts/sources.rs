//! The repository's own files.

use std::fs;
use std::path::{Path, PathBuf};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::Repository;

use crate::open::failure;
use crate::paths::{Fix, Tree};

/// The tracked files, and what is in them.
#[derive(Debug, Clone)]
pub struct Sources {
    root: PathBuf,
    files: Vec<String>,
}

impl Sources {
    /// Of a repository with its files.
    ///
    /// # Errors
    /// It is bare, or git cannot say.
    pub fn of(repository: &Repository) -> Result<Self, Failure> {
        let root = repository.work_dir().ok_or_else(|| {
            Failure::usage("the repository is bare: there are no files whose coverage could be measured")
                .hint("name a clone with its files by `--repository`".to_owned())
        })?;
        Ok(Self { root: root.to_owned(), files: repository.files().map_err(failure)? })
    }

    /// The repository's own folder.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Whether a file is tracked, by its path from the root.
    #[must_use]
    pub fn is_tracked(&self, path: &str) -> bool {
        // In git's order, which is that of bytes.
        self.files.binary_search_by(|file| file.as_str().cmp(path)).is_ok()
    }

    /// The tracked files, to find them by how a path ends.
    #[must_use]
    pub fn tree(&self) -> Tree {
        Tree::new(self.files.iter().cloned())
    }

    /// What may stand in front of paths: the repository's folder, and what it is behind links.
    #[must_use]
    pub fn roots(&self) -> Vec<String> {
        let real = fs::canonicalize(&self.root).unwrap_or_else(|_| self.root.clone());
        let mut roots: Vec<String> =
            [&self.root, &real].map(|root| root.to_string_lossy().into_owned()).into();
        roots.dedup();
        roots
    }

    /// Go's packages are named by their module, which a `go.mod` places.
    pub fn modules(&self) -> impl Iterator<Item = Fix> {
        let found = self.files.iter().filter_map(|path| {
            let folder = path.strip_suffix("go.mod").filter(|it| it.is_empty() || it.ends_with('/'))?;
            let text = fs::read_to_string(self.root.join(path)).ok()?;
            let module = text.lines().find_map(|line| line.trim().strip_prefix("module "))?;
            let module = module.split("//").next().unwrap_or_default().trim().trim_matches('"');
            Some(Fix { from: format!("{module}/"), to: folder.to_owned() })
        });
        // A module within another one's folder has the longer name.
        let mut found: Vec<Fix> = found.collect();
        found.sort_by_key(|fix| std::cmp::Reverse(fix.from.len()));
        found.into_iter()
    }

    /// How many lines a tracked file has; `None` where it cannot be read, as a submodule cannot.
    #[must_use]
    pub fn length(&self, path: &str) -> Option<u32> {
        let bytes = fs::read(self.root.join(path)).ok()?;
        let ends = memchr::memchr_iter(b'\n', &bytes).count();
        let open = usize::from(bytes.last().is_some_and(|byte| *byte != b'\n'));
        u32::try_from(ends + open).ok()
    }

    /// What a tracked file says; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        let bytes = fs::read(self.root.join(path)).ok()?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }
}
