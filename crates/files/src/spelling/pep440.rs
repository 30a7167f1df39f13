//! PEP 440, as far as it can be told in Semantic Versioning: no epoch, no post-release, no fourth number.
//! <https://packaging.python.org/en/latest/specifications/version-specifiers/#version-scheme>

use semver::{BuildMetadata, Prerelease, Version};

/// The words of a pre-release: as Python writes it, as we do, and what else is read as the same.
const LABELS: [(&str, &str, &[&str]); 4] = [
    ("a", "alpha", &["alpha", "a"]),
    ("b", "beta", &["beta", "b"]),
    ("rc", "rc", &["rc", "c", "preview", "pre"]),
    (".dev", "dev", &["dev"]),
];

pub(super) fn read(text: &str) -> Result<Version, &'static str> {
    let text = text.trim().trim_start_matches(['v', 'V']).to_ascii_lowercase();
    if text.contains('!') {
        return Err("an epoch has no place in a semantic version");
    }
    let (public, local) = text.split_once('+').unwrap_or((&text, ""));
    let end = public.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(public.len());
    let (release, suffix) = public.split_at(end);
    let release = release.trim_end_matches('.');
    let mut numbers = [0; 3];
    for (at, part) in release.split('.').enumerate() {
        let number = numbers.get_mut(at).ok_or("a semantic version has three numbers")?;
        *number = part.parse().map_err(|_| "a version starts with numbers")?;
    }
    let mut version = Version::new(numbers[0], numbers[1], numbers[2]);
    if !suffix.is_empty() {
        version.pre = prerelease(suffix)?;
    }
    let local = local.replace(['-', '_'], ".");
    version.build = BuildMetadata::new(&local).map_err(|_| "the local version is none")?;
    Ok(version)
}

/// `rc1`, `-rc.1`, `_beta`, `dev3`
fn prerelease(suffix: &str) -> Result<Prerelease, &'static str> {
    let separators = ['-', '_', '.'];
    let suffix = suffix.trim_start_matches(separators);
    let end = suffix.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(suffix.len());
    let (word, number) = suffix.split_at(end);
    let label = LABELS.iter().find(|(_, _, words)| words.contains(&word));
    let (_, label, _) = label.ok_or("only `a`, `b`, `rc` and `dev` mean a pre-release")?;
    let number = number.strip_prefix(separators).unwrap_or(number);
    let number: u64 = match number {
        "" => 0,
        number => number.parse().map_err(|_| "a pre-release ends with one number")?,
    };
    Prerelease::new(&format!("{label}.{number}")).map_err(|_| "a pre-release ends with one number")
}

pub(super) fn write(version: &Version) -> Result<String, String> {
    let mut text = format!("{}.{}.{}", version.major, version.minor, version.patch);
    let pre = version.pre.as_str();
    if !pre.is_empty() {
        let suffix = label(pre).ok_or_else(|| {
            format!(
                "PEP 440 knows the pre-releases `alpha`, `beta`, `rc` and `dev` with a number, not `{pre}`"
            )
        })?;
        text.push_str(&suffix);
    }
    if !version.build.is_empty() {
        text.push('+');
        text.push_str(&version.build.to_ascii_lowercase().replace('-', "."));
    }
    Ok(text)
}

/// `rc.1` as `rc1`, `dev.3` as `.dev3`
fn label(pre: &str) -> Option<String> {
    let end = pre.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(pre.len());
    let (word, number) = pre.split_at(end);
    let word = word.to_ascii_lowercase();
    let (short, _, _) = LABELS.iter().find(|(_, _, words)| words.contains(&word.as_str()))?;
    let number: u64 = match number.strip_prefix('.').unwrap_or(number) {
        "" => 0,
        number => number.parse().ok()?,
    };
    Some(format!("{short}{number}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_in_all_its_forms() {
        for (text, version) in [
            ("1.2.3", "1.2.3"),
            ("1.2", "1.2.0"),
            ("v1", "1.0.0"),
            ("1.2.0rc1", "1.2.0-rc.1"),
            ("1.2.0.RC-1", "1.2.0-rc.1"),
            ("1.2.0-rc.1", "1.2.0-rc.1"),
            ("1.2.0_beta", "1.2.0-beta.0"),
            ("1.2a3", "1.2.0-alpha.3"),
            ("1.2.0c2", "1.2.0-rc.2"),
            ("1.2.0.dev3", "1.2.0-dev.3"),
            ("1.2.0+Ubuntu-1", "1.2.0+ubuntu.1"),
        ] {
            assert_eq!(read(text), Ok(Version::parse(version).unwrap()), "{text}");
        }
        for text in ["", "a", "1!1.0", "1.2.3.4", "1.2.0.post1", "1.0rc1.dev2", "1..2"] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn written_normalised() {
        for (version, text) in [
            ("1.2.3", "1.2.3"),
            ("1.2.3-rc.1", "1.2.3rc1"),
            ("1.2.3-alpha", "1.2.3a0"),
            ("1.2.3-Beta2", "1.2.3b2"),
            ("1.2.3-dev.7", "1.2.3.dev7"),
            ("1.2.3-c.1+build-5.x", "1.2.3rc1+build.5.x"),
        ] {
            assert_eq!(write(&Version::parse(version).unwrap()), Ok(text.to_owned()), "{version}");
        }
        for version in ["1.2.3-next.1", "1.2.3-rc.1.2", "1.2.3-7", "1.2.3-rc.x"] {
            assert!(write(&Version::parse(version).unwrap()).is_err(), "{version}");
        }
    }
}
