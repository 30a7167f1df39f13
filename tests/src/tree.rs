//! The files of this repository, for tests on them.

use std::path::{Path, PathBuf};

/// Folders that hold nothing of ours, or files that are wrong on purpose.
const SKIPPED: [&str; 5] = [".git", "target", "node_modules", "fixtures", "corpus"];

/// The repository's root.
///
/// # Panics
/// Never: this crate stands in a folder of the root.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("a folder of the root").to_owned()
}

/// Every file with this extension: its path from the root, with `/`, and its text. Sorted by path.
///
/// # Panics
/// If a file cannot be read.
pub fn files(extension: &str) -> Vec<(String, String)> {
    let root = root();
    let mut found = Vec::new();
    let mut open = vec![root.clone()];
    while let Some(folder) = open.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            if path.is_dir() {
                if !SKIPPED.contains(&&*name) {
                    open.push(path);
                }
            } else if path.extension().is_some_and(|its| its == extension) {
                let relative = path
                    .strip_prefix(&root)
                    .expect("a path below the root")
                    .to_string_lossy()
                    .replace('\\', "/");
                found.push((relative, std::fs::read_to_string(&path).expect("a text file")));
            }
        }
    }
    found.sort();
    found
}
