//! What of a branch's own lines is covered.
//!
//! Only lines that a report measured count: added comments and blank lines do not, and neither do deleted lines. Of a
//! renamed file only the edited lines count. These are the rules of Codecov and of diff-cover; what both let pass, a
//! changed source file that no report mentions, is told apart here.

use std::collections::BTreeSet;
use std::ops::RangeInclusive;

use deploy_kit_git::Change;
use serde::Serialize;

use crate::metric::{Metric, Worth};
use crate::model::{Percent, Report};

/// What a branch has added, and how much of it is covered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Patch {
    /// Changed files with lines that were measured, the most missed first.
    pub files: Vec<PatchFile>,
    /// Changed source files that no report mentions, or of which it has sums and no lines.
    pub unmentioned: Vec<Unmentioned>,
}

/// A changed file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PatchFile {
    /// Its path.
    pub path: String,
    /// Lines that are covered, of those that were added and can run.
    pub percent: Percent,
    /// Lines that never ran: from the first to the last of each stretch, whatever cannot run in between included.
    pub missed: Vec<RangeInclusive<u32>>,
    /// Lines of which a branch was not taken, likewise.
    pub partial: Vec<RangeInclusive<u32>>,
}

/// A changed source file that no report mentions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unmentioned {
    /// Its path.
    pub path: String,
    /// How many lines were added to it: how many of them can run, nobody knows.
    pub added: u64,
}

impl Patch {
    /// Of what was measured.
    #[must_use]
    pub fn percent(&self) -> Percent {
        self.files.iter().map(|file| file.percent).sum()
    }

    /// Of some of the files.
    #[must_use]
    pub fn of(&self, is_in: impl Fn(&str) -> bool) -> Self {
        let files = self.files.iter().filter(|file| is_in(&file.path)).cloned().collect();
        let unmentioned = self.unmentioned.iter().filter(|file| is_in(&file.path)).cloned().collect();
        Self { files, unmentioned }
    }

    /// As a gate counts that may count what no report mentions.
    #[must_use]
    pub fn counted(&self, counts_unmentioned: bool) -> Percent {
        if counts_unmentioned { self.percent_of_all() } else { self.percent() }
    }

    /// With what no report mentions as not covered.
    #[must_use]
    pub fn percent_of_all(&self) -> Percent {
        let added = self.unmentioned.iter().map(|file| Percent::new(0, file.added).unwrap_or_default());
        self.percent() + added.sum()
    }
}

/// Counts what of the changes is covered. The report's paths are those of the repository.
#[must_use]
pub fn patch(report: &Report, changes: &[Change], metric: Metric) -> Patch {
    let mut patch = Patch::default();
    let sources: BTreeSet<&str> = report.files.keys().filter_map(|path| ending(path)).collect();
    for change in changes.iter().filter(|change| !change.added.is_empty()) {
        match report.files.get(&change.path) {
            // Sums alone: it is not known of any line, and nobody is let through by that.
            Some(file) if file.worths().next().is_none() && !file.totals.is_empty() => {
                patch.unmentioned.push(Unmentioned { path: change.path.clone(), added: added(change) });
            }
            Some(file) => {
                // Of each line that was measured the range in which it was added, if it was.
                let worths = file.worths().map(|(number, worth)| (number, worth, range_of(change, number)));
                let worths: Vec<Told> = worths.collect();
                let added = worths.iter().filter(|(_, _, range)| range.is_some());
                let percent = Percent::count(added.map(|(_, worth, _)| metric.covers(*worth)));
                if percent.total() > 0 {
                    let missed = stretches(&worths, Worth::Missed);
                    // Where they count as covered there is nothing to do about them.
                    let partial = match metric.covers(Worth::Partial) {
                        true => Vec::new(),
                        false => stretches(&worths, Worth::Partial),
                    };
                    patch.files.push(PatchFile { path: change.path.clone(), percent, missed, partial });
                }
            }
            None if ending(&change.path).is_some_and(|ending| sources.contains(ending)) => {
                patch.unmentioned.push(Unmentioned { path: change.path.clone(), added: added(change) });
            }
            None => {}
        }
    }
    patch
        .files
        .sort_by(|one, other| (other.percent.missed(), &one.path).cmp(&(one.percent.missed(), &other.path)));
    patch
}

/// How many lines were added.
fn added(change: &Change) -> u64 {
    change.added.iter().map(|range| u64::from(range.end() - range.start()) + 1).sum()
}

/// What a file's name ends with: by it a source file is known, where the report has some of its kind.
fn ending(path: &str) -> Option<&str> {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map(|(_, ending)| ending)
}

/// A line that was measured: its number, how it fared, and which of the added ranges it is in.
type Told = (u32, Worth, Option<usize>);

