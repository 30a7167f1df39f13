//! The lines that a branch has added.

mod patch;

use std::ffi::OsString;
use std::ops::RangeInclusive;

use crate::program::{Git, Hooks, Redaction};
use crate::{Error, Id, Repository};

/// A file that a branch has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Change {
    /// Its path.
    pub path: String,
    /// The path that it had, where it was renamed: of a file that was only moved no line is added.
    pub old_path: Option<String>,
    /// The lines that were added or changed, as they are numbered now, from 1.
    pub added: Vec<RangeInclusive<u32>>,
    /// Whether there was no such file before.
    pub is_new: bool,
}

/// What git says, without what a repository or its user could make of it.
const DIFF: [&str; 12] = [
    "-c",
    "core.quotePath=true",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules",
    "--unified=0",
    "--find-renames",
    "--diff-filter=d",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

impl Repository {
    /// The files that `head` has changed since it left `base`: between the two and their best common ancestor, as
    /// `git diff base...head` has it, with git's own detection of renames. Deleted files are left out.
    ///
    /// # Errors
    ///
    /// [`Error::Git`] where git cannot say, as without a common ancestor.
    pub fn changes(&self, base: Id, head: Id) -> Result<Vec<Change>, Error> {
        let redaction = Redaction::new(None);
        let range = format!("{base}...{head}");
        let arguments: Vec<OsString> =
            DIFF.into_iter().chain([range.as_str(), "--"]).map(OsString::from).collect();
        let output = Git::new(self.git_dir(), &redaction, None, Hooks::Off).read(&arguments);
        let output = output.map_err(|source| Error::Git { what: format!("compare {range}"), source })?;
        Ok(patch::read(&output))
    }
}
