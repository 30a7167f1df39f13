//! What a report comes to, without its lines in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZero;
use std::thread;

use super::gather::{Idle, Job};
use super::tally::{Sums, Tally};
use super::{Collect, Occurrence, Oddity, ReadError, Source};
use crate::model::{Percent, Totals};

/// What a report comes to. Reports of one repository cannot be added so: which lines they share is not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The format's name.
    pub format: &'static str,
    /// Source files, by their paths as the report writes them.
    pub files: BTreeMap<String, Sums>,
    /// Folders that paths may be relative to, as the report names them; sorted, each once.
    pub roots: Vec<String>,
    /// What the report says of all files together.
    pub totals: Totals,
    /// What was odd about it.
    pub oddities: BTreeMap<Oddity, Occurrence>,
}

impl Summary {
    /// What is covered as Codecov counts.
    #[must_use]
    pub fn codecov(&self) -> Percent {
        self.sum(|sums| sums.codecov)
    }

    /// Lines that ran, of those that can.
    #[must_use]
    pub fn lines(&self) -> Percent {
        self.sum(|sums| sums.lines)
    }

    fn sum(&self, percent: impl Fn(&Sums) -> Percent) -> Percent {
        let files: Percent = self.files.values().map(percent).sum();
        if files.total() == 0 { self.totals.lines.unwrap_or_default() } else { files }
    }
}

/// Counts what a report says, on all processors. Files that stand in it in several places are read a second time, and kept
/// meanwhile.
///
/// # Errors
/// As [`read`](super::read).
pub fn summary(source: &Source) -> Result<Summary, ReadError> {
    summary_on(thread::available_parallelism().map_or(1, NonZero::get), source)
}

pub(super) fn summary_on(threads: usize, source: &Source) -> Result<Summary, ReadError> {
    let idle = &Idle::new(threads.saturating_sub(1));
    let (format, parts) = Job { source, make: &Tally::default, wanted: None, idle }.gather()?;
    let mut summary = Summary {
        format: format.name(),
        files: BTreeMap::new(),
        roots: Vec::new(),
        totals: Totals::default(),
        oddities: BTreeMap::new(),
    };
    let mut again: BTreeSet<String> = BTreeSet::new();
    for mut part in parts {
        part.close();
        for (path, sums) in part.files {
            match sums.filter(|_| !summary.files.contains_key(&path)) {
                Some(sums) => drop(summary.files.insert(path, sums)),
                None => drop(again.insert(path)),
            }
        }
        summary.roots.append(&mut part.roots);
        summary.totals.merge(&part.totals);
        for (what, other) in part.oddities {
            summary.oddities.entry(what).or_default().add(other);
        }
    }
    summary.roots.sort_unstable();
    summary.roots.dedup();
    if !again.is_empty() {
        let wanted = |path: &str| again.contains(path);
        let (_, parts) = Job { source, make: &Collect::default, wanted: Some(&wanted), idle }.gather()?;
        let mut all = Collect::default();
        parts.into_iter().for_each(|part| all.join(part));
        let files = all.finish().0.files;
        summary.files.extend(files.into_iter().map(|(path, file)| (path, Sums::of(&file))));
    }
    Ok(summary)
}
