//! Where a file states a version, and whose.

use std::ops::Range;

use super::{Spelling, Style};

/// One place of a file that states a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The bytes, quotes left out.
    pub span: Range<usize>,
    /// What stands there, escapes resolved.
    pub text: String,
    /// Whose version it is.
    pub role: Role,
}

/// Whose version a place states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The version of the file's own package.
    Own(Spelling),
    /// The version that other packages take from this file.
    Shared(Spelling),
    /// The version of a package that a lock file knows by name.
    Locked {
        /// Its name.
        name: String,
        /// How versions are written.
        spelling: Spelling,
    },
    /// What the file's package requires of another.
    Requirement {
        /// The name of the other.
        name: String,
        /// How requirements are written.
        style: Style,
    },
    /// What a reader is told to use, in one to three numbers: `1` in `uses: owner/repo@v1`.
    Pin,
}
