//! The one model: file → line → hits, with branches, statements and functions where the format has them.

mod branches;
mod file;
mod percent;
pub(crate) mod sorted;
mod totals;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

pub use branches::{Arm, ArmId, Branches};
pub use file::{File, Function, Line, Span, Statement};
pub use percent::{MoreThanAll, Percent};
pub use totals::Totals;

/// What reports say, by file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    /// Source files, by their paths as the report writes them.
    pub files: BTreeMap<String, File>,
    /// Folders that paths may be relative to, as the report names them, and modules (`:core`); sorted, each once.
    pub roots: Vec<String>,
    /// The tools that wrote it, as far as it says so; sorted, each once.
    #[serde(default)]
    pub writers: Vec<String>,
    /// What the report says of all files together, where it has no files at all.
    pub totals: Totals,
}

impl Report {
    /// Adds what another report knows. The order of reports does not matter, nor how often one is added.
    pub fn merge(&mut self, other: Self) {
        for (path, file) in other.files {
            self.add(path, file);
        }
        sorted::merge(&mut self.roots, other.roots, |root| root.as_str(), |_, _| ());
        sorted::merge(&mut self.writers, other.writers, |writer| writer.as_str(), |_, _| ());
        self.totals.merge(&other.totals);
    }

    pub(crate) fn add(&mut self, path: String, file: File) {
        match self.files.entry(path) {
            std::collections::btree_map::Entry::Vacant(entry) => {
                entry.insert(file);
            }
            std::collections::btree_map::Entry::Occupied(mut entry) => entry.get_mut().merge(file),
        }
    }

    /// Whether nothing was measured: no line, no statement, no sum. That is no coverage of 0.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        let nothing =
            |file: &File| file.lines.is_empty() && file.statements.is_empty() && file.totals.is_empty();
        self.totals.is_empty() && self.files.values().all(nothing)
    }
}

#[cfg(test)]
mod tests;
