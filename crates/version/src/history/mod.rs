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
pub fn read<'c>(commits: impl IntoIterator<Item = &'c Commit>, conventions: &Conventions) -> Vec<Entry> {
    read_marked(commits.into_iter().map(|commit| (commit, true)), conventions)
}

/// Reads those commits of a range that are marked, as [`read`] does. The others have no entries, yet without
/// them nobody could follow the history from one marked commit to the next.
pub fn read_marked<'c>(
    commits: impl IntoIterator<Item = (&'c Commit, bool)>,
    conventions: &Conventions,
) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut reverts = Vec::new();
    let mut nodes = Vec::new();
    for (commit, marked) in commits {
        let first = entries.len();
        if marked {
            reverts.extend(entry::read_commit(commit, conventions, &mut entries));
        }
        nodes.push(merge::Node { commit, entries: first..entries.len() });
    }
    merge::settle(&mut entries, &nodes);
    revert::pair(&mut entries, &reverts, &conventions.types);
    entries
}

/// The highest bump that any entry asks for.
pub fn severity<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Bump {
    entries.into_iter().map(|entry| entry.bump).max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
