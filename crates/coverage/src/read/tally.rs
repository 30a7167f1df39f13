//! The sink that counts and forgets.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use super::{ArmName, NumberedArm, Occurrence, Oddity, Sink};
use crate::metric::{Metric, worth};
use crate::model::{File, Line, Percent, Span, Totals, sorted};

/// What is covered of a file, without its lines.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Sums {
    /// As Codecov counts.
    pub codecov: Percent,
    /// Lines that ran, of those that can.
    pub lines: Percent,
    /// The last line that can run; 0 if there is none.
    pub last: u32,
}

/// Counts file by file, and keeps the sums alone.
///
/// Of a file that comes in several places, or of which something is told in two ways, the sums of its parts are not known
/// from theirs: it is named, to be read as a whole.
#[derive(Debug, Default)]
pub(super) struct Tally {
    /// The path of the file at hand.
    current: Option<String>,
    lines: Vec<Line>,
    arms: Vec<Arm>,
    counted: Vec<Counted>,
    file_totals: Totals,
    /// Each file, in the report's order; without sums where they are not known.
    pub(super) files: Vec<(String, Option<Sums>)>,
    pub(super) roots: Vec<String>,
    pub(super) totals: Totals,
    pub(super) oddities: BTreeMap<Oddity, Occurrence>,
}

/// An arm of a line. A name is as good as its hash: it is compared with the few others of its line alone.
#[derive(Debug)]
struct Arm {
    id: (u32, bool, u64),
    is_taken: bool,
}

/// How many arms of a line were taken, and a hash of the names of the others.
#[derive(Debug)]
struct Counted {
    line: u32,
    percent: Percent,
    missing: Option<(u64, u64)>,
}

impl Sums {
    /// Of a file that is known as a whole.
    pub(super) fn of(file: &File) -> Self {
        let mut sums = Self::default();
        for (line, worth) in file.worths() {
            sums.codecov = sums.codecov.and(Metric::Codecov.covers(worth));
            sums.lines = sums.lines.and(Metric::Lines.covers(worth));
            sums.last = line;
        }
        sums.or(&file.totals)
    }

    /// What the report says in sums, where it has no lines.
    fn or(self, totals: &Totals) -> Self {
        let sum = totals.lines.unwrap_or_default();
        if self.lines.total() == 0 { Self { codecov: sum, lines: sum, ..self } } else { self }
    }
}

impl Tally {
    pub(super) fn close(&mut self) {
        let Some(path) = self.current.take() else { return };
        sorted::normalise(
            &mut self.lines,
            |line| &line.number,
            |line, other| line.hits = line.hits.max(other.hits),
        );
        sorted::normalise(&mut self.arms, |arm| &arm.id, |arm, other| arm.is_taken |= other.is_taken);
        if !self.counted.is_sorted_by_key(|counted| counted.line) {
            self.counted.sort_by_key(|counted| counted.line);
        }
        let sums = self.sums().map(|sums| sums.or(&self.file_totals));
        self.files.push((path, sums));
        self.lines.clear();
        self.arms.clear();
        self.counted.clear();
        self.file_totals = Totals::default();
    }

    /// As [`Sums::of`] makes them of the file's lines; `None` if two lists of arms that were not taken do not agree.
    fn sums(&self) -> Option<Sums> {
        let (mut sums, mut branches) = (Count::default(), Taken { arms: &self.arms, counted: &self.counted });
        let mut next = branches.next()?;
        for line in &self.lines {
            while let Some((number, taken)) = next.filter(|(number, _)| *number < line.number) {
                sums.add(number, None, Some(taken));
                next = branches.next()?;
            }
            if let Some((number, taken)) = next.filter(|(number, _)| *number == line.number) {
                sums.add(number, Some(line.hits), Some(taken));
                next = branches.next()?;
            } else {
                sums.add(line.number, Some(line.hits), None);
            }
        }
        while let Some((number, taken)) = next {
            sums.add(number, None, Some(taken));
            next = branches.next()?;
        }
        sums.sums()
    }
}

/// What is counted of a file so far.
#[derive(Default)]
struct Count {
    all: u64,
    codecov: u64,
    lines: u64,
    last: u32,
}

impl Count {
    #[inline]
    fn add(&mut self, line: u32, hits: Option<u64>, taken: Option<Percent>) {
        let worth = worth(hits, taken);
        self.all += 1;
        self.codecov += u64::from(Metric::Codecov.covers(worth));
        self.lines += u64::from(Metric::Lines.covers(worth));
        self.last = line;
    }

