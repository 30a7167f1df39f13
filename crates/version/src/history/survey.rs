//! A range in numbers, and the few of its entries that an answer names.

use std::collections::BTreeSet;

use super::mark::{Change, Mark, Node};
use super::{Commit, Conventions, Entry, entry, settle};
use crate::bump::Bump;

/// How many entries an answer names of those that decide, and of those with slips.
pub const NAMED: usize = 5;

/// How much of a range is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Listing {
    /// Every entry.
    #[default]
    All,
    /// So many of the newest, and those that an answer names: the first few that decide, those with slips, those
    /// with a `Release-As:`.
    Few(usize),
}

/// A range of commits, read.
#[derive(Debug, Clone, Default)]
pub struct Survey {
    /// The entries that were asked for, newest first.
    pub entries: Vec<Entry>,
    /// The numbers of all of them.
    pub tally: Tally,
}

/// What a range comes to.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many changes there are, those included that one entry of [`Rule::More`](super::Rule::More) stands for.
    pub changes: usize,
    /// The highest bump that any asks for.
    pub severity: Bump,
    /// How many ask for it.
    pub deciding: usize,
    /// How many slips there are; those of a commit are counted once.
    pub slips: usize,
}

/// Reads those commits of a range that are marked, as [`read_marked`](super::read_marked) does, and keeps of
/// them what is listed.
pub fn survey<'c>(
    commits: impl IntoIterator<Item = (&'c Commit, bool)>,
    conventions: &Conventions,
    listing: Listing,
) -> Survey {
    let mut entries = Vec::new();
    let (mut marks, mut nodes, mut claims) = (Vec::new(), Vec::new(), Vec::new());
    for (commit, marked) in commits {
        if let Listing::Few(_) = listing {
            entries.clear();
        }
        let (from, first) = (entries.len(), marks.len());
        if marked {
            let reading = entry::read_commit(commit, conventions, first, &mut entries);
            let read = entries[from..].iter();
            marks.extend(read.map(|entry| Mark::of(entry, nodes.len(), reading.subject)));
            claims.extend(reading.claim);
        }
        nodes.push(Node { commit, entries: (first as u32, marks.len() as u32) });
    }
    let changes = settle(&mut marks, &nodes, &claims, conventions);
    let tally = tally(&marks, &nodes);
    if let Listing::Few(newest) = listing {
        let chosen: Vec<usize> = chosen(&marks, &nodes, newest, tally.severity).into_iter().collect();
        entries = again(&chosen, &marks, &nodes, conventions);
        let place = |at: usize| chosen.binary_search(&at).ok();
        apply(changes.into_iter().filter_map(|(at, change)| Some((place(at)?, change))), &mut entries);
    } else {
        apply(changes.into_iter(), &mut entries);
    }
    Survey { entries, tally }
}

fn apply(changes: impl Iterator<Item = (usize, Change)>, entries: &mut [Entry]) {
    for (at, change) in changes {
        change.apply(&mut entries[at]);
    }
}

fn tally(marks: &[Mark<'_>], nodes: &[Node<'_>]) -> Tally {
    let severity = marks.iter().map(|mark| mark.bump).max().unwrap_or_default();
    let slips = nodes.iter().filter_map(|node| marks[node.range()].iter().map(|mark| mark.slips).max());
    Tally {
        changes: marks.iter().map(|mark| mark.changes as usize).sum(),
        severity,
        deciding: marks.iter().filter(|mark| mark.bump == severity).count(),
        slips: slips.map(usize::from).sum(),
    }
}

/// The numbers of the entries that an answer names.
fn chosen(marks: &[Mark<'_>], nodes: &[Node<'_>], newest: usize, severity: Bump) -> BTreeSet<usize> {
    let numbered = || marks.iter().enumerate();
    let of = |wanted: &dyn Fn(&Mark<'_>) -> bool| {
        numbered().filter(|(_, mark)| wanted(mark)).map(|(at, _)| at).collect::<Vec<_>>()
    };
    let mut chosen: BTreeSet<usize> = (0..newest.min(marks.len())).collect();
    let mut deciding = numbered().filter(|(_, mark)| mark.bump == severity).map(|(at, _)| at);
    chosen.extend(deciding.clone().take(NAMED));
    // The oldest is the one that is named where the version is refused.
    chosen.extend(deciding.next_back());
    chosen.extend(of(&|mark| mark.names_version));
    // The slips of a commit stand at its first entry.
    let slipped = nodes.iter().filter(|node| marks[node.range()].first().is_some_and(|mark| mark.slips > 0));
    chosen.extend(slipped.take(NAMED).map(|node| node.entries.0 as usize));
    chosen
}

/// Reads entries once more; those of one commit together, as its message may be megabytes.
fn again(chosen: &[usize], marks: &[Mark<'_>], nodes: &[Node<'_>], conventions: &Conventions) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(chosen.len());
    let (mut read, mut of_commit) = (None, Vec::new());
    for &at in chosen {
        let number = marks[at].node;
        let node = &nodes[number as usize];
        if read.replace(number) != Some(number) {
            of_commit.clear();
            entry::read_commit(node.commit, conventions, 0, &mut of_commit);
        }
        entries.extend(of_commit.get(at - node.entries.0 as usize).cloned());
    }
    entries
}
