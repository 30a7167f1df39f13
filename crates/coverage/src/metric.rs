//! What a line counts for.

use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::model::{File, Percent, Report};
use crate::tool::Tool;

/// How coverage is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Metric {
    /// As Codecov counts: a line of which some branch was not taken is not covered.
    #[default]
    Codecov,
    /// As the tool counts that wrote the report: each has its own unit, see [`tool`](mod@crate::tool).
    Tool,
    /// Lines that ran, of those that can.
    Lines,
}

/// How a line fared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Worth {
    /// It never ran.
    Missed,
    /// It ran, and some of its branches were not taken.
    Partial,
    /// It ran, and all of its branches were taken.
    Hit,
}

impl Metric {
    /// Whether a line that fared so is covered. Tools that look at single lines, as diff-cover does for a patch, ask whether
    /// they ran.
    #[must_use]
    pub fn covers(self, worth: Worth) -> bool {
        match self {
            Self::Codecov => worth == Worth::Hit,
            Self::Tool | Self::Lines => worth != Worth::Missed,
        }
    }

    /// What of a file is covered: lines of those that can run, or what its tool counts.
    #[must_use]
    pub fn of_file(self, file: &File, tool: Tool) -> Percent {
        if self == Self::Tool {
            return tool.of_file(file);
        }
        // A report of sums alone has no lines to count, or none but those with branches.
        match file.totals.lines.filter(|_| file.lines.is_empty()) {
            Some(sum) => self.of_sum(sum, file),
            // Nearly every file of nearly every report; nothing has to be put together.
            None if file.branches.is_empty() => file.line_percent(),
            None => Percent::count(file.worths().map(|(_, worth)| self.covers(worth))),
        }
    }

    /// A sum of lines: of the covered ones some may be known to be partial.
    fn of_sum(self, sum: Percent, file: &File) -> Percent {
        let partial = file.worths().filter(|(_, worth)| *worth == Worth::Partial && !self.covers(*worth));
        let covered = sum.covered().saturating_sub(partial.count() as u64);
        Percent::new(covered, sum.total()).unwrap_or_default()
    }

    /// What of all files is covered.
    #[must_use]
    pub fn of_report(self, report: &Report, tool: Tool) -> Percent {
        if self == Self::Tool {
            return tool.of_report(report);
        }
        let files: Percent = report.files.values().map(|file| self.of_file(file, tool)).sum();
        if files.total() == 0 { report.totals.lines.unwrap_or_default() } else { files }
    }
}

impl FromStr for Metric {
    type Err = UnknownMetric;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "codecov" => Ok(Self::Codecov),
            "tool" => Ok(Self::Tool),
            "lines" => Ok(Self::Lines),
            _ => Err(UnknownMetric(text.to_owned())),
        }
    }
}

/// A text that names no way of counting.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no way of counting: write `codecov`, `tool` or `lines`")]
pub struct UnknownMetric(String);

impl File {
    /// How each line that can run fared, in order. A line that has branches and no count of its own fared as they did.
    pub fn worths(&self) -> impl Iterator<Item = (u32, Worth)> {
        let (mut lines, mut branches) = (self.lines.iter().peekable(), self.branches.iter().peekable());
        std::iter::from_fn(move || {
            let line = lines.peek().map_or(u32::MAX, |line| line.number);
            let branch = branches.peek().map_or(u32::MAX, |(line, _)| *line);
            let number = line.min(branch);
            let hits = (line == number).then(|| lines.next()).flatten().map(|line| line.hits);
            let arms =
                (branch == number).then(|| branches.next()).flatten().map(|(_, branches)| branches.percent());
            (hits.is_some() || arms.is_some()).then(|| (number, worth(hits, arms)))
        })
    }
}

