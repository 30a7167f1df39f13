//! The repository's own files.

use std::cell::RefCell;
use std::collections::HashMap;
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
    /// The same without links.
    real: PathBuf,
    files: Vec<String>,
    /// New files, which git does not track yet.
    new: Vec<String>,
    /// What was counted of lines: shards mention the same files.
    lengths: RefCell<HashMap<String, Option<u32>>>,
}

impl Sources {
    /// Of a repository with its files. In a terminal new files are some of them before they are added.
    ///
    /// # Errors
    /// It is bare, or git cannot say.
    pub fn of(repository: &Repository, is_terminal: bool) -> Result<Self, Failure> {
        let root = repository.work_dir().ok_or_else(|| {
            Failure::usage("the repository is bare: there are no files whose coverage could be measured")
                .hint("name a clone with its files by `--repository`".to_owned())
        })?;
        let new = if is_terminal { repository.untracked().map_err(failure)? } else { Vec::new() };
        let files = repository.files().map_err(failure)?;
        let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
        Ok(Self { root: root.to_owned(), real, files, new, lengths: RefCell::default() })
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
        Tree::new(self.files.iter().chain(&self.new).cloned())
    }

    /// Files that git does not track yet.
    #[must_use]
    pub fn new_files(&self) -> &[String] {
        &self.new
    }

    /// Whether a tracked or a new file is one of those.
    #[must_use]
    pub fn any(&self, is_one: impl Fn(&str) -> bool) -> bool {
        self.files.iter().chain(&self.new).any(|path| is_one(path))
    }

    /// What may stand in front of paths: the repository's folder, and what it is behind links.
    #[must_use]
    pub fn roots(&self) -> Vec<String> {
        let mut roots: Vec<String> =
            [&self.root, &self.real].map(|root| root.to_string_lossy().into_owned()).into();
        roots.dedup();
        roots
    }

    /// Go's packages are named by their module, which a `go.mod` places.
    pub fn modules(&self) -> impl Iterator<Item = Fix> {
        let found = self.files.iter().filter_map(|path| {
            let folder = path.strip_suffix("go.mod").filter(|it| it.is_empty() || it.ends_with('/'))?;
            let text = self.text(path)?;
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
        if let Some(known) = self.lengths.borrow().get(path) {
            return *known;
        }
        let length = self.bytes(path).and_then(|bytes| {
            let ends = memchr::memchr_iter(b'\n', &bytes).count();
            let open = usize::from(bytes.last().is_some_and(|byte| *byte != b'\n'));
            u32::try_from(ends + open).ok()
        });
        self.lengths.borrow_mut().insert(path.to_owned(), length);
        length
    }

    /// What a tracked file says; bytes that are not UTF-8 are replaced.
    #[must_use]
    pub fn text(&self, path: &str) -> Option<String> {
        let bytes = self.bytes(path)?;
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// Of an ordinary file alone: what a link of a stranger's leads to is no source, and may be a secret.
    fn bytes(&self, path: &str) -> Option<Vec<u8>> {
        let path = self.root.join(path);
        let is_plain = fs::symlink_metadata(&path).is_ok_and(|about| about.is_file());
        // A folder on the way may be a link as well.
        let is_inside = is_plain && fs::canonicalize(&path).is_ok_and(|real| real.starts_with(&self.real));
        if is_inside { fs::read(&path).ok() } else { None }
    }
}
