//! Issues and pull requests that a message names.

use serde::Serialize;

/// What a message says of the thing that it refers to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The pull request that brought the change: the subject's trailing `(#12)`.
    Pull,
    /// `Closes #12` and the other [closing keywords].
    ///
    /// [closing keywords]: https://docs.github.com/en/issues/tracking-your-work-with-issues/linking-a-pull-request-to-an-issue
    Closes,
    /// Named in another way.
    Refs,
}

/// `#12`, `GH-12` is not read, or `owner/name#12`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Reference<'a> {
    /// `owner/name` where another repository is named.
    pub repository: Option<&'a str>,
    /// The number of the issue or pull request.
    pub number: u64,
    /// What the message says of it.
    pub relation: Relation,
}

const CLOSING: [&str; 9] =
    ["close", "closes", "closed", "fix", "fixes", "fixed", "resolve", "resolves", "resolved"];

/// `text (#12)`: the text before it and the number.
pub(super) fn trailing_pull_request(subject: &str) -> Option<(&str, u64)> {
    let inner = subject.trim_end().strip_suffix(')')?;
    // The digits of the largest number that can be read, and one more: a title is unwrapped layer by layer.
    let digits = inner.bytes().rev().take(21).take_while(u8::is_ascii_digit).count();
    let (text, number) = inner.split_at(inner.len() - digits);
    Some((text.strip_suffix("(#")?.trim_end(), number.parse().ok()?))
}

/// `#12` or `owner/name#12` with nothing but punctuation after it.
pub(super) fn pull_request_alone(text: &str) -> Option<u64> {
    let (_, digits) = text.split_once('#')?;
    digits.trim_end_matches(['.', ' ']).parse().ok()
}

/// References of a subject's description; returns the number of its pull request.
pub(super) fn collect_from_title<'a>(description: &'a str, into: &mut Vec<Reference<'a>>) -> Option<u64> {
    let Some((text, number)) = trailing_pull_request(description) else {
        collect_from_body(description, into);
        return None;
    };
    collect_from_body(text, into);
    // Most changes name their pull request and nothing else.
    into.reserve_exact(1);
    push(into, Reference { repository: None, number, relation: Relation::Pull });
    Some(number)
}

/// References of one line of text.
pub(super) fn collect_from_body<'a>(line: &'a str, into: &mut Vec<Reference<'a>>) {
    let bytes = line.as_bytes();
    let mut relation = Relation::Refs;
    let mut last_end: Option<usize> = None;
    for at in memchr::memchr_iter(b'#', bytes) {
        let length = bytes[at + 1..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        let end = at + 1 + length;
        let Ok(number) = line[at + 1..end].parse() else {
            continue;
        };
        if bytes.get(end).is_some_and(|&byte| byte.is_ascii_alphanumeric() || byte == b'_') {
            continue;
        }
        // The digits of `#4/r#3` belong to the first reference, not to a name of the second.
        let start = repository_start(bytes, at).max(last_end.unwrap_or(0));
        let repository = (start < at).then(|| &line[start..at]);
        // An anchor (`page#12`), an entity (`&#39;`) or a URL's fragment names no issue.
        if repository.is_some_and(|name| !is_repository(name))
            || (repository.is_none() && start > 0 && is_glued(bytes[start - 1]))
        {
            continue;
        }
        // `Closes #1, #2 and #3` closes all three.
        let between = last_end.filter(|_| relation == Relation::Closes).map(|from| &line[from..start]);
        let in_list = between.is_some_and(|text| matches!(text.trim(), "," | "and" | ", and" | "&"));
        if !in_list {
            relation = relation_before(&bytes[..start]);
        }
        last_end = Some(end);
        push(into, Reference { repository, number, relation });
    }
}

/// More references than a person writes in one change are not kept.
const MAX_REFERENCES: usize = 64;

fn push<'a>(into: &mut Vec<Reference<'a>>, new: Reference<'a>) {
    let same = |old: &&mut Reference<'a>| old.number == new.number && old.repository == new.repository;
    if let Some(old) = into.iter_mut().find(same) {
        old.relation = old.relation.min(new.relation);
    } else if into.len() < MAX_REFERENCES {
        into.push(new);
    }
}

/// Where an `owner/name` that ends at `end` begins; `end` itself if none does.
fn repository_start(bytes: &[u8], end: usize) -> usize {
    let part = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'/');
    end - bytes[..end].iter().rev().take(140).take_while(part).count()
}

fn is_repository(name: &str) -> bool {
    name.split_once('/')
        .is_some_and(|(owner, name)| !owner.is_empty() && !name.is_empty() && !name.contains('/'))
}

fn is_glued(before: u8) -> bool {
    before.is_ascii_alphanumeric() || matches!(before, b'&' | b'/' | b'#' | b'=' | b'?') || before >= 0x80
}

/// The word before a number, with blanks and colons between.
fn relation_before(before: &[u8]) -> Relation {
    let gap = before.iter().rev().take_while(|&&byte| byte == b' ' || byte == b':').count();
    let before = &before[..before.len() - gap];
    // One letter more than the longest keyword has.
    let letters = before.iter().rev().take(9).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let word = &before[before.len() - letters..];
    let is_closing = |keyword: &str| keyword.as_bytes().eq_ignore_ascii_case(word);
    if letters > 0 && CLOSING.iter().any(|keyword| is_closing(keyword)) {
        Relation::Closes
    } else {
        Relation::Refs
    }
}
