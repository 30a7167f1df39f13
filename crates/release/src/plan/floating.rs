//! `v1` and `v1.2`, which move along with the releases of their line.

use deploy_kit_version::tag::Prefix;
use semver::Version;
use serde::Serialize;

/// A tag that moves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Floating {
    /// Its name: `v1`.
    pub name: String,
    /// The release that it leads to.
    pub version: Version,
}

/// The floating tags of a release: `v1` and `v1.2` for `v1.2.3`, `core-v1` and `core-v1.2` for `core-v1.2.3`.
/// Before 1.0.0 every minor release may break its users, so `v0` is not made.
pub(super) fn tags(tag: &str, version: &Version) -> Vec<Floating> {
    let Some(prefix) = tag.strip_suffix(&version.to_string()) else { return Vec::new() };
    let major = (version.major > 0).then(|| format!("{prefix}{}", version.major));
    let minor = format!("{prefix}{}.{}", version.major, version.minor);
    let of = |name| Floating { name, version: version.clone() };
    // Without a prefix `1` and `1.2` would look like abbreviated commits.
    major.into_iter().chain([minor]).filter(|_| !prefix.is_empty()).map(of).collect()
}

impl Floating {
    /// The highest final release of this tag's line among all tags.
    #[must_use]
    pub fn highest<'t>(&self, prefix: &Prefix, tags: impl Iterator<Item = &'t str>) -> Option<Version> {
        let versions = tags.filter_map(|tag| prefix.version_of(tag)).filter(|version| version.pre.is_empty());
        versions.filter(|version| self.holds(version)).max()
    }

    /// Whether a version belongs to this tag's line.
    #[must_use]
    pub fn holds(&self, version: &Version) -> bool {
        let minor = self.name.ends_with(&format!("{}.{}", self.version.major, self.version.minor));
        version.major == self.version.major && (!minor || version.minor == self.version.minor)
    }
}

/// Whether the tag may move: never back to a lower version than one that is released in its line.
#[must_use]
pub fn is_ahead(floating: &Floating, highest: Option<&Version>) -> bool {
    highest.is_none_or(|highest| floating.version >= *highest)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(tag: &str, version: &str) -> Vec<String> {
        tags(tag, &version.parse().unwrap()).into_iter().map(|floating| floating.name).collect()
    }

    #[test]
    fn a_release_moves_its_major_and_its_minor_tag() {
        assert_eq!(names("v1.2.3", "1.2.3"), ["v1", "v1.2"]);
        assert_eq!(names("core@1.2.3", "1.2.3"), ["core@1", "core@1.2"]);
        assert_eq!(names("v0.2.3", "0.2.3"), ["v0.2"]);
        assert!(names("1.2.3", "1.2.3").is_empty());
    }

    #[test]
    fn they_move_forward_only() {
        let version = |text: &str| text.parse::<Version>().unwrap();
        let [major, minor] = <[Floating; 2]>::try_from(tags("v1.2.3", &version("1.2.3"))).unwrap();
        let all = ["v1.2.4-rc.1", "v1.1.9", "v1.2.2", "v1.3.0", "v2.0.0", "other"];
        let highest = |floating: &Floating| floating.highest(&Prefix::Either, all.into_iter());
        assert_eq!(highest(&major), Some(version("1.3.0")));
        assert_eq!(highest(&minor), Some(version("1.2.2")));
        assert!(!is_ahead(&major, highest(&major).as_ref()));
        assert!(is_ahead(&minor, highest(&minor).as_ref()));
        assert!(is_ahead(&minor, None));
    }
}
