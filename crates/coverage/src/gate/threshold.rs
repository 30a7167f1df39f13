//! A percentage that is asked for, exact: it is compared by whole numbers, with nothing rounded.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::Percent;

/// Thousandths of a percent in one percent.
const PRECISION: u32 = 1_000;

/// From 0 to 100 percent, with at most three decimals.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Threshold {
    thousandths: u32,
}

/// A text that is no percentage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no percentage: write a number from 0 to 100 with at most three decimals, such as `87.5`")]
pub struct ThresholdError(String);

impl Threshold {
    /// 0 %.
    pub const NOTHING: Self = Self { thousandths: 0 };

    /// Whether so much is covered.
    #[must_use]
    pub fn is_met_by(self, found: Percent) -> bool {
        let wanted = u128::from(self.thousandths) * u128::from(found.total());
        u128::from(found.covered()) * u128::from(100 * PRECISION) >= wanted
    }

    /// With so many percentage points less, and at least 0.
    #[must_use]
    pub fn less(self, points: Self) -> Self {
        Self { thousandths: self.thousandths.saturating_sub(points.thousandths) }
    }

    /// The number alone, such as `87.5`.
    #[must_use]
    pub fn number(self) -> String {
        let decimals = format!("{:03}", self.thousandths % PRECISION);
        let decimals = decimals.trim_end_matches('0');
        let point = if decimals.is_empty() { "" } else { "." };
        format!("{}{point}{decimals}", self.thousandths / PRECISION)
    }

    /// Whether coverage fell by at most so many percentage points.
    #[must_use]
    pub fn allows_drop(self, base: Percent, now: Percent) -> bool {
        let (covered, total) = (u128::from(now.covered()), u128::from(now.total()));
        let (base_covered, base_total) = (u128::from(base.covered()), u128::from(base.total()));
        // base - now ≤ threshold, each side times both totals. Of counts that real reports have it does not overflow, and
        // of others it is as large as can be on both sides.
        let scale = u128::from(100 * PRECISION);
        let before = base_covered.saturating_mul(total).saturating_mul(scale);
        let after = covered.saturating_mul(base_total).saturating_mul(scale);
        let allowed = u128::from(self.thousandths).saturating_mul(total).saturating_mul(base_total);
        before <= after.saturating_add(allowed)
    }
}

impl FromStr for Threshold {
    type Err = ThresholdError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || ThresholdError(text.to_owned());
        let number = text.trim().trim_end_matches('%').trim_end();
        let (whole, decimals) = number.split_once('.').unwrap_or((number, ""));
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty()
            || whole.len() > 3
            || decimals.len() > 3
            || !is_digits(whole)
            || !is_digits(decimals)
        {
            return Err(wrong());
        }
        let whole: u32 = whole.parse().map_err(|_| wrong())?;
        let decimals: u32 = format!("{decimals:0<3}").parse().map_err(|_| wrong())?;
        let thousandths = whole * PRECISION + decimals;
        if thousandths > 100 * PRECISION { Err(wrong()) } else { Ok(Self { thousandths }) }
    }
}

impl fmt::Display for Threshold {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} %", self.number())
    }
}

impl TryFrom<String> for Threshold {
    type Error = ThresholdError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse()
    }
}

impl From<Threshold> for String {
    fn from(threshold: Threshold) -> Self {
        threshold.to_string()
    }
}
