//! Regular expressions of paths, as far as globs can say the same.

use super::piece::Piece;

/// Why there are no pieces.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wrong {
    /// It is no regular expression.
    Invalid,
    /// It has what globs have nothing for.
    Unlike(String),
}

/// The alternatives of an expression: the pieces of each, and whether it matches whole paths.
pub(super) fn alternatives(pattern: &str) -> Result<Vec<(Vec<Piece>, bool)>, Wrong> {
    if pattern.starts_with(['*', '+', '?']) {
        return Err(Wrong::Invalid);
    }
    split(pattern)?.into_iter().map(alternative).collect()
}

/// Splits at the `|` that are in no group.
fn split(pattern: &str) -> Result<Vec<&str>, Wrong> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_u32);
    let (mut is_class, mut is_escaped) = (false, false);
    for (at, c) in pattern.char_indices() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = true,
            ']' => is_class = false,
            _ if is_class => {}
            '[' => is_class = true,
            '(' => depth += 1,
            ')' => depth = depth.checked_sub(1).ok_or(Wrong::Invalid)?,
            '|' if depth == 0 => {
                parts.push(&pattern[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&pattern[start..]);
    if depth > 0 || is_class || is_escaped { Err(Wrong::Invalid) } else { Ok(parts) }
}

fn alternative(text: &str) -> Result<(Vec<Piece>, bool), Wrong> {
    let text = text.strip_prefix('^').unwrap_or(text);
    let ended =
        text.strip_suffix("\\Z").or_else(|| text.strip_suffix('$').filter(|rest| !rest.ends_with('\\')));
    let mut rest = ended.unwrap_or(text);
    if rest.is_empty() {
        return unlike("an alternative that takes every path");
    }
    let mut pieces = Vec::new();
    while let Some(c) = rest.chars().next() {
        let behind = &rest[c.len_utf8()..];
        rest = match c {
            '.' => point(behind, &mut pieces)?,
            '[' => class(behind, &mut pieces)?,
            '(' => group(behind, &mut pieces)?,
            '\\' => escape(behind, &mut pieces)?,
            '^' | '$' | '*' | '+' | '?' | '{' | '}' => return unlike(&format!("`{c}` in the middle")),
            c => single(Piece::of(c), behind, &mut pieces)?,
        };
    }
    Ok((pieces, ended.is_some()))
}

fn unlike<T>(what: &str) -> Result<T, Wrong> {
    Err(Wrong::Unlike(what.to_owned()))
}

/// Takes off how often the thing before may come, `*` or `+`; `+?` is as `+` where only the whole counts.
fn repeated(rest: &str) -> Option<&str> {
    let rest = rest.strip_prefix(['*', '+'])?;
    Some(rest.strip_prefix('?').unwrap_or(rest))
}

/// What stands behind one thing: nothing more of it is fine, but for `?` of a character.
fn single<'a>(piece: Piece, rest: &'a str, pieces: &mut Vec<Piece>) -> Result<&'a str, Wrong> {
    match (rest.chars().next(), piece) {
        (Some('?'), Piece::Is(c)) => {
            pieces.push(Piece::Either(vec![String::new(), c.to_string()]));
            Ok(&rest[1..])
        }
        (Some(c @ ('*' | '+' | '{' | '?')), piece) => match piece {
            Piece::Is(before) => unlike(&format!("`{before}{c}`, which repeats the character")),
            _ => unlike("what repeats a kind of character"),
        },
        (_, piece) => {
            pieces.push(piece);
            Ok(rest)
        }
    }
}

/// A point in front of a letter is one, as people leave its backslash out; elsewhere it is any character.
fn point<'a>(rest: &'a str, pieces: &mut Vec<Piece>) -> Result<&'a str, Wrong> {
    if let Some(rest) = repeated(rest) {
        pieces.push(Piece::Any);
        return Ok(rest);
    }
    let is_letter = rest.starts_with(|c: char| c.is_ascii_alphanumeric());
    single(if is_letter { Piece::Is('.') } else { Piece::One }, rest, pieces)
}

fn class<'a>(rest: &'a str, pieces: &mut Vec<Piece>) -> Result<&'a str, Wrong> {
    let is_unclear = || Wrong::Unlike("a class that globs write in no way".to_owned());
    // A `]` that is the first one is itself.
    let end = rest.char_indices().skip(1).find(|(_, c)| *c == ']').ok_or_else(is_unclear)?.0;
    let (set, behind) = (&rest[..end], &rest[end + 1..]);
    if set == "^/" || set == "^\\/" {
        if behind.starts_with('+') {
            pieces.push(Piece::One);
        }
        if let Some(behind) = repeated(behind) {
            pieces.push(Piece::Within);
            return Ok(behind);
        }
        return single(Piece::One, behind, pieces);
    }
    let set = set.replace("\\.", ".").replace("\\-", "-").replace("\\_", "_");
    let mut characters = set.chars();
    let piece = match (characters.next(), characters.next()) {
        (Some(c), None) if c != '^' => Piece::of(c),
        _ => Piece::class(set.strip_prefix('^'), &set).map_err(|_| is_unclear())?,
    };
    single(piece, behind, pieces)
}

fn group<'a>(rest: &'a str, pieces: &mut Vec<Piece>) -> Result<&'a str, Wrong> {
    let inner = rest.strip_prefix("?:").unwrap_or(rest);
    if inner.starts_with('?') {
        return unlike("a condition or a mode, `(?`");
    }
    let end = inner.find(')').ok_or(Wrong::Invalid)?;
    let (inside, behind) = (&inner[..end], &inner[end + 1..]);
    let is_optional = behind.starts_with('?');
    let behind = if is_optional { behind[1..].trim_start_matches('?') } else { behind };
    let folders = inside.strip_prefix("^|").map(|rest| (rest, true)).unwrap_or((inside, is_optional));
    if matches!(folders, (".*/" | ".+/" | ".*\\/" | ".+\\/", true)) {
        if !matches!(pieces.last(), None | Some(Piece::Slash)) {
            return unlike("folders that begin within a name");
        }
        pieces.push(Piece::Folders);
        return Ok(behind);
    }
    if behind.starts_with(['*', '+', '{']) {
        return unlike("a group that repeats");
    }
    if !is_optional && !inside.contains('|') {
        return unlike("a group of nothing to choose from, whose parentheses are not those of a path");
    }
    let mut texts: Vec<String> = inside
        .split('|')
        .map(plain)
        .collect::<Option<_>>()
        .ok_or_else(|| Wrong::Unlike("a group of more than texts".to_owned()))?;
    if is_optional {
        texts.insert(0, String::new());
    }
    pieces.push(Piece::Either(texts));
    Ok(behind)
}

/// A text without anything special but points.
fn plain(text: &str) -> Option<String> {
    let text = text.replace("\\.", ".").replace("\\/", "/").replace("\\-", "-");
    let is_plain = |c: char| c.is_alphanumeric() || "._-/@".contains(c);
    text.chars().all(is_plain).then_some(text)
}

fn escape<'a>(rest: &'a str, pieces: &mut Vec<Piece>) -> Result<&'a str, Wrong> {
    let Some(c) = rest.chars().next() else { return Err(Wrong::Invalid) };
    let behind = &rest[c.len_utf8()..];
    let piece = match c {
        'd' => Piece::Class("[0-9]".to_owned()),
        'w' => Piece::Class("[a-zA-Z0-9_]".to_owned()),
        c if c.is_alphanumeric() => return unlike(&format!("`\\{c}`")),
        c => Piece::of(c),
    };
    single(piece, behind, pieces)
}
