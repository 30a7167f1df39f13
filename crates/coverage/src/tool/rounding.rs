//! How a percentage is printed.

use crate::model::Percent;

/// A way of rounding, and what is printed of nothing at all.
#[derive(Debug, Clone, Copy)]
pub enum Rounding {
    /// To the nearest number of so many decimals, as C's `%.*f` does: what is printed depends on the last bit of the
    /// binary fraction, and of a tie, such as 62.5, the even digit is taken.
    Nearest {
        /// Decimals.
        decimals: usize,
        /// How the fraction is computed.
        ratio: Ratio,
        /// What is kept for nothing and for all.
        kept: Kept,
        /// What is printed of nothing.
        nothing: &'static str,
    },
    /// To the nearest number of two decimals, as Ruby's `Float#round(2)` does: of a tie, such as 0.125, the larger one is
    /// taken. One decimal at least is printed.
    HalfUp {
        /// What is printed of nothing.
        nothing: &'static str,
    },
    /// Cut.
    Down {
        /// Decimals, 2 at most.
        decimals: usize,
        /// Decimals that are printed though they are 0.
        least: usize,
        /// What is printed of nothing.
        nothing: &'static str,
    },
}

/// Which percentages a tool never rounds to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// None: 99.99 may be printed as 100.
    Neither,
    /// 100 is all.
    All,
    /// 0 is nothing, and 100 is all.
    Both,
}

/// In which order a tool computes: ties fall differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ratio {
    /// `100.0 * covered / total`
    HundredFirst,
    /// `covered / total * 100.0`
    HundredLast,
    /// `100.0f * covered / total`, in single precision.
    Single,
}

impl Rounding {
    /// The percentage, with its sign.
    #[must_use]
    pub fn print(self, percent: Percent) -> String {
        match self {
            Self::Nearest { nothing, .. } | Self::HalfUp { nothing } | Self::Down { nothing, .. }
                if percent.total() == 0 =>
            {
                nothing.to_owned()
            }
            Self::Nearest { decimals, ratio, kept, .. } => {
                let printed = format!("{:.decimals$}", ratio.of(percent));
                let step = 0.1_f64.powi(i32::try_from(decimals).unwrap_or(0));
                let is = |value: f64| printed == format!("{value:.decimals$}");
                if kept == Kept::Both && percent.covered() > 0 && is(0.0) {
                    format!("{step:.decimals$}%")
                } else if kept != Kept::Neither && percent.missed() > 0 && is(100.0) {
                    format!("{:.decimals$}%", 100.0 - step)
                } else {
                    format!("{printed}%")
                }
            }
            Self::HalfUp { .. } => shortened(half_up(Ratio::HundredFirst.of(percent)), 2, 1),
            Self::Down { decimals, least, .. } => {
                let hundredths = u128::from(percent.covered()) * 10_000 / u128::from(percent.total());
                shortened(hundredths, decimals, least)
            }
        }
    }
}

impl Ratio {
    fn of(self, percent: Percent) -> f64 {
        let (covered, total) = (percent.covered(), percent.total());
        match self {
            Self::HundredFirst => 100.0 * covered as f64 / total as f64,
            Self::HundredLast => covered as f64 / total as f64 * 100.0,
            Self::Single => f64::from(100.0 * covered as f32 / total as f32),
        }
    }
}

/// Hundredths of a percentage (`numeric.c`, `round_half_up`).
fn half_up(value: f64) -> u128 {
    let hundredths = (value * 100.0).round();
    let is_short = (hundredths + 0.5) / 100.0 <= value;
    // From 0 to 10,000.
    hundredths as u128 + u128::from(is_short)
}

/// Hundredths as a percentage, with as many decimals as are not 0.
fn shortened(hundredths: u128, decimals: usize, least: usize) -> String {
    let digits = format!("{:02}", hundredths % 100);
    let digits = &digits[..decimals.min(digits.len())];
    let kept = digits.trim_end_matches('0').len().max(least.min(digits.len()));
    let point = if kept == 0 { "" } else { "." };
    format!("{}{point}{}%", hundredths / 100, &digits[..kept])
}
