//! What a tool counts.

use std::fmt;

use serde::Serialize;

use crate::model::{File, Percent, Report, Totals};

/// What is counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Lines that can run; one of which some branch was not taken is covered.
    #[default]
    Lines,
    /// Lines of statements: what stands for a function alone is none.
    StatementLines,
    /// Lines and arms of branches, each as one.
    LinesAndBranches,
    /// Statements, each block with as many as it has.
    Statements,
    /// Instructions of the machine that the program is compiled for.
    Instructions,
    /// Statements, functions and arms of branches, each as one.
    Elements,
}

impl Unit {
    /// Counts a file. Where the report has sums of what is counted and they are its tool's own (`has_sums`), they are
    /// taken as they are; where it does not tell what is counted, lines are.
    pub(super) fn of_file(self, file: &File, has_sums: bool) -> Percent {
        self.counted(file, has_sums)
            .unwrap_or_else(|| Self::Lines.counted(file, has_sums).unwrap_or_default())
    }

    /// Counts all files, and says what was counted: where a report does not tell this of every file, lines are.
    pub(super) fn of_report(self, report: &Report, has_sums: bool) -> (Self, Percent) {
        let sum = |unit: Self| {
            let is_told = |file: &&File| !file.lines.is_empty() || !file.totals.is_empty();
            let files = report.files.values().filter(is_told);
            files.map(|file| unit.counted(file, has_sums)).sum::<Option<Percent>>()
        };
        let files = sum(self).map(|percent| (self, percent));
        let (unit, percent) = files.or_else(|| Some((Self::Lines, sum(Self::Lines)?))).unwrap_or_default();
        if percent.total() > 0 {
            return (unit, percent);
        }
        match self.summed(&report.totals) {
            Some(percent) => (self, percent),
            None => (Self::Lines, report.totals.lines.unwrap_or_default()),
        }
    }

    /// `None` where the report does not tell.
    fn counted(self, file: &File, has_sums: bool) -> Option<Percent> {
        let has_lines = !file.lines.is_empty();
        if let Some(sum) = self.summed(&file.totals).filter(|_| has_sums || !has_lines) {
            return Some(sum);
        }
        match self {
            Self::Lines => Some(file.line_percent()),
            Self::StatementLines => Some(statement_lines(file)),
            Self::LinesAndBranches => Some(file.line_percent() + file.branch_percent()),
            // A file without statements has none, where its format tells of them at all.
            Self::Statements => (!file.statements.is_empty() || !has_lines).then(|| file.statement_percent()),
            Self::Instructions => None,
            Self::Elements => {
                Some(file.statement_percent() + file.function_percent() + file.branch_percent())
            }
        }
    }

    fn summed(self, totals: &Totals) -> Option<Percent> {
        match self {
            Self::Lines | Self::StatementLines => totals.lines,
            Self::LinesAndBranches => Some(totals.lines? + totals.branches.unwrap_or_default()),
            Self::Statements | Self::Instructions => totals.statements,
            Self::Elements => None,
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Lines => "lines",
            Self::StatementLines => "lines of statements",
            Self::LinesAndBranches => "lines and branches",
            Self::Statements => "statements",
            Self::Instructions => "instructions",
            Self::Elements => "statements, functions and branches",
        })
    }
}

fn statement_lines(file: &File) -> Percent {
    let mut statements = file.statements.iter().map(|statement| statement.span.start.0).peekable();
    let mut branches = file.branches.iter().map(|(line, _)| *line).peekable();
    let mut is_of_statements = |number: u32| {
        while statements.next_if(|line| *line < number).is_some() {}
        while branches.next_if(|line| *line < number).is_some() {}
        statements.peek() == Some(&number) || branches.peek() == Some(&number)
    };
    let lines = file.lines.iter().filter(|line| is_of_statements(line.number));
    Percent::count(lines.map(|line| line.hits > 0))
}
