//! The tools, and what is known of each.

use super::{Kept, Ratio, Rounding, Unit};
use crate::model::{ArmId, Branches, Report};

/// A tool that writes reports.
#[derive(Debug)]
pub struct Producer {
    /// Its name.
    pub name: &'static str,
    /// The format that it writes.
    pub format: &'static str,
    /// Whether a report of the format that names nobody may be its own.
    wrote: fn(&Report) -> bool,
    /// What it counts.
    pub unit: Unit,
    /// How it prints.
    pub rounding: Rounding,
}

/// All of them. A report that says who wrote it ([`Report::writers`]) is that one's. Of those that write the format of
/// another report, the first that may have written it has; the last one may always.
///
/// Sources: `coverage/results.py` (`Numbers`), `lcov/bin/lcov` and `genhtml` (`rate`), JaCoCo's
/// `report/internal/html/table/PercentageColumn.java`, `istanbul-lib-coverage/lib/percent.js`, `cmd/cover/func.go`,
/// `llvm/tools/llvm-cov/CoverageReport.cpp`, `simplecov-html.rb`, `gcc/gcov.cc`
/// (`format_gcov`), gcovr's `data_model/stats.py` (`CoverageStat`), coverlet's `CoverageDetails.cs`, PHPUnit's `Report/Text.php`, OpenClover's total percentage.
pub const PRODUCERS: [Producer; 23] = [
    gcovr("LCOV"),
    gcovr("Clover"),
    gcovr("Cobertura"),
    gcovr("JaCoCo"),
    gcovr("gcov JSON"),
    // None of them tells of anything but lines there.
    Producer { format: "Cobertura", unit: Unit::Lines, wrote: none, ..istanbul() },
    Producer { format: "Cobertura", unit: Unit::Lines, wrote: none, ..PHPUNIT },
    Producer { format: "Cobertura", wrote: none, ..SIMPLECOV },
    // The arms have texts there, and nobody else's have these.
    Producer { wrote: |report| some(report, jumps), ..coverage_py("LCOV") },
    Producer {
        name: "lcov",
        format: "LCOV",
        wrote: any,
        unit: Unit::Lines,
        rounding: nearest(1, Ratio::HundredFirst, Kept::Both, "no data found"),
    },
    // OpenClover alone tells how often a condition was true, and how often false.
    Producer {
        name: "OpenClover",
        format: "Clover",
        wrote: |report| some(report, |branches| !branches.arms.is_empty()),
        unit: Unit::Elements,
        rounding: nearest(1, Ratio::HundredLast, Kept::Neither, "-"),
    },
    // Conditions in a report without such are Istanbul's: PHPUnit writes none.
    Producer {
        name: "Istanbul",
        format: "Clover",
        wrote: |report| some(report, |_| true),
        unit: Unit::StatementLines,
        rounding: ISTANBUL,
    },
    PHPUNIT,
    // It alone names the arms that were not taken.
    Producer {
        wrote: |report| some(report, |branches| branches.missing.is_some()),
        ..coverage_py("Cobertura")
    },
    Producer {
        name: "coverlet",
        format: "Cobertura",
        wrote: any,
        unit: Unit::Lines,
        rounding: Rounding::Down { decimals: 2, least: 0, nothing: "100%" },
    },
    Producer {
        name: "JaCoCo",
        format: "JaCoCo",
        wrote: any,
        unit: Unit::Instructions,
        rounding: Rounding::Down { decimals: 0, least: 0, nothing: "n/a" },
    },
    Producer {
        name: "go tool cover",
        format: "Go cover profile",
        wrote: any,
        unit: Unit::Statements,
        rounding: nearest(1, Ratio::HundredFirst, Kept::Neither, "0.0%"),
    },
    Producer { format: "Istanbul", ..istanbul() },
    Producer { format: "Istanbul summary", ..istanbul() },
    coverage_py("coverage.py"),
    Producer {
        name: "llvm-cov",
        format: "llvm-cov",
        wrote: any,
        unit: Unit::Lines,
        rounding: nearest(2, Ratio::HundredLast, Kept::Neither, "-"),
    },
    SIMPLECOV,
    Producer {
        name: "gcov",
        format: "gcov JSON",
        wrote: any,
        unit: Unit::Lines,
        rounding: nearest(2, Ratio::Single, Kept::Neither, "no executable lines"),
    },
];

/// Reports of several tools, or of a format of no tool: plain lines.
pub(super) const NO_ONE: Producer =
    Producer { name: "no one tool", format: "", wrote: any, unit: Unit::Lines, rounding: super::CUT };

/// Two decimals at most, cut; of nothing all is covered.
const ISTANBUL: Rounding = Rounding::Down { decimals: 2, least: 0, nothing: "100%" };

/// To PHPUnit a line is one that is executable: what stands for a method alone is none.
const PHPUNIT: Producer = Producer {
    name: "PHPUnit",
    format: "Clover",
    wrote: any,
    unit: Unit::StatementLines,
    rounding: nearest(2, Ratio::HundredLast, Kept::Neither, "(0/0)"),
};

/// It prints a rounded number, and compares a cut one. A resultset holds what `:nocov:` leaves out, as only the source tells:
/// there the number is of more lines than SimpleCov's own.
const SIMPLECOV: Producer = Producer {
    name: "SimpleCov",
    format: "SimpleCov",
    wrote: any,
    unit: Unit::Lines,
    rounding: Rounding::HalfUp { nothing: "100.0%" },
};

/// The tool behind a report. Several that say so have no number in common, and neither has one that is not known here.
pub(super) fn find(format: &str, report: &Report) -> Option<&'static Producer> {
    const ALL: &[Producer] = &PRODUCERS;
    let mut of_format = ALL.iter().filter(|producer| producer.format == format);
    match &report.writers[..] {
        [] => of_format.find(|producer| (producer.wrote)(report)),
        [writer] => of_format.find(|producer| producer.name == writer),
        _ => None,
    }
}

/// With its branches, where they were measured; whole numbers.
const fn coverage_py(format: &'static str) -> Producer {
    Producer {
        name: "coverage.py",
        format,
        wrote: any,
        unit: Unit::LinesAndBranches,
        rounding: nearest(0, Ratio::HundredFirst, Kept::Both, "100%"),
    }
}

/// Of its four numbers the first: statements.
const fn istanbul() -> Producer {
    Producer { name: "Istanbul", format: "", wrote: any, unit: Unit::Statements, rounding: ISTANBUL }
}

/// Of its numbers the first: lines, of which 100 % is all, and 0 % is not nothing.
const fn gcovr(format: &'static str) -> Producer {
    Producer {
        name: "gcovr",
        format,
        wrote: none,
        unit: Unit::Lines,
        rounding: nearest(1, Ratio::HundredLast, Kept::All, "0.0%"),
    }
}

const fn nearest(decimals: usize, ratio: Ratio, kept: Kept, nothing: &'static str) -> Rounding {
    Rounding::Nearest { decimals, ratio, kept, nothing }
}

fn any(_: &Report) -> bool {
    true
}

/// Only what names it.
fn none(_: &Report) -> bool {
    false
}

fn some(report: &Report, is: impl Fn(&Branches) -> bool) -> bool {
    report.files.values().any(|file| file.branches.iter().any(|(_, branches)| is(branches)))
}

/// `BRDA:4,0,jump to line 5,1`
fn jumps(branches: &Branches) -> bool {
    branches.arms.iter().any(|arm| matches!(&arm.id, ArmId::Named(name) if name.contains("jump to ")))
}
