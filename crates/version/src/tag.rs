//! Tag names and the versions in them.

use semver::Version;
use serde::Serialize;

/// A tag that names a version.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The tag's whole name.
    pub name: String,
    /// What follows the prefix.
    pub version: Version,
}

/// Which tags belong to a package, and how a new one is written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Prefix {
    /// `v1.2.3` or `1.2.3`, whichever the repository uses; `v` where it has no tag yet.
    Either,
    /// Exactly this text before the version: `v`, `core-v`, `core@`, `path/v`.
    Exact(String),
}

impl Prefix {
    /// The version that a tag's name stands for; `None` for a tag of something else.
    pub fn version_of(&self, name: &str) -> Option<Version> {
        let text = match self {
            Self::Either => name.strip_prefix('v').unwrap_or(name),
            Self::Exact(prefix) => name.strip_prefix(prefix.as_str())?,
        };
        // Parsing allocates its error only for text that starts like a version.
        if !text.starts_with(|c: char| c.is_ascii_digit()) {
            return None;
        }
        Version::parse(text).ok()
    }

    /// The name of a new tag, written as the package's last one was.
    pub fn name_of(&self, version: &Version, last: Option<&str>) -> String {
        let prefix = match (self, last) {
            (Self::Exact(prefix), _) => prefix.as_str(),
            (Self::Either, Some(last)) if !last.starts_with('v') => "",
            (Self::Either, _) => "v",
        };
        format!("{prefix}{version}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_tell_packages_apart() {
        let version = |prefix: &Prefix, name| prefix.version_of(name).map(|version| version.to_string());
        let either = Prefix::Either;
        assert_eq!(version(&either, "v1.2.3").as_deref(), Some("1.2.3"));
        assert_eq!(version(&either, "1.2.3-rc.1").as_deref(), Some("1.2.3-rc.1"));
        for name in ["core-v1.2.3", "v1.2", "v1", "vv1.2.3", "1.2.3.4", "v01.2.3", "nightly", ""] {
            assert_eq!(version(&either, name), None, "{name}");
        }
        for (prefix, name) in [("core-v", "core-v1.2.3"), ("core@", "core@1.2.3"), ("sdk/v", "sdk/v1.2.3")] {
            let prefix = Prefix::Exact(prefix.into());
            assert_eq!(version(&prefix, name).as_deref(), Some("1.2.3"));
            assert_eq!(version(&prefix, "v1.2.3"), None);
        }
    }

    #[test]
    fn a_new_tag_looks_like_the_last() {
        let version = Version::new(1, 3, 0);
        assert_eq!(Prefix::Either.name_of(&version, None), "v1.3.0");
        assert_eq!(Prefix::Either.name_of(&version, Some("1.2.0")), "1.3.0");
        assert_eq!(Prefix::Exact("a@".into()).name_of(&version, None), "a@1.3.0");
    }
}