    fn sums(&self) -> Option<Sums> {
        let percent = |covered| Percent::new(covered, self.all);
        Some(Sums { codecov: percent(self.codecov)?, lines: percent(self.lines)?, last: self.last })
    }
}

/// Lines with branches, in order, and how many arms of each were taken.
struct Taken<'a> {
    arms: &'a [Arm],
    counted: &'a [Counted],
}

impl Taken<'_> {
    /// The next line; the outer `None` if it is not known how many were taken.
    #[expect(clippy::option_option, reason = "the outer one is an unknown number, the inner one the end")]
    fn next(&mut self) -> Option<Option<(u32, Percent)>> {
        let lines = (self.arms.first().map(|arm| arm.id.0), self.counted.first().map(|counted| counted.line));
        let line = match lines {
            (Some(one), Some(other)) => one.min(other),
            (Some(line), None) | (None, Some(line)) => line,
            (None, None) => return Some(None),
        };
        let is_other = |other: u32| other != line;
        let end = self.arms.iter().position(|arm| is_other(arm.id.0)).unwrap_or(self.arms.len());
        let (arms, rest) = self.arms.split_at(end);
        self.arms = rest;
        let end =
            self.counted.iter().position(|counted| is_other(counted.line)).unwrap_or(self.counted.len());
        let (counted, rest) = self.counted.split_at(end);
        self.counted = rest;
        let named = Percent::count(arms.iter().map(|arm| arm.is_taken));
        Some(Some((line, if counted.is_empty() { named } else { named.join(joined(counted)?) })))
    }
}

/// What is known of one line's arms by several counts of them; `None` if their names would have to be compared.
fn joined(counted: &[Counted]) -> Option<Percent> {
    let percent = counted.iter().fold(Percent::default(), |percent, counted| percent.join(counted.percent));
    let mut missing = counted.iter().filter_map(|counted| counted.missing);
    let Some(first) = missing.next() else { return Some(percent) };
    let taken = percent.total().saturating_sub(first.1);
    missing
        .all(|other| other == first)
        .then(|| percent.join(Percent::new(taken, percent.total()).unwrap_or_default()))
}

fn hash(value: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

impl Sink for Tally {
    fn file(&mut self, path: &str) -> bool {
        if self.current.as_ref().is_none_or(|current| current != path) {
            self.close();
            self.current = Some(path.to_owned());
        }
        true
    }

    fn line(&mut self, number: u32, hits: u64) {
        self.lines(&[Line { number, hits }]);
    }

    fn arm(&mut self, line: u32, arm: ArmName<'_>, hits: u64) {
        match arm {
            ArmName::Numbered(block, branch) => self.arms(&[NumberedArm { line, block, branch, hits }]),
            ArmName::Named(name) if self.current.is_some() => {
                self.arms.push(Arm { id: (line, true, hash(name)), is_taken: hits > 0 });
            }
            ArmName::Named(_) => {}
        }
    }

    fn lines(&mut self, lines: &[Line]) {
        if self.current.is_some() {
            self.lines.extend_from_slice(lines);
        }
    }

    fn arms(&mut self, arms: &[NumberedArm]) {
        if self.current.is_some() {
            let arm = |arm: &NumberedArm| Arm {
                id: (arm.line, false, u64::from(arm.block) << 32 | u64::from(arm.branch)),
                is_taken: arm.hits > 0,
            };
            self.arms.extend(arms.iter().map(arm));
        }
    }

    fn branches(&mut self, line: u32, percent: Percent, missing: Option<&[&str]>) {
        if self.current.is_none() {
            return;
        }
        let missing = missing.map(|names| match names {
            [] => (0, 0),
            [name] => (hash(name), 1),
            names => {
                let mut names = names.to_vec();
                names.sort_unstable();
                names.dedup();
                (if let [name] = names[..] { hash(name) } else { hash(&names) }, names.len() as u64)
            }
        });
        self.counted.push(Counted { line, percent, missing });
    }

    fn wants_functions(&self) -> bool {
        false
    }

    fn function(&mut self, _: &str, _: Option<u32>, _: u64) {}

    fn statement(&mut self, _: Span, _: u32, _: u64) {}

    fn totals(&mut self, totals: &Totals) {
        if self.current.is_some() { self.file_totals.merge(totals) } else { self.totals.merge(totals) }
    }

    fn root(&mut self, path: &str) {
        self.roots.push(path.to_owned());
    }

    fn writer(&mut self, _name: &str) {}

    fn made(&mut self, _seconds: i64) {}

    fn odd(&mut self, what: Oddity, offset: usize) {
        self.oddities.entry(what).or_default().add(Occurrence { count: 1, first: offset });
    }
}
