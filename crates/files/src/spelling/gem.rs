//! RubyGems: a pre-release is divided by a dot, and known by a letter.
//! <https://guides.rubygems.org/patterns/#prerelease-gems>

use semver::{Prerelease, Version};

pub(super) fn read(text: &str) -> Result<Version, &'static str> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(text.len());
    let numbers = text[..end].trim_end_matches('.');
    let mut version = super::loose(numbers).map_err(|_| "a version has three numbers")?;
    // `1.2.0-rc.1` is `1.2.0.pre.rc.1` to RubyGems.
    let rest = text[numbers.len()..].trim_start_matches(['.', '-']);
    let rest = rest.strip_prefix("pre.").filter(|rest| rest.contains(char::is_alphabetic)).unwrap_or(rest);
    version.pre = Prerelease::new(rest).map_err(|_| "what stands behind the numbers is no pre-release")?;
    Ok(version)
}

pub(super) fn write(version: &Version) -> Result<String, String> {
    let mut text = format!("{}.{}.{}", version.major, version.minor, version.patch);
    if !version.pre.is_empty() {
        if !version.pre.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(format!("a gem's pre-release begins with a letter, `{}` does not", version.pre));
        }
        text.push('.');
        text.push_str(&version.pre.replace('-', "."));
    }
    if version.build.is_empty() { Ok(text) } else { Err("a gem's version has no build".to_owned()) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn read_and_written() {
        for (text, version, written) in [
            ("1.2.0", "1.2.0", "1.2.0"),
            ("1.2", "1.2.0", "1.2.0"),
            ("10.0.0.alpha1", "10.0.0-alpha1", "10.0.0.alpha1"),
            ("1.2.0-rc.1", "1.2.0-rc.1", "1.2.0.rc.1"),
            ("1.2.0.pre.rc.1", "1.2.0-rc.1", "1.2.0.rc.1"),
            ("1.2.0.pre.4", "1.2.0-pre.4", "1.2.0.pre.4"),
        ] {
            let read = read(text).unwrap();
            assert_eq!(read, Version::parse(version).unwrap(), "{text}");
            assert_eq!(write(&read).as_deref(), Ok(written), "{text}");
        }
        for text in ["", "x", "1.2.3.4", "1.2.0.rc_1"] {
            assert!(read(text).is_err(), "{text}");
        }
        for version in ["1.2.0-1", "1.2.0+5"] {
            assert!(write(&Version::parse(version).unwrap()).is_err(), "{version}");
        }
    }
}
