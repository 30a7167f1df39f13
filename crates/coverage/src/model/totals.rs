//! Sums without lines.

use serde::{Deserialize, Serialize};

use super::Percent;

/// What a report says in sums. Each is `None` where it says nothing.
///
/// Sums of two reports cannot be merged exactly, as nobody knows which lines they share: at least the larger is certain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    /// Lines.
    pub lines: Option<Percent>,
    /// Arms of branches.
    pub branches: Option<Percent>,
    /// Functions.
    pub functions: Option<Percent>,
    /// Statements or regions.
    pub statements: Option<Percent>,
}

impl Totals {
    /// Whether nothing is said.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds what another report knows of the same file.
    pub fn merge(&mut self, other: &Self) {
        let join = |one: Option<Percent>, other: Option<Percent>| match (one, other) {
            (Some(one), Some(other)) => Some(one.join(other)),
            (one, other) => one.or(other),
        };
        self.lines = join(self.lines, other.lines);
        self.branches = join(self.branches, other.branches);
        self.functions = join(self.functions, other.functions);
        self.statements = join(self.statements, other.statements);
    }
}
