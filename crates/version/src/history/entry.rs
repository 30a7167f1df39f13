//! One change of one commit, and why it counts or does not.

use deploy_kit_git::Id;
use serde::Serialize;

use super::revert::Claim;
use super::{Commit, Conventions, Rule, Squash, Types};
use crate::bump::Bump;
use crate::message::{Change, Message, NearMiss, Reference, Relation};

/// A change with what it asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The commit.
    pub id: Id,
    /// The commit's first line.
    pub subject: String,
    /// The type in lower case; `None` where there is no conventional header.
    pub kind: Option<String>,
    /// The scope as written.
    pub scope: Option<String>,
    /// What changed: the header's description, or the subject.
    pub description: String,
    /// Whether it breaks what users rely on.
    pub breaking: bool,
    /// The text of its `BREAKING CHANGE:` footer.
    pub breaking_text: Option<String>,
    /// Issues and pull requests that it names.
    pub references: Vec<OwnedReference>,
    /// The commit's pull request, from its title.
    pub pull_request: Option<u64>,
    /// What it would ask for if no other commit were there.
    pub asked: Bump,
    /// What it asks for.
    pub bump: Bump,
    /// Why.
    pub rule: Rule,
    /// Slips in the commit's message.
    pub near_misses: Vec<NearMiss>,
    /// The text of the commit's `Release-As:` footer; on its first entry only.
    pub release_as: Option<String>,
}

/// A [`Reference`] that owns its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct OwnedReference {
    /// `owner/name` where another repository is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// The number of the issue or pull request.
    pub number: u64,
    /// What the message says of it.
    pub relation: Relation,
}

impl From<Reference<'_>> for OwnedReference {
    fn from(reference: Reference<'_>) -> Self {
        Self {
            repository: reference.repository.map(str::to_owned),
            number: reference.number,
            relation: reference.relation,
        }
    }
}

/// The reason of an entry, in words.
#[derive(Debug)]
pub struct Why<'a>(pub &'a Entry);

impl std::fmt::Display for Why<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.fmt_rule(formatter)?;
        match &self.0.release_as {
            Some(version) => write!(formatter, "; `Release-As: {version}`"),
            None => Ok(()),
        }
    }
}

impl Why<'_> {
    fn fmt_rule(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let entry = self.0;
        let kind = entry.kind.as_deref().unwrap_or_default();
        match &entry.rule {
            Rule::Type => write!(formatter, "type `{kind}` asks for a {} release", entry.bump),
            Rule::Breaking if entry.breaking_text.is_some() => {
                formatter.write_str("`BREAKING CHANGE:` footer")
            }
            Rule::Breaking => formatter.write_str("`!` marks a breaking change"),
            Rule::BreakingFooter => formatter
                .write_str("`BREAKING CHANGE:` footer under a subject that is no conventional header"),
            Rule::Squash if entry.breaking => write!(formatter, "squashed `{kind}` is a breaking change"),
            Rule::Squash => write!(formatter, "squashed `{kind}` asks for a {} release", entry.bump),
            Rule::MergeTitle => write!(
                formatter,
                "the merge's title counts (`{kind}`), since none of its commits is conventional"
            ),
            Rule::Revert => formatter.write_str("reverts what an earlier release holds"),
            Rule::Reapply => formatter.write_str("brings back what an earlier release had lost"),
            Rule::Reverts(targets) => {
                formatter.write_str("cancels ")?;
                for (index, target) in targets.iter().enumerate() {
                    let separator = if index == 0 { "" } else { ", " };
                    write!(formatter, "{separator}{}", target.short(7))?;
                }
                Ok(())
            }
            Rule::Reverted(by) => write!(formatter, "reverted by {}", by.short(7)),
            Rule::NoRelease => write!(formatter, "type `{kind}` asks for no release"),
            Rule::UnknownType => write!(formatter, "type `{kind}` is in no table"),
            Rule::Unconventional => formatter.write_str("not a conventional header"),
            Rule::Folded => formatter.write_str("squashed under a title that decides"),
            Rule::Merge => formatter.write_str("merge: the commits that it brings count themselves"),
            Rule::Fixup => formatter.write_str("fixup that was never squashed"),
            Rule::Skipped => formatter.write_str("`[skip release]`"),
            Rule::More(_) => write!(formatter, "only the first {MOST} changes of a commit are listed"),
            Rule::Outside => formatter.write_str("touches the paths of no package"),
        }
    }
}

/// A commit, read.
pub(super) struct Reading<'c> {
    pub(super) subject: &'c str,
    pub(super) claim: Option<Claim>,
}

/// How many changes of one commit are listed. A stranger's message may hold half a million, which would be as
/// many lines of a page.
const MOST: usize = 1000;

