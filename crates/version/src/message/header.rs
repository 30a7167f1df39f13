//! `type(scope)!: description`, on one line.

use git_conventional::Commit;

use super::{NearMiss, WELL_KNOWN_TYPES};

/// The parts of a conventional header.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header<'a> {
    /// The type as written; compare it without regard to case (specification, rule 15).
    pub kind: &'a str,
    /// The text between the parentheses, if any.
    pub scope: Option<&'a str>,
    /// `!` before the colon.
    pub breaking: bool,
    /// What follows the colon, trimmed.
    pub description: &'a str,
}

/// A header and the slip in it, or the name of what a line nearly is.
pub type Reading<'a> = Result<(Header<'a>, Option<NearMiss>), Option<NearMiss>>;

impl<'a> Header<'a> {
    /// Reads one line.
    ///
    /// # Errors
    /// The line is not a conventional header; with the name of what it nearly is, if anything.
    pub fn parse(line: &'a str) -> Reading<'a> {
        Self::read(line).unwrap_or_else(|| Err(near_miss(line)))
    }

    /// The header; `None` for a line that is none, `Some(Err(None))` for one that is surely none.
    fn read(line: &'a str) -> Option<Reading<'a>> {
        // The parser below allocates its errors: a line that cannot be a header should not get there.
        memchr::memchr(b':', line.as_bytes())?;
        let Ok(commit) = Commit::parse(line) else {
            return empty_scope(line).map(Ok);
        };
        let header = Self {
            kind: commit.type_().as_str(),
            scope: commit.scope().map(|scope| scope.as_str().trim()),
            breaking: commit.breaking(),
            description: commit.description().trim(),
        };
        if !is_type(header.kind) || header.description.is_empty() {
            return None;
        }
        if spaced(line, header.description) {
            return Some(Ok((header, None)));
        }
        // `std::fmt` and `https://…` read as headers without a space; `feat:a` is a slip of the finger.
        Some(if header.is_well_known() { Ok((header, Some(NearMiss::NoSpace))) } else { Err(None) })
    }

    /// One of [`WELL_KNOWN_TYPES`].
    pub fn is_well_known(&self) -> bool {
        is_well_known(self.kind)
    }
}

pub(super) fn is_well_known(kind: &str) -> bool {
    WELL_KNOWN_TYPES.iter().any(|known| known.eq_ignore_ascii_case(kind))
}

/// A type is a word: a letter, then letters, digits, `-` or `_`.
fn is_type(kind: &str) -> bool {
    kind.starts_with(char::is_alphabetic) && kind.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_')
}

/// White space stands between the colon and the description.
fn spaced(line: &str, description: &str) -> bool {
    let start = line.len() - line.trim_end().len();
    let before = &line[..line.len() - start - description.len()];
    before.ends_with(char::is_whitespace)
}

/// `feat(): a`, which the specification's grammar refuses, is `feat: a` with a warning.
fn empty_scope(line: &str) -> Option<(Header<'_>, Option<NearMiss>)> {
    let (kind, rest) = line.split_once('(')?;
    let rest = rest.trim_start().strip_prefix(')')?;
    let (breaking, rest) = match rest.strip_prefix('!') {
        Some(rest) => (true, rest),
        None => (false, rest),
    };
    let description = rest.strip_prefix(':')?.trim();
    (is_well_known(kind) && !description.is_empty())
        .then_some((Header { kind, scope: None, breaking, description }, Some(NearMiss::EmptyScope)))
}

/// Names what a line that is no header nearly is.
fn near_miss(line: &str) -> Option<NearMiss> {
    let word_end = line.find(|c: char| !c.is_alphanumeric()).unwrap_or(line.len());
    let (word, rest) = line.split_at(word_end);
    if word.is_empty() {
        return leading_decoration(line);
    }
    if !is_well_known(word) {
        return None;
    }
    // Past an optional scope: what should have been `:` or `!:`.
    let after_scope = match rest.strip_prefix('(').and_then(|inner| inner.split_once(')')) {
        Some((_, after)) => after,
        None => rest,
    };
    if after_scope.trim_start().starts_with(':') {
        return Some(if after_scope.trim_start_matches([' ', ':']).is_empty() {
            NearMiss::NoDescription
        } else {
            NearMiss::SpaceBeforeColon
        });
    }
    if rest.starts_with("!(") {
        return Some(NearMiss::BangBeforeScope);
    }
    // `Fix the build` is an English sentence; `feat add x` and `fix(core) x` are headers without a colon.
    let lower_case = word.chars().all(char::is_lowercase);
    let scoped = after_scope.len() < rest.len();
    ((lower_case && rest.starts_with(' ')) || scoped).then_some(NearMiss::NoColon)
}

/// `✨ feat: a`, `:sparkles: feat: a` and `[feat] a`.
fn leading_decoration(line: &str) -> Option<NearMiss> {
    if let Some((inner, _)) = line.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return is_well_known(inner).then_some(NearMiss::Bracketed);
    }
    let rest = match line.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
        Some((_, rest)) => rest,
        None => line.trim_start_matches(|c: char| !c.is_ascii()),
    };
    let rest = rest.trim_start();
    let inner = (rest.len() < line.len()).then(|| Header::read(rest))??;
    inner.is_ok_and(|(header, _)| header.is_well_known()).then_some(NearMiss::LeadingEmoji)
}
