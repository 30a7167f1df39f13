//! Who is told of a release: the pull requests that it contains and the issues that these close.

use std::collections::BTreeSet;

use deploy_kit_version::history::{Entry, Rule};
use deploy_kit_version::message::Relation;
use serde::Serialize;

/// An issue or pull request of this repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Announcement {
    /// Its number.
    pub number: u64,
}

/// How many are told at most.
const MOST: usize = 100;

/// Finds them in the changes that are left of the release.
pub(super) fn find(entries: &[Entry]) -> Vec<Announcement> {
    let gone = |rule: &Rule| matches!(rule, Rule::Reverts(_) | Rule::Reverted(_) | Rule::Outside);
    let mut numbers = BTreeSet::new();
    for entry in entries.iter().filter(|entry| !gone(&entry.rule)) {
        numbers.extend(entry.pull_request.or_else(|| merged(&entry.subject)));
        let closed = entry.references.iter().filter(|reference| {
            reference.repository.is_none() && matches!(reference.relation, Relation::Closes | Relation::Pull)
        });
        numbers.extend(closed.map(|reference| reference.number));
    }
    // The newest: each costs three requests, and GitHub takes 80 writes a minute.
    let newest = numbers.into_iter().rev().take(MOST);
    let mut newest: Vec<Announcement> = newest.map(|number| Announcement { number }).collect();
    newest.reverse();
    newest
}

/// The number in GitHub's title of a merge commit: `Merge pull request #12 from octocat/patch`.
fn merged(subject: &str) -> Option<u64> {
    subject.strip_prefix("Merge pull request #")?.split(' ').next()?.parse().ok()
}