/// Reads one commit into its entries, at least one; returns what it claims to revert. `at` is the number of its
/// first entry among all.
pub(super) fn read_commit<'c>(
    commit: &'c Commit,
    conventions: &Conventions,
    at: usize,
    into: &mut Vec<Entry>,
) -> Reading<'c> {
    let (id, message) = (&commit.id, Message::parse(&commit.message));
    let subject = message.subject;
    let whole = |rule| whole_commit(id, &message, rule);
    if message.skips_release || message.is_fixup() {
        into.push(whole(if message.skips_release { Rule::Skipped } else { Rule::Fixup }));
        return Reading { subject, claim: None };
    }
    let first = into.len();
    // The body of `Revert "…"` tells of what is reverted: nothing in it is a change of its own.
    let reverts = message.revert.as_ref().is_some_and(|revert| revert.title.is_some());
    if !reverts || message.subject_is_conventional {
        changes(id, &message, conventions, into);
    }
    if into.len() == first {
        into.push(whole(if message.revert.is_some() { Rule::Revert } else { Rule::Unconventional }));
    }
    let mut scope = None;
    if let Some(entry) = into.get_mut(first) {
        entry.release_as = message.release_as.map(str::to_owned);
        scope = entry.scope.as_deref();
    }
    let claim = message.revert.as_ref().filter(|_| commit.parents.len() < 2);
    let claim = claim.map(|revert| Claim::new(at, revert, scope));
    if commit.parents.len() > 1 {
        merge(first, &message, into);
    }
    Reading { subject, claim }
}

/// The changes that a message announces: the first of them, and after those what asks for more.
fn changes(id: &Id, message: &Message<'_>, conventions: &Conventions, into: &mut Vec<Entry>) {
    let (first, mut highest, mut more) = (into.len(), Bump::None, 0);
    for (index, change) in message.changes.iter().enumerate() {
        let is_folded = index > 0 || !message.subject_is_conventional;
        let kind = (!change.header.kind.is_empty()).then(|| change.header.kind.to_lowercase());
        let judgement = judge_in(message, change, kind.as_deref(), is_folded, conventions);
        if into.len() - first >= MOST && judgement.0 <= highest {
            more += 1;
            continue;
        }
        highest = highest.max(judgement.0);
        into.push(Entry { kind, ..entry_of(id, message, index, change, judgement) });
    }
    if more > 0 {
        let kind = into.last().and_then(|entry| entry.kind.clone());
        let description =
            if more == 1 { "and 1 more change".into() } else { format!("and {more} more changes") };
        into.push(Entry { kind, description, ..further(id, message, Rule::More(more)) });
    }
}

/// Until it is known what a merge brings, it counts for nothing. Of what it says only its title may count:
/// the body is a description, or the list of what it brings.
fn merge(first: usize, message: &Message<'_>, entries: &mut Vec<Entry>) {
    entries.truncate(first + 1);
    let Some(entry) = entries.last_mut() else { return };
    if !message.subject_is_conventional {
        entry.asked = Bump::None;
    }
    entry.bump = Bump::None;
    entry.rule = Rule::Merge;
    entry.near_misses.clear();
}

fn judge_in(
    message: &Message<'_>,
    change: &Change<'_>,
    kind: Option<&str>,
    is_folded: bool,
    conventions: &Conventions,
) -> (Bump, Rule) {
    match conventions.squash {
        Squash::Title if is_folded && message.subject_is_conventional => (Bump::None, Rule::Folded),
        _ => judge(kind, change, is_folded, &conventions.types),
    }
}

fn entry_of(
    id: &Id,
    message: &Message<'_>,
    index: usize,
    change: &Change<'_>,
    (bump, rule): (Bump, Rule),
) -> Entry {
    Entry {
        scope: change.header.scope.map(str::to_owned),
        description: change.header.description.to_owned(),
        breaking: change.is_breaking(),
        breaking_text: change.breaking_text.map(str::to_owned),
        references: change.references.iter().copied().map(OwnedReference::from).collect(),
        asked: bump,
        bump,
        ..if index == 0 { whole_commit(id, message, rule) } else { further(id, message, rule) }
    }
}

/// What all entries of a commit after its first have in common. A stranger's message may have thousands of
/// them beside a subject of megabytes: they repeat no more of it than the longest title that GitHub takes.
fn further(id: &Id, message: &Message<'_>, rule: Rule) -> Entry {
    const LONGEST: usize = 256;
    let end = message.subject.char_indices().nth(LONGEST).map_or(message.subject.len(), |(at, _)| at);
    let commit = Message {
        subject: &message.subject[..end],
        pull_request: message.pull_request,
        ..Message::default()
    };
    whole_commit(id, &commit, rule)
}

/// What a change asks for, all other commits left out of account.
pub(super) fn judge(kind: Option<&str>, change: &Change<'_>, folded: bool, types: &Types) -> (Bump, Rule) {
    let Some(kind) = kind else {
        return (Bump::Major, Rule::BreakingFooter);
    };
    if change.is_breaking() {
        return (Bump::Major, if folded { Rule::Squash } else { Rule::Breaking });
    }
    match types.bump(kind, change.header.scope) {
        None => (Bump::None, Rule::UnknownType),
        Some(Bump::None) => (Bump::None, Rule::NoRelease),
        Some(bump) if folded => (bump, Rule::Squash),
        Some(bump) if kind == "revert" => (bump, Rule::Revert),
        Some(bump) => (bump, Rule::Type),
    }
}

fn whole_commit(id: &Id, message: &Message<'_>, rule: Rule) -> Entry {
    Entry {
        id: *id,
        subject: message.subject.to_owned(),
        kind: matches!(rule, Rule::Revert).then(|| "revert".to_owned()),
        scope: None,
        description: message.subject.to_owned(),
        breaking: false,
        breaking_text: None,
        references: Vec::new(),
        pull_request: message.pull_request,
        asked: Bump::None,
        bump: Bump::None,
        rule,
        near_misses: message.near_misses.clone(),
        release_as: None,
    }
}
