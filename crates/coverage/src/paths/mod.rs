//! Paths of a report, repaired against the files of the repository.
//!
//! A report names files as its tool saw them: absolute, below a container's folder, with a Go module's path in front,
//! from below a source folder, with backslashes. What it names is found among the tracked files, in this order:
//!
//! 1. as it stands, without `./` and with slashes;
//! 2. by the fixes that the configuration gives, `old::new`;
//! 3. in the folder of a module that the report names, if it is one, and below a root that the report names, once what is in
//!    front of the repository is taken off;
//! 4. with something in front taken off, as by a container or an absolute path: the longest tracked path that it ends with;
//! 5. with something put in front, as by a source folder: the one tracked path that ends with it.
//!
//! A path that could be several files is none of them. Rules 1, 2, 4 and 5 are those of Codecov's `path_fixer`, but that
//! nothing is dropped in silence.

mod repair;
mod tree;

use serde::{Deserialize, Serialize};

pub use repair::{Repaired, Unmatched, repair};
pub use tree::Tree;

/// What stands in front of a path, and what it ought to be: Codecov's `old::new`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Fix {
    /// As the report has it.
    pub from: String,
    /// As the repository has it; empty for its top.
    pub to: String,
}

/// A text that is no fix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no fix of paths: write `old::new`, such as `/app/::` or `::src/`")]
pub struct FixError(String);

impl std::str::FromStr for Fix {
    type Err = FixError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let (from, to) = text.split_once("::").ok_or_else(|| FixError(text.to_owned()))?;
        if to.contains("::") || (from.is_empty() && to.is_empty()) {
            return Err(FixError(text.to_owned()));
        }
        Ok(Self { from: from.to_owned(), to: to.to_owned() })
    }
}

impl std::fmt::Display for Fix {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}::{}", self.from, self.to)
    }
}

impl TryFrom<String> for Fix {
    type Error = FixError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Fix> for String {
    fn from(fix: Fix) -> Self {
        fix.to_string()
    }
}

/// A path with slashes, and without what stands for the folder that it is in.
fn plain(path: &str) -> String {
    let path = path.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    let is_absolute = path.starts_with('/');
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if is_absolute { format!("/{joined}") } else { joined }
}

#[cfg(test)]
mod tests;
