//! The programs of this machine.

use std::path::PathBuf;

/// A program of the `PATH`.
///
/// # Panics
/// There is none of this name: the test needs it.
#[must_use]
pub fn program(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").expect("a PATH");
    let mut candidates = std::env::split_paths(&path).map(|folder| folder.join(name));
    candidates.find(|path| path.is_file()).unwrap_or_else(|| panic!("no {name} on the PATH"))
}
