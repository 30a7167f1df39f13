//! The tracked files, found by how a path ends.

use std::collections::{BTreeSet, HashMap};

/// The files of a repository, as `git ls-files` names them.
#[derive(Debug, Clone, Default)]
pub struct Tree {
    files: BTreeSet<String>,
    /// Files by their last component.
    by_name: HashMap<String, Vec<String>>,
}

impl Tree {
    /// Of paths with slashes, relative to the repository.
    #[must_use]
    pub fn new<T: Into<String>>(files: impl IntoIterator<Item = T>) -> Self {
        let files: BTreeSet<String> = files.into_iter().map(Into::into).collect();
        let mut by_name: HashMap<String, Vec<String>> = HashMap::new();
        for file in &files {
            by_name.entry(name(file).to_owned()).or_default().push(file.clone());
        }
        Self { files, by_name }
    }

    /// Whether a file is tracked.
    #[must_use]
    pub fn contains(&self, path: &str) -> bool {
        self.files.contains(path)
    }

    /// The longest file that a path ends with, by whole components, and what stands in front of it.
    pub(super) fn within<'p>(&self, path: &'p str) -> Option<(&str, &'p str)> {
        let ends = |file: &&String| front(path, file).is_some();
        let file = self.named(path).filter(ends).max_by_key(|file| file.len())?;
        Some((file, front(path, file)?))
    }

    /// The files that end with a path, by whole components.
    pub(super) fn ending(&self, path: &str) -> Vec<&str> {
        self.named(path).filter(|file| front(file, path).is_some()).map(String::as_str).collect()
    }

    /// The files that share the longest end with a path, of two components at least, and how long that is in bytes.
    pub(super) fn nearest(&self, path: &str) -> Option<(&str, usize)> {
        let shared = |file: &String| {
            let pairs = file.rsplit('/').zip(path.rsplit('/')).take_while(|(one, other)| one == other);
            let (count, bytes) =
                pairs.fold((0, 0), |(count, bytes), (part, _)| (count + 1, bytes + part.len() + 1));
            (count > 1).then_some(bytes - 1)
        };
        let each = self.named(path).filter_map(|file| Some((file.as_str(), shared(file)?)));
        each.max_by_key(|(_, bytes)| *bytes)
    }

    fn named(&self, path: &str) -> impl Iterator<Item = &String> {
        self.by_name.get(name(path)).into_iter().flatten()
    }
}

fn name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What stands in front of an end that begins at a component, its slash included.
fn front<'p>(path: &'p str, end: &str) -> Option<&'p str> {
    let front = path.strip_suffix(end)?;
    (front.is_empty() || front.ends_with('/')).then_some(front)
}
