//! What is known of one source file.

use serde::{Deserialize, Serialize};

use super::{Branches, Percent, Totals, sorted};

/// A source file: what was measured, and how often it ran. Lists are sorted and hold each key once.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    /// The lines that can run.
    pub lines: Vec<Line>,
    /// The branches, by line. A line may have branches without being among the lines, as some reports write it.
    pub branches: Vec<(u32, Branches)>,
    /// The functions, where the format has them.
    pub functions: Vec<Function>,
    /// The statements or regions, where the format has them.
    pub statements: Vec<Statement>,
    /// What the report says in sums: where it has no lines, or where they do not add up to them.
    pub totals: Totals,
}

/// A line that can run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// The first one is 1.
    pub number: u32,
    /// How often it ran, as far as can be counted.
    pub hits: u64,
}

/// A function.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Function {
    /// Where it begins, if that is known, and its name.
    pub id: (Option<u32>, Box<str>),
    /// How often it was called.
    pub hits: u64,
}

/// A statement, or a region of several.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Where it stands.
    pub span: Span,
    /// How many statements it stands for: a block of Go's has any number, 0 included.
    pub weight: u32,
    /// How often it ran.
    pub hits: u64,
}

/// A part of a source file. Columns count from 1; the meaning of one is the format's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// Line and column of its first character.
    pub start: (u32, u32),
    /// Line and column of its end.
    pub end: (u32, u32),
}

impl File {
    /// Lines that ran, of those that can.
    #[must_use]
    pub fn line_percent(&self) -> Percent {
        Percent::count(self.lines.iter().map(|line| line.hits > 0))
    }

    /// Arms of branches that were taken.
    #[must_use]
    pub fn branch_percent(&self) -> Percent {
        self.branches.iter().map(|(_, branches)| branches.percent()).sum()
    }

    /// Statements that ran, each region with its weight.
    #[must_use]
    pub fn statement_percent(&self) -> Percent {
        let part = |statement: &Statement| {
            let weight = u64::from(statement.weight);
            Percent::new(if statement.hits > 0 { weight } else { 0 }, weight).unwrap_or_default()
        };
        self.statements.iter().map(part).sum()
    }

    /// Functions that were called.
    #[must_use]
    pub fn function_percent(&self) -> Percent {
        Percent::count(self.functions.iter().map(|function| function.hits > 0))
    }

    /// How often a line ran; `None` if it cannot run, or was not measured.
    #[must_use]
    pub fn hits(&self, number: u32) -> Option<u64> {
        let at = self.lines.binary_search_by_key(&number, |line| line.number).ok()?;
        Some(self.lines[at].hits)
    }

    /// Adds what another report knows of the same file.
    ///
    /// Counts are not summed but the larger one stays: a report that is read twice, or a shard that was uploaded twice,
    /// changes nothing. A line is missed only if every report that measured it missed it.
    pub fn merge(&mut self, other: Self) {
        sorted::merge(&mut self.lines, other.lines, |line| &line.number, join_lines);
        sorted::merge(&mut self.branches, other.branches, |(line, _)| line, join_branches);
        sorted::merge(&mut self.functions, other.functions, |function| &function.id, join_functions);
        sorted::merge(&mut self.statements, other.statements, |statement| &statement.span, join_statements);
        self.totals.merge(&other.totals);
    }

    /// Sorts what was read and joins what stands there twice.
    pub(crate) fn normalise(&mut self) {
        sorted::normalise(&mut self.lines, |line| &line.number, join_lines);
        sorted::normalise(&mut self.branches, |(line, _)| line, join_branches);
        for (_, branches) in &mut self.branches {
            sorted::normalise(
                &mut branches.arms,
                |arm| &arm.id,
                |arm, other| arm.hits = arm.hits.max(other.hits),
            );
        }
        sorted::normalise(&mut self.functions, |function| &function.id, join_functions);
        sorted::normalise(&mut self.statements, |statement| &statement.span, join_statements);
    }
}

fn join_lines(line: &mut Line, other: Line) {
    line.hits = line.hits.max(other.hits);
}

fn join_branches(branches: &mut (u32, Branches), other: (u32, Branches)) {
    branches.1.merge(other.1);
}

fn join_functions(function: &mut Function, other: Function) {
    function.hits = function.hits.max(other.hits);
}

fn join_statements(statement: &mut Statement, other: Statement) {
    statement.hits = statement.hits.max(other.hits);
    statement.weight = statement.weight.max(other.weight);
}
