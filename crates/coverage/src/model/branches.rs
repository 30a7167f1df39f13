//! The branches of a line.

use serde::{Deserialize, Serialize};

use super::{Percent, sorted};

/// What is known of a line's branches, in as much detail as its report has.
///
/// Reports name the arms, or the missing ones alone, or just count them. Each kind is merged for itself, so that the
/// order of reports never matters: named arms and missing ones exactly, mere counts to what is certain at least.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Branches {
    /// Each arm, sorted by its id.
    pub arms: Vec<Arm>,
    /// How many arms were taken, where that is all that is told.
    pub counted: Option<Percent>,
    /// The arms that were not taken, sorted, where only these are named.
    pub missing: Option<Vec<Box<str>>>,
}

/// One arm of a branch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Arm {
    /// Which one, within its line.
    pub id: ArmId,
    /// How often it was taken.
    pub hits: u64,
}

/// Which arm, within a line.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArmId {
    /// By the number of the branch, and that of the arm within it.
    Numbered(u32, u32),
    /// By a text.
    Named(Box<str>),
}

impl Branches {
    /// How many of the arms were taken.
    #[must_use]
    pub fn percent(&self) -> Percent {
        let arms = Percent::count(self.arms.iter().map(|arm| arm.hits > 0));
        let counted = self.counted.unwrap_or_default();
        let missing = self.missing.as_ref().map(|missing| missing.len() as u64);
        let missing = missing.and_then(|missing| {
            let total = counted.total();
            Percent::new(total.saturating_sub(missing), total)
        });
        arms.join(counted).join(missing.unwrap_or_default())
    }

    /// Adds what another report knows.
    pub fn merge(&mut self, other: Self) {
        sorted::merge(
            &mut self.arms,
            other.arms,
            |arm| &arm.id,
            |arm, other| arm.hits = arm.hits.max(other.hits),
        );
        self.counted = match (self.counted, other.counted) {
            (Some(one), Some(other)) => Some(one.join(other)),
            (one, other) => one.or(other),
        };
        self.missing = match (self.missing.take(), other.missing) {
            (Some(one), Some(other)) => Some(one.into_iter().filter(|name| other.contains(name)).collect()),
            (one, other) => one.or(other),
        };
    }
}
