//! What the commits of a range ask for, one [`Entry`] a change.

mod commit;
mod conventions;
mod entry;
mod mark;
mod merge;
mod revert;
mod rule;
mod survey;
mod types;

pub use commit::Commit;
pub use conventions::{Conventions, Squash};
pub use entry::{Entry, OwnedReference, Why};
pub use rule::Rule;
pub use survey::{Listing, NAMED, Survey, Tally, survey};
pub use types::Types;

use crate::bump::Bump;
use mark::{Changes, Mark, Node};
use revert::Claim;

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
    survey(commits, conventions, Listing::All).entries
}

/// Finds out what entries make of one another.
fn settle(
    marks: &mut [Mark<'_>],
    nodes: &[Node<'_>],
    claims: &[Claim],
    conventions: &Conventions,
) -> Changes {
    let mut changes = Changes::new();
    merge::settle(marks, nodes, &mut changes);
    revert::pair(marks, nodes, claims, &conventions.types, &mut changes);
    changes
}

/// The highest bump that any entry asks for.
pub fn severity<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Bump {
    entries.into_iter().map(|entry| entry.bump).max().unwrap_or_default()
}

#[cfg(test)]
mod tests;
