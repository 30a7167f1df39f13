//! What the commits of a range ask for, one [`Entry`] a change.

mod commit;
mod conventions;
mod entry;
mod merge;
mod revert;
mod rule;
mod types;

pub use commit::Commit;
pub use conventions::{Conventions, Squash};
pub use entry::{Entry, OwnedReference, Why};
pub use rule::Rule;
pub use types::Types;

use crate::bump::Bump;

/// Reads the commits of a range, newest first, into entries of the same order; a commit that announces
/// several changes has several entries. No commit is without one.
pub fn read(commits: &[Commit], conventions: &Conventions) -> Vec<Entry> {
    let mut reader = Reader::new(conventions);
    for commit in commits {
        reader.push(&commit.id, &commit.parents, &commit.message);
    }
    reader.finish()
}

/// Reads commits one at a time, so that their messages need not be kept.
#[derive(Debug)]
pub struct Reader<'t> {
    conventions: &'t Conventions,
    entries: Vec<Entry>,
    graph: merge::Graph,
    reverts: Vec<revert::Claim>,
}

impl<'t> Reader<'t> {
    /// A reader that reads by `conventions`.
    pub fn new(conventions: &'t Conventions) -> Self {
        Self { conventions, entries: Vec::new(), graph: merge::Graph::default(), reverts: Vec::new() }
    }

    /// Takes the next commit, newest first; returns the number of entries that it has.
    pub fn push(&mut self, id: &deploy_kit_git::Id, parents: &[deploy_kit_git::Id], message: &str) -> usize {
        let first = self.entries.len();
        let claim = entry::read_commit(id, parents, message, self.conventions, &mut self.entries);
        self.reverts.extend(claim);
        self.graph.push(*id, parents, first..self.entries.len());
        self.entries.len() - first
    }

    /// Pairs reverts with what they revert and merges with what they bring.
    pub fn finish(mut self) -> Vec<Entry> {
        merge::settle(&mut self.entries, &self.graph);
        revert::pair(&mut self.entries, &self.reverts, &self.conventions.types);
        self.entries
    }
}

/// The highest bump that any entry asks for.
pub fn severity<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Bump {
    entries.into_iter().map(|entry| entry.bump).max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
