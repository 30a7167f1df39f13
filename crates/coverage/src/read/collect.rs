//! The sink that keeps everything.

use std::collections::BTreeMap;

use super::{ArmName, NumberedArm, Oddity, Sink};
use crate::model::{
    Arm, ArmId, Branches, File, Function, Line, Percent, Report, Span, Statement, Totals, sorted,
};

/// Builds a report of all that is told.
#[derive(Debug, Default)]
pub struct Collect {
    report: Report,
    made: Option<i64>,
    /// The path of the file at hand.
    current: Option<String>,
    /// What was told of it so far. Its lists grow once: each file's own are copied from them, as long as they need to be.
    file: File,
    /// Arms with numbers, in the order in which they were told.
    arms: Vec<NumberedArm>,
    oddities: BTreeMap<Oddity, Occurrence>,
}

/// How often something was odd, and where first, in bytes from the start; 0 where its format does not tell, as JSON's.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
pub struct Occurrence {
    /// How often.
    pub count: u64,
    /// The first offset.
    pub first: usize,
}

impl std::fmt::Display for Occurrence {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}×", self.count)?;
        match self.first {
            0 => Ok(()),
            first => write!(f, ", first at byte {first}"),
        }
    }
}

impl Occurrence {
    pub(super) fn add(&mut self, other: Self) {
        self.first = if self.count == 0 { other.first } else { self.first.min(other.first) };
        self.count += other.count;
    }
}

impl Collect {
    /// The report, and what was odd about it.
    #[must_use]
    pub fn finish(mut self) -> (Report, BTreeMap<Oddity, Occurrence>) {
        self.close();
        sorted::normalise(&mut self.report.roots, |root| root.as_str(), |_, _| ());
        sorted::normalise(&mut self.report.writers, |writer| writer.as_str(), |_, _| ());
        (self.report, self.oddities)
    }

    /// When the report was made, if it says so.
    #[must_use]
    pub fn made(&self) -> Option<i64> {
        self.made
    }

    /// Adds what was told of another part of the same report.
    pub(super) fn join(&mut self, mut other: Self) {
        self.close();
        other.close();
        for (path, file) in other.report.files {
            self.report.add(path, file);
        }
        self.report.roots.append(&mut other.report.roots);
        self.report.writers.append(&mut other.report.writers);
        self.made = self.made.max(other.made);
        self.report.totals.merge(&other.report.totals);
        for (what, other) in other.oddities {
            self.oddities.entry(what).or_default().add(other);
        }
    }

    fn close(&mut self) {
        let Some(path) = self.current.take() else { return };
        for arms in self.arms.chunk_by(|one, other| one.line == other.line) {
            let id = |arm: &NumberedArm| ArmId::Numbered(arm.block, arm.branch);
            let branches = Branches {
                arms: arms.iter().map(|arm| Arm { id: id(arm), hits: arm.hits }).collect(),
                ..Branches::default()
            };
            self.file.branches.push((arms[0].line, branches));
        }
        self.arms.clear();
        self.file.normalise();
        let file = File {
            lines: self.file.lines.as_slice().to_vec(),
            branches: self.file.branches.drain(..).collect(),
            functions: self.file.functions.drain(..).collect(),
            statements: self.file.statements.drain(..).collect(),
            totals: std::mem::take(&mut self.file.totals),
        };
        self.file.lines.clear();
        self.report.add(path, file);
    }

    fn current(&mut self) -> Option<&mut File> {
        self.current.is_some().then_some(&mut self.file)
    }

    /// The branches of a line; those of the last one, mostly.
    fn branches_of(&mut self, line: u32) -> Option<&mut Branches> {
        let branches = &mut self.current()?.branches;
        if branches.last().is_none_or(|(last, _)| *last != line) {
            branches.push((line, Branches::default()));
        }
        branches.last_mut().map(|(_, branches)| branches)
    }
}

impl Sink for Collect {
    fn file(&mut self, path: &str) -> bool {
        // Several parts in a row of one file are one.
        if self.current.as_ref().is_none_or(|current| current != path) {
            self.close();
            self.current = Some(path.to_owned());
        }
        true
    }

    fn line(&mut self, number: u32, hits: u64) {
        if let Some(file) = self.current() {
            file.lines.push(Line { number, hits });
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        if let Some(file) = self.current() {
            file.lines.extend_from_slice(lines);
        }
    }

    fn arm(&mut self, line: u32, arm: ArmName<'_>, hits: u64) {
        match arm {
            ArmName::Numbered(block, branch) => self.arms(&[NumberedArm { line, block, branch, hits }]),
            ArmName::Named(name) => {
                if let Some(branches) = self.branches_of(line) {
                    branches.arms.push(Arm { id: ArmId::Named(name.into()), hits });
                }
            }
        }
    }

    fn arms(&mut self, arms: &[NumberedArm]) {
        if self.current.is_some() {
            self.arms.extend_from_slice(arms);
        }
    }

    fn branches(&mut self, line: u32, counted: Percent, missing: Option<&[&str]>) {
        let missing = missing.map(|names| {
            let mut names: Vec<Box<str>> = names.iter().map(|name| (*name).into()).collect();
            names.sort_unstable();
            names.dedup();
            names
        });
        if let Some(branches) = self.branches_of(line) {
            branches.merge(Branches { counted: Some(counted), missing, ..Branches::default() });
        }
    }

    fn function(&mut self, name: &str, line: Option<u32>, hits: u64) {
        if let Some(file) = self.current() {
            file.functions.push(Function { id: (line, name.into()), hits });
        }
    }

    fn statement(&mut self, span: Span, weight: u32, hits: u64) {
        if let Some(file) = self.current() {
            file.statements.push(Statement { span, weight, hits });
        }
    }

    fn totals(&mut self, totals: &Totals) {
        match self.current() {
            Some(file) => file.totals.merge(totals),
            None => self.report.totals.merge(totals),
        }
    }

    fn root(&mut self, path: &str) {
        self.report.roots.push(path.to_owned());
    }

    fn writer(&mut self, name: &str) {
        // LCOV says it of every file.
        if self.report.writers.last().is_none_or(|last| last != name) {
            self.report.writers.push(name.to_owned());
        }
    }

    fn made(&mut self, seconds: i64) {
        self.made = self.made.max(Some(seconds));
    }

    fn odd(&mut self, what: Oddity, offset: usize) {
        self.oddities.entry(what).or_default().add(Occurrence { count: 1, first: offset });
    }
}
