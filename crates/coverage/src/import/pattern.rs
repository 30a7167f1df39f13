//! Codecov's patterns of paths as globs.
//!
//! A pattern of Codecov's is a path in front of others, a glob of a whole path, or a regular expression of a path's
//! beginning; which one is seen by its characters (`shared/validation`, `determine_path_pattern_type`). All three become
//! the same pieces, and these become globs that take no path which Codecov does not, but for `**/` in front of a name: it
//! takes the name at the top as well, which is what people mean by it.

use super::piece::{Piece, globs};
use super::regex;

/// Why a pattern has no glob.
pub(super) type Reason = String;

/// The globs that together take what a pattern takes; without a `!` in front, which is the caller's.
pub(super) fn convert(pattern: &str) -> Result<Vec<String>, Reason> {
    let pattern = pattern.strip_prefix("./").unwrap_or(pattern);
    if pattern.is_empty() || pattern == "." {
        return Err("an empty pattern takes every file there is".to_owned());
    }
    if pattern.starts_with('/') {
        return Err("Codecov's paths have no `/` in front, so that it takes no file there: write the glob that is meant"
            .to_owned());
    }
    if pattern.chars().any(char::is_control) {
        return Err("it holds characters that no path does".to_owned());
    }
    match kind(pattern) {
        Kind::Front => globs(&text(pattern), false),
        Kind::Glob => whole(pattern),
        Kind::Regex => match regex::alternatives(pattern) {
            Ok(alternatives) => {
                let all = alternatives.iter().map(|(pieces, is_whole)| globs(pieces, *is_whole));
                Ok(all.collect::<Result<Vec<_>, _>>()?.concat())
            }
            Err(regex::Wrong::Invalid) => whole(pattern),
            Err(regex::Wrong::Unlike(what)) => Err(format!(
                "as a regular expression it has {what}, for which globs have \
                                                            nothing: write globs for the paths that are meant"
            )),
        },
    }
}

enum Kind {
    Front,
    Glob,
    Regex,
}

fn kind(pattern: &str) -> Kind {
    if pattern.contains("**") || pattern.contains("/*") {
        return Kind::Glob;
    }
    if pattern.contains(['*', '$', '[', ']', '(', ')', '|', '+', '^', '\\', '?', '{', '}']) {
        Kind::Regex
    } else {
        Kind::Front
    }
}

fn text(text: &str) -> Vec<Piece> {
    text.chars().map(Piece::of).collect()
}

/// The globs of a glob that has to match a whole path. Its `**` crosses folders wherever it stands.
fn whole(pattern: &str) -> Result<Vec<String>, Reason> {
    if pattern.ends_with('/') {
        return Err(format!(
            "Codecov's globs match whole paths, and no file's path ends with `/`: write `{pattern}**` if the \
                            folder is meant"
        ));
    }
    if pattern.contains(['{', '}']) {
        return Err("Codecov takes its braces for themselves, and here they are alternatives: write the globs that are \
                    meant"
            .to_owned());
    }
    let mut pieces = Vec::new();
    let mut rest = pattern.strip_suffix('$').unwrap_or(pattern).chars();
    while let Some(c) = rest.next() {
        match c {
            '*' if rest.as_str().starts_with('*') => {
                rest.next();
                pieces.push(Piece::Any);
            }
            '*' => pieces.push(Piece::Within),
            '?' => pieces.push(Piece::One),
            '[' => {
                let (class, behind) = rest
                    .as_str()
                    .get(1..)
                    .and_then(|text| text.find(']'))
                    .map(|end| rest.as_str().split_at(end + 1))
                    .ok_or("its `[` has no end")?;
                pieces.push(Piece::class(class.strip_prefix('!'), class)?);
                rest = behind[1..].chars();
            }
            c => pieces.push(Piece::of(c)),
        }
    }
    globs(&pieces, true)
}
