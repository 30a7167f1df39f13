//! A part of a whole, which may be empty.

use std::fmt;

use serde::{Deserialize, Serialize};

/// So many covered, of so many. Never more than all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "Parts", into = "Parts")]
pub struct Percent {
    covered: u64,
    total: u64,
}

#[derive(Serialize, Deserialize)]
struct Parts {
    covered: u64,
    total: u64,
}

impl Percent {
    /// So many of so many; `None` if they are more than all.
    #[must_use]
    pub fn new(covered: u64, total: u64) -> Option<Self> {
        (covered <= total).then_some(Self { covered, total })
    }

    /// Counts those of a list that are covered.
    pub fn count(covered: impl IntoIterator<Item = bool>) -> Self {
        covered.into_iter().fold(Self::default(), |percent, covered| percent.and(covered))
    }

    /// With one more.
    #[must_use]
    pub fn and(self, covered: bool) -> Self {
        self + Self { covered: u64::from(covered), total: 1 }
    }

    /// How many are covered.
    #[must_use]
    pub fn covered(self) -> u64 {
        self.covered
    }

    /// How many there are.
    #[must_use]
    pub fn total(self) -> u64 {
        self.total
    }

    /// How many are not covered.
    #[must_use]
    pub fn missed(self) -> u64 {
        self.total - self.covered
    }

    /// From 0 to 100; `None`, not applicable, where there is nothing to cover. All is 100 exactly, and nothing less is.
    #[must_use]
    pub fn value(self) -> Option<f64> {
        match self {
            Self { total: 0, .. } => None,
            Self { covered, total } if covered == total => Some(100.0),
            // The largest number below 100: rounding must not turn one missed line of very many into none.
            Self { covered, total } => {
                Some((covered as f64 / total as f64 * 100.0).min(100.0_f64.next_down()))
            }
        }
    }

    /// With a part taken off; nothing more than all of it.
    #[must_use]
    pub fn without(self, part: Self) -> Self {
        let covered = self.covered.saturating_sub(part.covered);
        Self { covered, total: covered + self.missed().saturating_sub(part.missed()) }
    }

    /// Of so many parts the whole ones that are covered, exactly: of 100 the percentage without its decimals. It is cut and
    /// not rounded, so that all of the parts are covered only where all is. `None` where there is nothing to cover.
    #[must_use]
    pub fn parts(self, of: u64) -> Option<u64> {
        if let Some(product) = of.checked_mul(self.covered) {
            return product.checked_div(self.total);
        }
        let product = u128::from(of) * u128::from(self.covered);
        // At most `of`.
        product.checked_div(u128::from(self.total)).map(|parts| parts as u64)
    }

    /// The percentage with so many decimals, 9 at most: `87.30`. It is cut and not rounded, so that one which is not enough
    /// never reads as if it were, and `100` is all. `None`, not applicable, where there is nothing to cover.
    #[must_use]
    pub fn cut(self, decimals: u32) -> Option<String> {
        let decimals = decimals.min(9);
        let one = 10_u64.pow(decimals);
        let parts = self.parts(100 * one)?;
        let (whole, fraction) = (parts / one, parts % one);
        let digits = decimals as usize;
        Some(if decimals == 0 { whole.to_string() } else { format!("{whole}.{fraction:0digits$}") })
    }

    /// What is known of the same thing by two counts of it that cannot be told apart: at least the larger of each.
    #[must_use]
    pub fn join(self, other: Self) -> Self {
        Self { covered: self.covered.max(other.covered), total: self.total.max(other.total) }
    }
}

impl std::ops::Add for Percent {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        // Both saturate or none of what is covered: it stays at most the total.
        Self {
            covered: self.covered.saturating_add(other.covered),
            total: self.total.saturating_add(other.total),
        }
    }
}

impl std::iter::Sum for Percent {
    fn sum<I: Iterator<Item = Self>>(parts: I) -> Self {
        parts.fold(Self::default(), |sum, part| sum + part)
    }
}

impl fmt::Display for Percent {
    /// `3/4`; whoever shows a percentage knows whose rounding it has.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.covered, self.total)
    }
}

/// More is covered than there is.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0} of {1} is more than all")]
pub struct MoreThanAll(u64, u64);

impl TryFrom<Parts> for Percent {
    type Error = MoreThanAll;

    fn try_from(parts: Parts) -> Result<Self, Self::Error> {
        Self::new(parts.covered, parts.total).ok_or(MoreThanAll(parts.covered, parts.total))
    }
}

impl From<Percent> for Parts {
    fn from(Percent { covered, total }: Percent) -> Self {
        Self { covered, total }
    }
}
