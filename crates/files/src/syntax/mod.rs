//! Languages of files, read with the place of every string.

pub(crate) mod ini;
pub(crate) mod json;
pub(crate) mod line;
pub(crate) mod python;
pub(crate) mod toml;
pub(crate) mod version;
pub(crate) mod xml;
pub(crate) mod yaml;

use std::ops::Range;

use super::{Place, Role};

/// A string of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Text {
    /// Its bytes, quotes left out.
    pub(crate) span: Range<usize>,
    /// What it says, escapes resolved.
    pub(crate) value: String,
}

impl Text {
    /// What stands behind the `v` of `v1.2.0`.
    pub(crate) fn without_v(mut self) -> Self {
        let rest = self.value.strip_prefix('v').filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        if let Some(rest) = rest {
            self.value = rest.to_owned();
            self.span.start += 1;
        }
        self
    }

    /// The string as a place.
    pub(crate) fn place(self, role: Role) -> Place {
        Place { span: self.span, text: self.value, role }
    }
}
