//! What one commit message says, in the terms of [Conventional Commits 1.0].
//!
//! The header is read on its own line and never depends on the body, so that no prose can drop a commit
//! or bump it. The body is read once, line by line, for the few things that count in it: breaking-change
//! footers, changes that a squash merge folded in, references, reverts and `Release-As`.
//! Reading is linear in the length of the message, whatever it holds.
//!
//! [Conventional Commits 1.0]: https://www.conventionalcommits.org/en/v1.0.0/

mod body;
mod footer;
mod header;
mod near_miss;
mod reference;
mod revert;

pub use header::{Header, Reading};
pub use near_miss::NearMiss;
pub use reference::{Reference, Relation};
pub use revert::{RevertOf, Title};

/// Types that the specification and the Angular convention name; the near-miss rules and squash
/// bodies recognise only these, so that `note: see below` in prose is never taken for a change.
pub const WELL_KNOWN_TYPES: [&str; 11] =
    ["build", "chore", "ci", "docs", "feat", "fix", "perf", "refactor", "revert", "style", "test"];

/// One change that a message announces. A squash merge may announce several.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change<'a> {
    /// The header, parsed; for a change folded into a squash body, that line's.
    pub header: Header<'a>,
    /// The text of a `BREAKING CHANGE:` footer, its lines joined as written.
    pub breaking_text: Option<&'a str>,
    /// Issues and pull requests that the change names.
    pub references: Vec<Reference<'a>>,
}

impl Change<'_> {
    /// `!` in the header or a `BREAKING CHANGE:` footer.
    pub fn is_breaking(&self) -> bool {
        self.header.breaking || self.breaking_text.is_some()
    }
}

/// A commit message, read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Message<'a> {
    /// The first line that is not blank, trimmed.
    pub subject: &'a str,
    /// The subject's own change if it is a conventional header, then those folded in by a squash.
    pub changes: Vec<Change<'a>>,
    /// True when the first of [`changes`](Self::changes) is the subject itself.
    pub subject_is_conventional: bool,
    /// What looks like a convention but is not: shown to people, each by name.
    pub near_misses: Vec<NearMiss>,
    /// The commit or pull request that this message says it reverts or reapplies.
    pub revert: Option<RevertOf<'a>>,
    /// The text of a `Release-As:` footer, unparsed.
    pub release_as: Option<&'a str>,
    /// `[skip release]` or `[release skip]` stands somewhere in the message.
    pub skips_release: bool,
    /// The number in the subject's trailing `(#12)` or in `Merge pull request #12`.
    pub pull_request: Option<u64>,
}

impl<'a> Message<'a> {
    /// Reads a whole commit message.
    pub fn parse(text: &'a str) -> Self {
        let text = text.trim_start_matches(['\n', '\r', '\u{feff}']);
        let (first, rest) = split_line(text);
        let mut subject = first.trim();
        let mut rest = rest;
        let mut message = Message { subject, ..Message::default() };

        // GitHub's merge commit keeps the pull request's title in the body; the title is what counts.
        let merged = merged_pull_request(subject);
        if merged.is_some() {
            let (title, after) = split_line(rest.trim_start_matches(['\n', '\r']));
            if Header::parse(title.trim()).is_ok() {
                subject = title.trim();
                rest = after;
            }
        }
        match Header::parse(subject) {
            Ok((header, near_miss)) => {
                message.near_misses.extend(near_miss);
                message.subject_is_conventional = true;
                let mut change = Change { header, breaking_text: None, references: Vec::new() };
                let pull_request = reference::collect_from_title(header.description, &mut change.references);
                message.pull_request = merged.or(pull_request);
                message.changes.push(change);
            }
            Err(near_miss) => {
                message.near_misses.extend(near_miss);
                let trailing = || reference::trailing_pull_request(subject).map(|(_, number)| number);
                message.pull_request = merged.or_else(trailing);
            }
        }
        message.revert = RevertOf::from_subject(subject);
        message.skips_release = skips_release(text);
        body::read(rest, &mut message);
        message
    }

    /// A commit made by `git commit --fixup` or `--squash` that was never squashed.
    pub fn is_fixup(&self) -> bool {
        ["fixup! ", "squash! ", "amend! "].iter().any(|prefix| self.subject.starts_with(prefix))
    }

    /// The title by which reverts name this commit.
    pub fn title(&self) -> Title<'a> {
        Title::of(self.subject)
    }
}

/// The part of a message without which it would ask for something else: all of it, or the first line alone where
/// prose and references are all that follows.
pub fn gist(text: &str) -> &str {
    let message = Message::parse(text);
    let is_first_line = message.changes.len() == usize::from(message.subject_is_conventional)
        && message.changes.iter().all(|change| change.breaking_text.is_none())
        && (message.revert.is_none() && message.release_as.is_none() && !message.skips_release)
        && message.near_misses.is_empty()
        && merged_pull_request(message.subject).is_none();
    if is_first_line { message.subject } else { text }
}

fn skips_release(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'[', bytes)
        .any(|at| bytes[at..].starts_with(b"[skip release]") || bytes[at..].starts_with(b"[release skip]"))
}

/// The number of GitHub's `Merge pull request #12 from owner/branch`.
fn merged_pull_request(subject: &str) -> Option<u64> {
    let rest = subject.strip_prefix("Merge pull request #")?;
    let digits = rest.split(' ').next()?;
    digits.parse().ok()
}

/// Splits after the first line ending; a CR before LF belongs to the ending.
fn split_line(text: &str) -> (&str, &str) {
    if let Some(after) = text.strip_prefix('\n') {
        return ("", after);
    }
    match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
        Some(at) => {
            let after = if text[at..].starts_with("\r\n") { at + 2 } else { at + 1 };
            (&text[..at], &text[after..])
        }
        None => (text, ""),
    }
}

#[cfg(test)]
mod tests;
