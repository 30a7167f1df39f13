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
        match Shape::of(line) {
            Some(shape) => shape.read(),
            None => Self::with_foreign_type(line).map(|header| Ok((header, None))),
        }
    }

    /// `тип: a`. The parser knows every header; [`Shape`] knows those of plain words without the allocations
    /// that make it the most of what reading a message costs. The tests hold the two against each other.
    fn with_foreign_type(line: &'a str) -> Option<Self> {
        let first = line.chars().find(|&c| !c.is_ascii_alphanumeric() && c != '-' && c != '_')?;
        if first.is_ascii() || !line.contains(':') {
            return None;
        }
        let commit = Commit::parse(line).ok()?;
        let header = Self {
            kind: commit.type_().as_str(),
            scope: commit.scope().map(|scope| scope.as_str().trim()),
            breaking: commit.breaking(),
            description: commit.description().trim(),
        };
        let is_spaced =
            || line[..line.trim_end().len() - header.description.len()].ends_with(char::is_whitespace);
        let is_header =
            is_type(header.kind) && header.scope != Some("") && !header.description.is_empty() && is_spaced();
        is_header.then_some(header)
    }

    /// Reads a line of a body as a change that a squash folded in: of a well-known type, without a slip, and
    /// at least two words long, since `fix: #12` is a footer.
    pub(super) fn of_entry(line: &'a str) -> Option<Self> {
        let Ok((header, None)) = Shape::of(line)?.read()? else {
            return None;
        };
        (header.is_well_known() && header.description.contains(char::is_whitespace)).then_some(header)
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

/// What stands around the colon of a line whose type is a plain word; prose is told from it by a few bytes.
struct Shape<'a> {
    kind: &'a str,
    scope: Option<&'a str>,
    breaking: bool,
    /// All that follows the colon.
    rest: &'a str,
}

impl<'a> Shape<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let is_word = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
        let end = line.bytes().position(|byte| !is_word(byte))?;
        let (kind, rest) = line.split_at(end);
        if !kind.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return None;
        }
        let (scope, rest) = match rest.strip_prefix('(') {
            Some(inner) => {
                let end = memchr::memchr2(b'(', b')', inner.as_bytes())?;
                (Some(&inner[..end]), inner[end..].strip_prefix(')')?)
            }
            None => (None, rest),
        };
        let after_bang = rest.strip_prefix('!');
        let rest = after_bang.unwrap_or(rest).strip_prefix(':')?;
        Some(Self { kind, scope, breaking: after_bang.is_some(), rest })
    }

    fn read(&self) -> Option<Reading<'a>> {
        let (scope, description) = (self.scope.map(str::trim), self.rest.trim());
        if description.is_empty() {
            return None;
        }
        let header = Header { kind: self.kind, scope, breaking: self.breaking, description };
        if scope == Some("") {
            // The specification's grammar refuses `feat(): a`; here it is `feat: a` with a warning.
            let header = Header { scope: None, ..header };
            return header.is_well_known().then_some(Ok((header, Some(NearMiss::EmptyScope))));
        }
        if self.rest.starts_with(char::is_whitespace) {
            return Some(Ok((header, None)));
        }
        // `std::fmt` and `https://…` read as headers without a space; `feat:a` is a slip of the finger.
        Some(if header.is_well_known() { Ok((header, Some(NearMiss::NoSpace))) } else { Err(None) })
    }
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
