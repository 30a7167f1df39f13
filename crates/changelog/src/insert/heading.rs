//! The many headings real changelogs use.

/// The deepest level of a heading (CommonMark 4.2).
pub(super) const DEEPEST: usize = 6;

/// What a heading is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Title {
    /// A release.
    Release {
        /// The package it names: `core` in `core 1.2.0`, `core@1.2.0`, `core-v1.2.0`.
        package: Option<String>,
        /// The version, without `v`.
        version: String,
    },
    /// What is not released; `1.3.0 (unreleased)` names the version to come.
    Unreleased {
        /// That version.
        version: Option<String>,
    },
    /// Anything else.
    Other,
}

/// Reads a heading's text; `package` is the name to expect.
pub(super) fn classify(title: &str, level: usize, package: Option<&str>) -> Title {
    if level == DEEPEST {
        // A release has titles, and needs a level for them.
        return Title::Other;
    }
    let plain = plain(title);
    let lower = plain.to_lowercase();
    if lower.starts_with("unreleased")
        || ["next", "next release", "upcoming", "head"].contains(&lower.as_str())
    {
        return Title::Unreleased { version: None };
    }
    let mut words = plain.split_whitespace();
    let (Some(first), second) = (words.next(), words.next()) else {
        return Title::Other;
    };
    let tail_of = |word: &str| plain.split_once(word).map_or("", |(_, tail)| tail.trim()).to_lowercase();
    let (name, version, tail) = match (named_version(first), second.and_then(named_version)) {
        (Some((name, version)), _) => (name, version, tail_of(first)),
        (None, Some((None, version))) => {
            let known = ["version", "release", "v", "v."].contains(&first.to_lowercase().as_str());
            // `core 1.2.0` is a release, `### Node 18.0` in the middle of one is not.
            if !known && package != Some(first) && level > 2 {
                return Title::Other;
            }
            let name = (!known).then(|| first.to_owned());
            (name, version, tail_of(&format!("{first} {}", second.unwrap_or_default())))
        }
        _ => return Title::Other,
    };
    if tail.contains("unreleased") {
        return Title::Unreleased { version: Some(version) };
    }
    if is_tail(&tail) { Title::Release { package: name, version } } else { Title::Other }
}

/// The text of a heading without links, tags and emphasis. A mark in the middle of a version stays: without
/// `9.9*.9` or `9.[9]` would become the heading of a release that it does not name.
fn plain(title: &str) -> String {
    let mut out = String::with_capacity(title.len());
    let mut rest = title;
    // The mark that was left out last, behind the text so far.
    let mut mark = None;
    while let Some(c) = rest.chars().next() {
        let after = rest.get(c.len_utf8()..).unwrap_or_default();
        let behind_mark = match c {
            '<' => Some(after.split_once('>').map_or("", |(_, after)| after)),
            // The address of a link, or its label.
            ']' if after.starts_with(['(', '[']) => {
                let end = if after.starts_with('(') { ')' } else { ']' };
                let inner = after.get(1..).and_then(|inner| inner.split_once(end));
                Some(inner.map_or("", |(_, after)| after))
            }
            '[' | ']' | '*' | '`' | '\\' => Some(after),
            _ => None,
        };
        match behind_mark {
            Some(_) if c == '\\' => {}
            Some(_) => mark = Some(c),
            None => {
                out.extend(mark.take().filter(|_| goes_on(&out, c)));
                out.push(c);
            }
        }
        rest = behind_mark.unwrap_or(after);
    }
    out.trim_matches(|c: char| !c.is_alphanumeric() && !"()@\"'".contains(c)).to_owned()
}

/// Whether the text ends with what may be a version, and this would be more of it.
fn goes_on(text: &str, c: char) -> bool {
    let of_version = |c: char| c.is_ascii_alphanumeric() || "-+.".contains(c);
    let word = text.rsplit(char::is_whitespace).next().unwrap_or_default();
    of_version(c) && word.ends_with(of_version) && word.contains(|c: char| c.is_ascii_digit())
}

