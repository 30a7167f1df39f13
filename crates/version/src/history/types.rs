//! The table of types and the bumps that they ask for.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::bump::Bump;
use crate::message::WELL_KNOWN_TYPES;

/// What each type asks for. A type is matched without regard to case; a key `docs(readme)` counts for that
/// scope alone and goes before `docs`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Types(BTreeMap<String, Bump>);

impl Default for Types {
    /// `feat` asks for a minor release, `fix`, `perf` and `revert` for a patch, the other well-known types
    /// for none.
    fn default() -> Self {
        let bump = |kind| match kind {
            "feat" => Bump::Minor,
            "fix" | "perf" | "revert" => Bump::Patch,
            _ => Bump::None,
        };
        Self(WELL_KNOWN_TYPES.iter().map(|&kind| (kind.to_owned(), bump(kind))).collect())
    }
}

impl Types {
    /// The default table with some entries replaced or added.
    pub fn with(changes: BTreeMap<String, Bump>) -> Self {
        let mut table = Self::default();
        table.0.extend(changes.into_iter().map(|(kind, bump)| (kind.to_lowercase(), bump)));
        table
    }

    /// What a type asks for; `None` for a type that the table does not know. `kind` is in lower case.
    pub fn bump(&self, kind: &str, scope: Option<&str>) -> Option<Bump> {
        let scoped = scope
            .filter(|_| self.0.len() > WELL_KNOWN_TYPES.len())
            .and_then(|scope| self.0.get(&format!("{kind}({})", scope.to_lowercase())));
        scoped.or_else(|| self.0.get(kind)).copied()
    }
}

impl<'de> Deserialize<'de> for Types {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        BTreeMap::deserialize(deserializer).map(Self::with)
    }
}
