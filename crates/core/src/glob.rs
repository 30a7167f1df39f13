//! Files by a glob.

use std::io;
use std::path::{Path, PathBuf};

use fast_glob::glob_match;

/// A folder that cannot be searched.
#[derive(Debug, thiserror::Error)]
#[error("failed to read the folder `{}`", path.display())]
pub struct Error {
    /// The folder, from the root.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

/// The files that a glob matches, sorted, as paths from the root. A glob starts to search at its last folder
/// without a wildcard: `dist/*.tar.gz` reads `dist` alone. `.git` is never searched, nor what a link leads to.
///
/// # Errors
/// A folder cannot be read.
pub fn find(root: &Path, glob: &str) -> Result<Vec<PathBuf>, Error> {
    let special = |part: &&str| part.contains(['*', '?', '[', '{', '\\', '!']);
    let parts: Vec<&str> = glob.split('/').collect();
    let fixed = parts.iter().position(special).unwrap_or(parts.len());
    let start: PathBuf = parts[..fixed].iter().collect();
    if fixed == parts.len() {
        return Ok(if root.join(&start).is_file() { vec![start] } else { Vec::new() });
    }
    let mut found = Vec::new();
    let deep = parts[fixed..].iter().any(|part| part.contains("**"));
    let depth = if deep { usize::MAX } else { parts.len() - fixed };
    search(root, &start, glob, depth, &mut found)?;
    found.sort();
    Ok(found)
}

fn search(
    root: &Path,
    folder: &Path,
    glob: &str,
    depth: usize,
    found: &mut Vec<PathBuf>,
) -> Result<(), Error> {
    let failed = |source| Error { path: folder.to_owned(), source };
    let entries = match std::fs::read_dir(root.join(folder)) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(source) => return Err(failed(source)),
    };
    for entry in entries {
        let entry = entry.map_err(failed)?;
        let path = folder.join(entry.file_name());
        // A link counts as what it leads to, but a folder behind one may lead back here.
        let kind = entry.file_type().map_err(failed)?;
        if kind.is_dir() {
            if depth > 1 && entry.file_name() != ".git" {
                search(root, &path, glob, depth - 1, found)?;
            }
        } else if root.join(&path).is_file() && glob_match(glob, text(&path).as_bytes()) {
            found.push(path);
        }
    }
    Ok(())
}

/// A path with `/` between its parts.
fn text(path: &Path) -> String {
    let parts = path.iter().map(|part| part.to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_below_the_last_folder_without_a_wildcard() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["a/x.info", "a/b/y.info", "a/b/y.txt", ".git/z.info", "top.info"] {
            let path = folder.path().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, file).unwrap();
        }
        let found = |glob: &str| -> Vec<String> {
            find(folder.path(), glob).unwrap().iter().map(|path| text(path)).collect()
        };
        assert_eq!(found("**/*.info"), ["a/b/y.info", "a/x.info", "top.info"]);
        assert_eq!(found("a/*.info"), ["a/x.info"]);
        assert_eq!(found("a/b/y.txt"), ["a/b/y.txt"]);
        assert_eq!(found("missing/*.info"), Vec::<String>::new());
    }
}
