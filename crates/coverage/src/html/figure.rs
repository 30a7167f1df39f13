//! Numbers as people read them.

use std::cmp::Ordering;

use crate::metric::{Metric, Worth};
use crate::model::{File, Percent, Report, Totals};
use crate::tool::{Rounding, Tool};

/// Two decimals, cut: what is not whole is never shown as whole.
const CUT: Rounding = Rounding::Down { decimals: 2, least: 2, nothing: "not applicable" };

/// `87.34%`
pub(super) fn percentage(percent: Percent) -> String {
    CUT.print(percent)
}

/// `1,234 of 5,678`
pub(super) fn parts(percent: Percent) -> String {
    format!("{} of {}", grouped(percent.covered()), grouped(percent.total()))
}

/// A number with commas: `12,345`.
pub(super) fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let head = digits.len() % 3;
    let mut text = digits[..head].to_owned();
    for group in digits.as_bytes()[head..].chunks(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.extend(group.iter().copied().map(char::from));
    }
    text
}

/// A number of four characters at most: `9999`, `12k`, `18E`. It is cut.
pub(super) fn short(number: u64) -> String {
    const UNITS: [(u64, &str); 6] = [
        (1_000_000_000_000_000_000, "E"),
        (1_000_000_000_000_000, "P"),
        (1_000_000_000_000, "T"),
        (1_000_000_000, "G"),
        (1_000_000, "M"),
        (1_000, "k"),
    ];
    let unit = UNITS.iter().find(|(size, _)| number >= *size).filter(|_| number > 9999);
    unit.map_or_else(|| number.to_string(), |(size, sign)| format!("{}{sign}", number / size))
}

/// `1 line`, `2 lines`
pub(super) fn count(number: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(number), if number == 1 { one } else { many })
}

/// How coverage has moved, in points of the percentages that are shown; `None` where one is not applicable.
pub(super) fn difference(now: Percent, base: Percent) -> Option<String> {
    let (now_cut, base_cut) = (hundredths(now)?, hundredths(base)?);
    let points = |hundredths: u128| format!("{}.{:02} points", hundredths / 100, hundredths % 100);
    let cross = |one: Percent, other: Percent| u128::from(one.covered()) * u128::from(other.total());
    Some(match (now_cut.cmp(&base_cut), cross(now, base).cmp(&cross(base, now))) {
        (Ordering::Greater, _) => format!("▲ {}", points(now_cut - base_cut)),
        (Ordering::Less, _) => format!("▼ {}", points(base_cut - now_cut)),
        (Ordering::Equal, Ordering::Greater) => "▲ less than 0.01 points".to_owned(),
        (Ordering::Equal, Ordering::Less) => "▼ less than 0.01 points".to_owned(),
        (Ordering::Equal, Ordering::Equal) => "as before".to_owned(),
    })
}

fn hundredths(percent: Percent) -> Option<u128> {
    (percent.total() > 0).then(|| u128::from(percent.covered()) * 10_000 / u128::from(percent.total()))
}

/// What counts as covered, in words.
pub(super) fn meaning(metric: Metric, tool: Tool, report: &Report) -> String {
    match metric {
        Metric::Codecov => "lines whose branches were all taken, as Codecov counts".to_owned(),
        Metric::Lines => "lines that ran".to_owned(),
        Metric::Tool => format!("{}, as {} counts", tool.figure(report).unit, tool.name()),
    }
}

/// How many lines of a file, or of several, fared how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Shares {
    pub(super) hit: u64,
    pub(super) partial: u64,
    pub(super) missed: u64,
}

impl Shares {
    /// By its lines; where there are sums alone, by what is covered of these.
    pub(super) fn of(file: &File, covered: Percent) -> Self {
        let mut shares = Self::default();
        for (_, worth) in file.worths() {
            match worth {
                Worth::Hit => shares.hit += 1,
                Worth::Partial => shares.partial += 1,
                Worth::Missed => shares.missed += 1,
            }
        }
        if shares == Self::default() {
            return Self { hit: covered.covered(), partial: 0, missed: covered.missed() };
        }
        shares
    }

    pub(super) fn total(self) -> u64 {
        self.hit.saturating_add(self.partial).saturating_add(self.missed)
    }
}

/// What else is counted, each with its name; only what is known.
pub(super) fn others<'a>(
    files: impl Iterator<Item = &'a File> + Clone,
    totals: &Totals,
) -> Vec<(&'static str, Percent)> {
    type Listed = fn(&File) -> Percent;
    type Summed = fn(&Totals) -> Option<Percent>;
    let kinds: [(&str, Listed, Summed); 4] = [
        ("lines", File::line_percent, |totals| totals.lines),
        ("branches", File::branch_percent, |totals| totals.branches),
        ("functions", File::function_percent, |totals| totals.functions),
        ("statements", File::statement_percent, |totals| totals.statements),
    ];
    let counted = kinds.map(|(name, listed, summed)| {
        let of_file = |file: &File| match listed(file) {
            percent if percent.total() > 0 => percent,
            _ => summed(&file.totals).unwrap_or_default(),
        };
        let percent: Percent = files.clone().map(of_file).sum();
        (name, if percent.total() > 0 { percent } else { summed(totals).unwrap_or_default() })
    });
    counted.into_iter().filter(|(_, percent)| percent.total() > 0).collect()
}
