//! Languages of files, read with the place of every string.

pub(super) mod json;
pub(super) mod line;
pub(super) mod toml;
pub(super) mod version;
pub(super) mod xml;
pub(super) mod yaml;

use std::ops::Range;

use super::{Place, Role};

/// A string of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Text {
    /// Its bytes, quotes left out.
    pub(super) span: Range<usize>,
    /// What it says, escapes resolved.
    pub(super) value: String,
}

impl Text {
    /// The string as a place.
    pub(super) fn place(self, role: Role) -> Place {
        Place { span: self.span, text: self.value, role }
    }
}
