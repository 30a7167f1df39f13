//! What a parser tells, event by event.

use crate::model::{Line, Percent, Span, Totals};

/// Takes what a report says, in the report's own order. Nothing is kept by the parser: what a summary needs of a report
/// of gigabytes is up to its sink. Lines and arms in a row may be told in one go, those of one kind before the other's.
pub trait Sink {
    /// What follows is of this file, until the next call. `false`: nobody wants it, and the parser may skip it.
    fn file(&mut self, path: &str) -> bool;

    /// A line that can run, and how often it did. A line may come several times: the largest count is meant.
    fn line(&mut self, number: u32, hits: u64);

    /// An arm of a branch on a line.
    fn arm(&mut self, line: u32, arm: ArmName<'_>, hits: u64);

    /// Lines, as by [`line`](Self::line).
    fn lines(&mut self, lines: &[Line]) {
        lines.iter().for_each(|line| self.line(line.number, line.hits));
    }

    /// Arms, as by [`arm`](Self::arm).
    fn arms(&mut self, arms: &[NumberedArm]) {
        for arm in arms {
            self.arm(arm.line, ArmName::Numbered(arm.block, arm.branch), arm.hits);
        }
    }

    /// How many arms a line has, and how many were taken; with the names of those that were not, if they are told.
    fn branches(&mut self, line: u32, counted: Percent, missing: Option<&[&str]>);

    /// Whether functions are of any use. If not, a parser need not tell of them.
    fn wants_functions(&self) -> bool {
        true
    }

    /// A function.
    fn function(&mut self, name: &str, line: Option<u32>, hits: u64);

    /// A statement, or a region that stands for so many.
    fn statement(&mut self, span: Span, weight: u32, hits: u64);

    /// Sums: of the file at hand, or of the whole report if there is none.
    fn totals(&mut self, totals: &Totals);

    /// A folder that paths may be relative to. The name of a module, which may be one's, is written as Gradle does:
    /// `:outer:core`.
    fn root(&mut self, path: &str);

    /// The tool that wrote the report, where the report says so in words or by what nobody else writes: its name as in
    /// [`PRODUCERS`](crate::tool::PRODUCERS). Sinks that count alone need none.
    fn writer(&mut self, name: &str);

    /// When the report was made, in seconds since 1970-01-01T00:00:00Z, where it says so in a way that means one moment
    /// wherever it is read; the latest counts. A local time without its zone does not.
    fn made(&mut self, seconds: i64);

    /// Something odd at this offset that was read all the same, or passed over.
    fn odd(&mut self, what: Oddity, offset: usize);
}

/// Which arm of a line's branches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ArmName<'a> {
    /// By the number of the branch, and that of the arm within it.
    Numbered(u32, u32),
    /// By a text.
    Named(&'a str),
}

/// An arm with a number, as it is told together with others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NumberedArm {
    /// The line.
    pub line: u32,
    /// The number of the branch within the line.
    pub block: u32,
    /// The number of the arm within the branch.
    pub branch: u32,
    /// How often it was taken.
    pub hits: u64,
}

/// What is odd about a report and no reason to refuse it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Oddity {
    /// A negative count: an overflow in the tool. It is read as 0.
    NegativeCount,
    /// A count that is no whole number, or none at all. It is read as what it is worth, or as 0.
    OddCount,
    /// A line number below 1, or far above any file's. The line is passed over.
    OddLine,
    /// A record or element that the format does not know. It is passed over.
    UnknownRecord,
    /// A file without a path, or a class whose source is not told. It is passed over.
    NoPath,
    /// A line that is told outside of any file, so that nobody knows whose it is. It is passed over.
    OrphanLine,
    /// More is covered than there is. It is read as all.
    MoreThanAll,
    /// A part that the tool did not measure, and says so.
    Skipped,
}

impl std::fmt::Display for Oddity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::NegativeCount => "negative counts, read as 0",
            Self::OddCount => "counts that are no whole numbers",
            Self::OddLine => "numbers of lines that no file has, passed over",
            Self::UnknownRecord => "records that the format does not know, passed over",
            Self::NoPath => "files without a path, passed over",
            Self::OrphanLine => "lines outside of any file, passed over",
            Self::MoreThanAll => "more covered than there is, read as all",
            Self::Skipped => "parts that the tool did not measure",
        })
    }
}