/// `1.2.0`, `v1.2.0`, `core@1.2.0`, `core-v1.2.0`, `go/core/v1.2.0`: the name and the version.
fn named_version(word: &str) -> Option<(Option<String>, String)> {
    let word = word.trim_matches(|c: char| "():,;".contains(c));
    if let Some(version) = version(word) {
        return Some((None, version));
    }
    word.char_indices().filter(|(_, c)| "@-/_".contains(*c)).find_map(|(at, _)| {
        let (name, rest) = word.split_at_checked(at)?;
        let version = version(rest.get(1..)?)?;
        (!name.is_empty()).then(|| (Some(name.to_owned()), version))
    })
}

/// Two to four numbers, then what Semantic Versioning allows; a date is not a version.
fn version(text: &str) -> Option<String> {
    let text = text.strip_prefix(['v', 'V']).unwrap_or(text);
    let core = text.split(['-', '+']).next()?;
    let rest = text.get(core.len()..)?;
    let numbers: Vec<&str> = core.split('.').collect();
    let valid = (2..=4).contains(&numbers.len())
        && numbers
            .iter()
            .all(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
        && rest.chars().all(|c| c.is_ascii_alphanumeric() || "-+.".contains(c));
    valid.then(|| text.to_owned())
}

/// What may follow a version: nothing, a date, or something set off by a mark.
fn is_tail(tail: &str) -> bool {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    tail.chars().next().is_none_or(|c| !c.is_alphabetic())
        || MONTHS.iter().any(|month| tail.starts_with(month))
        || ["released", "yanked", "of ", "on "].iter().any(|word| tail.starts_with(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(title: &str) -> String {
        match classify(title, 2, None) {
            Title::Release { package, version } => {
                format!("{}|{version}", package.unwrap_or_default())
            }
            Title::Unreleased { version } => format!("unreleased{}", version.unwrap_or_default()),
            Title::Other => String::from("other"),
        }
    }

    #[test]
    fn real_headings_are_recognised() {
        for (title, expect) in [
            ("1.2.0 (2026-01-01)", "|1.2.0"),
            ("v1.2.0", "|1.2.0"),
            ("[1.2.0](https://x/compare/v1...v2) - 2026-01-01", "|1.2.0"),
            ("[1.2.0] - 2026-01-01 [YANKED]", "|1.2.0"),
            ("[v1.2.0][] / 2026-01-01", "|1.2.0"),
            ("<small>1.2.1 (2026-01-01)</small>", "|1.2.1"),
            ("<a name=\"1.2.0\"></a>1.2.0 \"codename\" (2026-01-01)", "|1.2.0"),
            ("Version 1.2.0", "|1.2.0"),
            ("Release v1.2.0-beta.1", "|1.2.0-beta.1"),
            ("🎉 1.2.0, March 3rd", "|1.2.0"),
            ("1.2.0 March 3, 2026", "|1.2.0"),
            ("1.2", "|1.2"),
            ("@scope/pkg@1.2.0", "@scope/pkg|1.2.0"),
            ("core-v1.2.0", "core|1.2.0"),
            ("core 1.2.0 (2026-01-01)", "core|1.2.0"),
            ("`core` - [1.2.0](https://x) - 2026-01-01", "other"),
            ("[Unreleased]", "unreleased"),
            ("Unreleased changes", "unreleased"),
            ("1.3.0 (unreleased)", "unreleased1.3.0"),
            ("Features", "other"),
            ("Upgrading to 2.0.0", "other"),
            ("1.2.0 changes the way things work", "other"),
            ("2026-01-01", "other"),
            ("Node 18.0 support", "other"),
            ("**1.2.0**", "|1.2.0"),
            ("[**v1.2.0**](u)-2026", "other"),
            ("v[1.2.0](u)", "|1.2.0"),
            ("`core`-1.2.0", "core|1.2.0"),
            ("1\\.2.0", "|1.2.0"),
            ("[1.2*.0]", "other"),
            ("1.[2].0", "other"),
            ("1.<b>2.0", "other"),
        ] {
            assert_eq!(release(title), expect, "{title}");
        }
        assert_eq!(classify("Node 18.0", 3, None), Title::Other);
        assert_eq!(classify("1.2.0", DEEPEST, None), Title::Other);
    }
}
