//! The number that the producing tool prints: what it counts, and how it rounds.
//!
//! A report does not say which tool wrote it, its format nearly does. Where several tools write one format, what the
//! report holds tells them apart as far as it can ([`PRODUCERS`]); else it is taken for that of the tool that writes the
//! format most often.

mod count;
mod producer;
mod rounding;

use serde::Serialize;

pub use count::Unit;
pub use producer::{PRODUCERS, Producer};
pub use rounding::{Kept, Ratio, Rounding};

use crate::metric::Metric;
use crate::model::{File, Percent, Report};

/// A number with what it is of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figure {
    /// Covered of all.
    pub percent: Percent,
    /// What was counted.
    pub unit: Unit,
    /// The percentage, as whoever prints it rounds it.
    pub printed: String,
}

/// What each way of counting makes of one report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// Codecov's number.
    pub codecov: Figure,
    /// Lines that ran.
    pub lines: Figure,
    /// The number of the tool that wrote the report.
    pub tool: Figure,
    /// That tool.
    pub producer: &'static str,
}

/// The tool behind some reports.
#[derive(Debug, Clone, Copy)]
pub struct Tool {
    producer: &'static Producer,
    /// Sums of one report are the tool's own. Those of several cannot be added: what they share is not known.
    has_sums: bool,
}

impl Tool {
    /// The tool that wrote reports of these formats ([`Read::format`](crate::read::Read)), of which `report` is made.
    /// Tools of several formats have no number in common: then lines are counted, and the name says so.
    #[must_use]
    pub fn of<'a>(formats: impl IntoIterator<Item = &'a str>, report: &Report) -> Self {
        let mut formats = formats.into_iter();
        let first = formats.next();
        let (mut reports, mut is_one) = (usize::from(first.is_some()), first.is_some());
        for format in formats {
            reports += 1;
            is_one &= Some(format) == first;
        }
        let known = first.filter(|_| is_one).and_then(|format| producer::find(format, report));
        Self { producer: known.unwrap_or(&producer::NO_ONE), has_sums: reports == 1 }
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.producer.name
    }

    /// What it makes of a file.
    #[must_use]
    pub fn of_file(self, file: &File) -> Percent {
        self.producer.unit.of_file(file, self.has_sums)
    }

    /// What it makes of all files.
    #[must_use]
    pub fn of_report(self, report: &Report) -> Percent {
        self.figure(report).percent
    }

    /// What it makes of all files, and prints.
    #[must_use]
    pub fn figure(self, report: &Report) -> Figure {
        let (unit, percent) = self.producer.unit.of_report(report, self.has_sums);
        Figure { percent, unit, printed: self.producer.rounding.print(percent) }
    }
}

/// Every number of a report, for whoever asks why they differ.
#[must_use]
pub fn figures(report: &Report, tool: Tool) -> Figures {
    let cut = |metric: Metric| {
        let percent = metric.of_report(report, tool);
        Figure { percent, unit: Unit::Lines, printed: CUT.print(percent) }
    };
    Figures {
        codecov: cut(Metric::Codecov),
        lines: cut(Metric::Lines),
        tool: tool.figure(report),
        producer: tool.name(),
    }
}

/// Codecov's default, and ours: two decimals, cut (`precision: 2`, `round: down`).
const CUT: Rounding = Rounding::Down { decimals: 2, least: 2, nothing: "not applicable" };

#[cfg(test)]
mod tests;