/// Ranges are in order, and none touches another one.
fn range_of(change: &Change, number: u32) -> Option<usize> {
    let at = change.added.partition_point(|range| *range.end() < number);
    change.added.get(at).filter(|range| range.contains(&number)).map(|_| at)
}

/// Added lines of one worth, with nothing measured of another worth and nothing that was not added in between.
fn stretches(worths: &[Told], wanted: Worth) -> Vec<RangeInclusive<u32>> {
    let runs = worths.chunk_by(|one, other| (one.1, one.2) == (other.1, other.2));
    let wanted =
        runs.filter(|run| run.first().is_some_and(|(_, worth, range)| *worth == wanted && range.is_some()));
    wanted.filter_map(|run| Some(run.first()?.0..=run.last()?.0)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::{File, Line};

    fn report(files: &[(&str, &[(u32, u64)])]) -> Report {
        let mut report = Report::default();
        for (path, lines) in files {
            let lines = lines.iter().map(|&(number, hits)| Line { number, hits }).collect();
            report.add((*path).to_owned(), File { lines, ..File::default() });
        }
        report
    }

    fn change(path: &str, added: &[RangeInclusive<u32>]) -> Change {
        Change { path: path.to_owned(), added: added.to_vec(), ..Change::default() }
    }

    #[test]
    fn only_added_lines_that_were_measured_count() {
        let report = report(&[
            ("src/a.rs", &[(1, 0), (3, 1), (4, 0), (6, 0), (7, 2), (9, 0)]),
            ("src/b.rs", &[(1, 1)]),
            ("src/c.rs", &[(1, 0)]),
        ]);
        let changes =
            [change("src/b.rs", &[1..=5]), change("src/a.rs", &[2..=7]), change("src/c.rs", &[2..=2])];
        let patch = patch(&report, &changes, Metric::Lines);
        let shown: Vec<_> =
            patch.files.iter().map(|file| (file.path.as_str(), file.percent.to_string())).collect();
        assert_eq!(
            shown,
            [("src/a.rs", "2/4".to_owned()), ("src/b.rs", "1/1".to_owned())],
            "c has none that count"
        );
        assert_eq!(patch.files[0].missed, [4..=6], "line 5 cannot run");
        assert_eq!(patch.percent().to_string(), "3/5");
    }

    #[test]
    fn a_source_file_that_no_report_mentions_is_told_and_a_text_is_not() {
        let report = report(&[("src/a.rs", &[(1, 1)])]);
        let changes = [
            change("src/new.rs", &[1..=8, 10..=11]),
            change("README.md", &[1..=2]),
            change("src/moved.rs", &[]),
        ];
        let patch = patch(&report, &changes, Metric::Codecov);
        assert_eq!(patch.unmentioned, [Unmentioned { path: "src/new.rs".to_owned(), added: 10 }]);
        assert_eq!((patch.percent().value(), patch.percent_of_all().to_string()), (None, "0/10".to_owned()));
    }

    #[test]
    fn a_file_of_sums_alone_is_as_one_that_no_report_mentions() {
        // Istanbul's summary: it has no lines, and so cannot say that a patch is covered.
        let mut report = report(&[("src/a.js", &[]), ("src/b.js", &[])]);
        report.files.get_mut("src/a.js").unwrap().totals.lines = Percent::new(9, 9);
        let changes = [change("src/a.js", &[1..=3]), change("src/b.js", &[1..=3])];
        let patch = patch(&report, &changes, Metric::Codecov);
        assert_eq!(
            patch.unmentioned,
            [Unmentioned { path: "src/a.js".to_owned(), added: 3 }],
            "b has none to run"
        );
        assert_eq!(patch.percent().value(), None);
    }

    proptest! {
        #[test]
        fn what_is_missed_is_within_what_was_added_and_adds_up(
            lines in prop::collection::btree_map(1_u32..40, 0_u64..2, 0..20),
            added in prop::collection::btree_set(1_u32..40, 1..12),
        ) {
            let lines: Vec<_> = lines.into_iter().collect();
            let added: Vec<_> = added.into_iter().map(|line| line..=line).collect();
            let report = report(&[("a.rs", &lines)]);
            let patch = patch(&report, &[change("a.rs", &added)], Metric::Lines);
            let is_added = |line: u32| added.iter().any(|range| range.contains(&line));
            let measured: Vec<_> = lines.iter().filter(|(line, _)| is_added(*line)).collect();
            prop_assert_eq!(patch.percent().total(), measured.len() as u64);
            let in_stretches = |line: u32| patch.files.iter().flat_map(|file| &file.missed).any(|range| range.contains(&line));
            for (line, hits) in measured {
                prop_assert_eq!(in_stretches(*line), *hits == 0);
            }
            for (line, _) in lines.iter().filter(|(line, _)| !is_added(*line)) {
                prop_assert!(!in_stretches(*line), "nobody added {line}");
            }
        }
    }
}
