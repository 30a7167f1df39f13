//! Versions in running text.

use std::ops::Range;

use semver::Version;

/// What a pre-release is called where nothing but a word stands behind the numbers: `1.2.0-x86` is a version and
/// an architecture.
const LABELS: [&str; 12] =
    ["a", "alpha", "b", "beta", "canary", "dev", "next", "nightly", "pre", "preview", "rc", "snapshot"];

/// The first semantic version in a line: no part of a longer number, `v` in front allowed.
pub(crate) fn first(line: &str) -> Option<Range<usize>> {
    starts(line).find_map(|start| Some(start..start + length(&line[start..])?))
}

/// The first whole number in a line, however long.
pub(crate) fn first_number(line: &str) -> Option<Range<usize>> {
    let start = starts(line).next()?;
    let length = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    Some(start..start + length)
}

/// Where a number starts that is no part of a word: `v1` and `x_1` do, `x1` and `1.1` do not.
fn starts(line: &str) -> impl Iterator<Item = usize> {
    let bytes = line.as_bytes();
    let before = |at: usize| at.checked_sub(1).map(|at| bytes[at]);
    (0..bytes.len()).filter(move |&at| {
        let ends_word =
            |byte: Option<u8>| !byte.is_some_and(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
        let is_v = before(at) == Some(b'v') && ends_word(before(at - 1));
        bytes[at].is_ascii_digit() && (ends_word(before(at)) || is_v)
    })
}

/// How long the version at the start of a text is, if there is one.
fn length(text: &str) -> Option<usize> {
    let of_version = |c: char| c.is_ascii_alphanumeric() || "-+.".contains(c);
    let run = &text[..text.find(|c| !of_version(c)).unwrap_or(text.len())];
    let core = &run[..numbers(run)?];
    // The longest that is a version, up to some separator: `1.2.0-rc.1.tar.gz` ends behind the 1.
    let longer = ends(run, core.len()).rev().find(|&end| {
        let (version, rest) = run.split_at(end);
        is_version(version) && !binds(core, rest)
    });
    Some(longer.unwrap_or(core.len()))
}

/// How long the three numbers at the start of a text are; four are none.
fn numbers(text: &str) -> Option<usize> {
    let mut parts = text.splitn(4, '.');
    let (major, minor, rest) = (parts.next()?, parts.next()?, parts.next()?);
    let patch = rest.bytes().take_while(u8::is_ascii_digit).count();
    let length = major.len() + minor.len() + patch + 2;
    let is_fourth = patch == rest.len() && parts.next().is_some_and(|next| next.starts_with(is_digit));
    Version::parse(&text[..length]).ok().filter(|_| !is_fourth).map(|_| length)
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

/// Where a version may end behind its numbers.
fn ends(run: &str, core: usize) -> std::vec::IntoIter<usize> {
    let ends = run.match_indices(['-', '.', '+']).map(|(at, _)| at).chain([run.len()]);
    ends.filter(|&end| end > core && end <= core + LONGEST).collect::<Vec<_>>().into_iter()
}

/// Whether what stands behind a version would become part of it once its pre-release is gone.
fn binds(core: &str, rest: &str) -> bool {
    let whole = format!("{core}{}", &rest[..rest.len().min(LONGEST)]);
    rest.strip_prefix('.').is_some_and(|rest| rest.starts_with(is_digit))
        || ends(&whole, core.len()).any(|end| is_version(&whole[..end]))
}

/// Longer pre-releases than this are none, so that no line is slow.
const LONGEST: usize = 100;

fn is_version(text: &str) -> bool {
    let Ok(version) = Version::parse(text) else { return false };
    let last = version.pre.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
    let digits = last.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    let word = &last[..last.len() - digits.len()];
    let numbered = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    LABELS.contains(&word) && (digits.is_empty() || numbered)
        || word.is_empty() && (numbered || last.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_version_of_a_line() {
        for (line, version) in [
            ("version = \"1.2.0\" # was 1.1.0", "1.2.0"),
            ("v1.2.0", "1.2.0"),
            ("tool-1.2.0.tar.gz", "1.2.0"),
            ("tool-v1.2.0-x86_64.tar.gz", "1.2.0"),
            ("tool-1.2.0-rc.1-x86_64.zip", "1.2.0-rc.1"),
            ("tool-1.2.0-beta.tar.gz", "1.2.0-beta"),
            ("1.2.0-rc1, then", "1.2.0-rc1"),
            ("1.2.0-SNAPSHOT", "1.2.0-SNAPSHOT"),
            ("1.2.0-my-channel.4", "1.2.0-my-channel.4"),
            ("1.2.0+build.5", "1.2.0+build.5"),
            // Without its pre-release what follows would be one.
            ("1.2.0-beta-5", "1.2.0"),
            ("1.2.0-rc.1target", "1.2.0"),
            ("1.2.0-rc.2..86", "1.2.0-rc.2"),
            ("1.2.0..86", "1.2.0"),
            ("1.2.0.x.5", "1.2.0"),
            ("It is 1.2.0.", "1.2.0"),
            ("127.0.0.1 1.2.0", "1.2.0"),
            ("1.2 and 1.2.0", "1.2.0"),
            ("x1.2.0 or 1.3.0", "1.3.0"),
            ("é1.2.0", "1.2.0"),
            ("日本v1.2.0", "1.2.0"),
        ] {
            assert_eq!(first(line).map(|span| &line[span]), Some(version), "{line}");
        }
        for line in ["", "1.2", "v1", "1.2.3.4", "01.2.3", "abc1.2.3"] {
            assert_eq!(first(line), None, "{line}");
        }
    }

    #[test]
    fn the_first_number_of_a_line() {
        for (line, number) in [("#define MAJOR 12 // 3", "12"), ("v2", "2"), ("uint8 x = 7;", "7")] {
            assert_eq!(first_number(line).map(|span| &line[span]), Some(number), "{line}");
        }
    }
}