/// How a line fared that ran so often, and of whose arms so many were taken.
#[inline]
pub(crate) fn worth(hits: Option<u64>, arms: Option<Percent>) -> Worth {
    let arms = arms.filter(|arms| arms.total() > 0);
    let ran = hits.map_or_else(|| arms.is_some_and(|arms| arms.covered() > 0), |hits| hits > 0);
    match (ran, arms) {
        (false, _) => Worth::Missed,
        (true, Some(arms)) if arms.missed() > 0 => Worth::Partial,
        (true, _) => Worth::Hit,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{Branches, Line};

    fn no_tool() -> Tool {
        Tool::of([], &Report::default())
    }

    fn file(lines: &[(u32, u64)], branches: &[(u32, u64, u64)]) -> File {
        let arms = |covered, total| Branches { counted: Percent::new(covered, total), ..Branches::default() };
        File {
            lines: lines.iter().map(|&(number, hits)| Line { number, hits }).collect(),
            branches: branches.iter().map(|&(line, covered, total)| (line, arms(covered, total))).collect(),
            ..File::default()
        }
    }

    #[test]
    fn a_partial_line_is_covered_for_some_and_not_for_codecov() {
        let file =
            file(&[(1, 3), (2, 1), (3, 0), (5, 2)], &[(2, 1, 2), (3, 0, 2), (4, 1, 1), (5, 0, 0), (6, 1, 2)]);
        let worths: Vec<_> = file.worths().collect();
        use Worth::{Hit, Missed, Partial};
        assert_eq!(worths, [(1, Hit), (2, Partial), (3, Missed), (4, Hit), (5, Hit), (6, Partial)]);
        assert_eq!(Metric::Codecov.of_file(&file, no_tool()), Percent::new(3, 6).unwrap());
        assert_eq!(Metric::Lines.of_file(&file, no_tool()), Percent::new(5, 6).unwrap());
    }

    #[test]
    fn sums_alone_count_as_they_are_and_nothing_is_not_applicable() {
        let mut sums = File::default();
        sums.totals.lines = Percent::new(7, 9);
        assert_eq!(Metric::Codecov.of_file(&sums, no_tool()), Percent::new(7, 9).unwrap());
        assert_eq!(Metric::Lines.of_report(&Report::default(), no_tool()).value(), None);
    }

    #[test]
    fn sums_count_where_branches_are_all_that_is_told_of_lines() {
        // gcovr's JaCoCo: one line has branches, and the sum says 16 of 16.
        let mut sums = file(&[], &[(3, 3, 4), (5, 2, 2)]);
        sums.totals.lines = Percent::new(16, 16);
        assert_eq!(Metric::Lines.of_file(&sums, no_tool()), Percent::new(16, 16).unwrap());
        assert_eq!(Metric::Codecov.of_file(&sums, no_tool()), Percent::new(15, 16).unwrap());
    }

    #[test]
    fn a_total_is_of_all_lines_and_no_average_of_files() {
        // irongut's summary adds up the rates of files: 50 %, where one line of ten is covered.
        let mut report = Report::default();
        report.add("small".to_owned(), file(&[(1, 1)], &[]));
        report.add("large".to_owned(), file(&(1..10).map(|line| (line, 0)).collect::<Vec<_>>(), &[]));
        for metric in [Metric::Codecov, Metric::Lines, Metric::Tool] {
            assert_eq!(metric.of_report(&report, Tool::of(["LCOV"], &report)), Percent::new(1, 10).unwrap());
        }
    }

    #[test]
    fn another_name_is_refused() {
        assert_eq!("codecov".parse(), Ok(Metric::Codecov));
        let error = "line".parse::<Metric>().unwrap_err();
        assert_eq!(error.to_string(), "`line` is no way of counting: write `codecov`, `tool` or `lines`");
    }

    proptest! {
        #[test]
        fn codecovs_number_is_never_above_that_of_lines(
            lines in prop::collection::btree_map(1_u32..30, 0_u64..3, 0..12),
            branches in prop::collection::btree_map(1_u32..30, (0_u64..4, 0_u64..4), 0..12),
        ) {
            let lines: Vec<_> = lines.into_iter().collect();
            let branches: Vec<_> =
                branches.into_iter().map(|(line, (covered, more))| (line, covered, covered + more)).collect();
            let file = file(&lines, &branches);
            let (codecov, plain) = (Metric::Codecov.of_file(&file, no_tool()), Metric::Lines.of_file(&file, no_tool()));
            prop_assert!(codecov.covered() <= plain.covered() && codecov.total() == plain.total());
            let numbers: Vec<u32> = file.worths().map(|(number, _)| number).collect();
            prop_assert!(numbers.windows(2).all(|pair| pair[0] < pair[1]));
        }
    }
}
