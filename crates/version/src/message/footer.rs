//! Footer tokens (specification, rules 8 to 16).

/// How a line speaks of a breaking change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BreakingMark<'a> {
    /// `BREAKING CHANGE: text` or `BREAKING-CHANGE: text`.
    Footer(&'a str),
    /// The same in lower or mixed case.
    LowerCase,
    /// `BREAKING CHANGE text`.
    NoColon,
}

/// Reads a line, already trimmed at its start, that begins with `b` or `B`.
pub(super) fn breaking(line: &str) -> Option<BreakingMark<'_>> {
    const LENGTH: usize = "BREAKING CHANGE".len();
    let mark = line.get(..LENGTH)?;
    let upper = mark == "BREAKING CHANGE" || mark == "BREAKING-CHANGE";
    if !upper
        && !mark.eq_ignore_ascii_case("BREAKING CHANGE")
        && !mark.eq_ignore_ascii_case("BREAKING-CHANGE")
    {
        return None;
    }
    let rest = &line[LENGTH..];
    match (upper, rest.strip_prefix(':')) {
        (true, Some(text)) => Some(BreakingMark::Footer(text)),
        (false, _) if rest.trim_start().starts_with(':') => Some(BreakingMark::LowerCase),
        // `BREAKING CHANGES` in a heading or sentence, and lower-case prose, are not worth a word.
        (true, None) => rest.starts_with([' ', '\t']).then_some(BreakingMark::NoColon),
        (false, _) => None,
    }
}

/// `Token: value` or `Token #value`; a token is letters, digits and hyphens.
pub(super) fn token(line: &str) -> Option<(&str, &str)> {
    let end = line.bytes().position(|byte| !byte.is_ascii_alphanumeric() && byte != b'-')?;
    let (name, rest) = line.split_at(end);
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    let value = rest.strip_prefix(": ").or_else(|| rest.starts_with(" #").then(|| &rest[1..]))?;
    Some((name, value.trim()))
}
