//! What a branch has already: commits, and copies of commits.

use std::collections::BTreeSet;

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Range, Repository};
use deploy_kit_version::facts::failure;

use crate::facts::back::picked_from;

/// How `git revert` says what it takes back.
const REVERTS: &str = "This reverts commit ";

/// The commits of a range, and those that they say they are copies of; without what was reverted again.
#[derive(Debug, Default)]
pub(super) struct Contained {
    commits: BTreeSet<Id>,
    copies: BTreeSet<Id>,
}

impl Contained {
    /// Reads what is in `to` and not in `from`.
    pub(super) fn read(repository: &Repository, from: Vec<Id>, to: Id) -> Result<Self, Failure> {
        let mut found = Self::default();
        let mut reverted: BTreeSet<String> = BTreeSet::new();
        // The newest first: a revert comes before what it takes back.
        for commit in repository.commits(Range { from, to }).map_err(failure)? {
            let commit = commit.map_err(failure)?;
            if reverted.contains(&commit.id.to_string()) {
                continue;
            }
            let message = commit.message();
            let of = message.lines().filter_map(|line| line.trim().strip_prefix(REVERTS));
            reverted.extend(of.filter_map(|rest| rest.get(..40)).map(str::to_owned));
            found.copies.extend(picked_from(&message).filter_map(|id| id.parse::<Id>().ok()));
            found.commits.insert(commit.id);
        }
        Ok(found)
    }

    /// Whether a commit is there, or a copy of it.
    pub(super) fn has(&self, id: Id) -> bool {
        self.commits.contains(&id) || self.copies.contains(&id)
    }

    /// The commits that copies were made of.
    pub(super) fn copies(&self) -> &BTreeSet<Id> {
        &self.copies
    }
}
