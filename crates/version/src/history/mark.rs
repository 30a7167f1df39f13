//! What has to be known of every entry at once to settle which of them count: little, as a history may have tens
//! of thousands of them of which a person is shown three.

use super::{Commit, Entry, Rule};
use crate::bump::Bump;
use crate::message::Header;

/// An entry, as the others see it.
#[derive(Debug, Clone)]
pub(super) struct Mark<'c> {
    /// The commit's first line.
    pub(super) subject: &'c str,
    pub(super) pull_request: Option<u64>,
    /// The number of the commit's node.
    pub(super) node: u32,
    pub(super) asked: Bump,
    pub(super) bump: Bump,
    /// Whether it has a type.
    pub(super) is_conventional: bool,
    /// Whether the type is `revert`.
    pub(super) is_revert: bool,
    /// Whether nothing but being a revert makes it count.
    pub(super) counts_as_revert: bool,
    pub(super) names_version: bool,
    /// How many changes it stands for.
    pub(super) changes: u32,
    /// How many slips the message has.
    pub(super) slips: u8,
}

impl<'c> Mark<'c> {
    pub(super) fn of(entry: &Entry, node: usize, subject: &'c str) -> Self {
        Self {
            subject,
            pull_request: entry.pull_request,
            node: node as u32,
            asked: entry.asked,
            bump: entry.bump,
            is_conventional: entry.kind.is_some(),
            is_revert: entry.kind.as_deref() == Some("revert"),
            counts_as_revert: entry.rule == Rule::Revert,
            names_version: entry.release_as.is_some(),
            changes: match entry.rule {
                Rule::More(count) => u32::try_from(count).unwrap_or(u32::MAX),
                _ => 1,
            },
            slips: u8::try_from(entry.near_misses.len()).unwrap_or(u8::MAX),
        }
    }
}

/// A commit with its entries.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'c> {
    pub(super) commit: &'c Commit,
    /// The number of its first entry, and of the first that is not its own.
    pub(super) entries: (u32, u32),
}

impl Node<'_> {
    pub(super) fn is_merge(&self) -> bool {
        self.commit.parents.len() > 1
    }

    pub(super) fn range(&self) -> std::ops::Range<usize> {
        self.entries.0 as usize..self.entries.1 as usize
    }
}

/// What other commits make of an entry.
#[derive(Debug, Clone)]
pub(super) enum Change {
    /// It asks for nothing any more.
    Nothing(Rule),
    /// It asks for what it would ask for alone.
    Counts(Rule),
    /// It is a revert of what is not there, and asks for what its type does.
    Asks(Bump),
    /// It brings back the change of this title, which asks for so much.
    Reapplies(String, Bump),
}

impl Change {
    pub(super) fn mark(&self, mark: &mut Mark<'_>) {
        match self {
            Self::Nothing(_) => mark.bump = Bump::None,
            Self::Counts(_) => mark.bump = mark.asked,
            Self::Asks(bump) | Self::Reapplies(_, bump) => (mark.asked, mark.bump) = (*bump, *bump),
        }
    }

    pub(super) fn apply(self, entry: &mut Entry) {
        match self {
            Self::Nothing(rule) => (entry.bump, entry.rule) = (Bump::None, rule),
            Self::Counts(rule) => (entry.bump, entry.rule) = (entry.asked, rule),
            Self::Asks(bump) => (entry.asked, entry.bump) = (bump, bump),
            Self::Reapplies(title, bump) => {
                if let Ok((header, _)) = Header::parse(&title) {
                    entry.kind = Some(header.kind.to_lowercase());
                    entry.scope = header.scope.map(str::to_owned);
                    entry.breaking = header.breaking;
                    entry.description = header.description.to_owned();
                }
                (entry.asked, entry.bump) = (bump, bump);
                entry.rule = Rule::Reapply;
            }
        }
    }
}

/// Entries by number that others have changed, in the order in which they did.
pub(super) type Changes = Vec<(usize, Change)>;
