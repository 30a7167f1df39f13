//! Lines of maintenance: branches that keep to a range of versions.

use semver::Version;
use serde::Serialize;

use crate::bump::core;

/// `1.x`, `1.4.x` or `release/1.4`, and the versions that it may release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The branch's name.
    pub branch: String,
    /// The lowest version of the line.
    pub from: Version,
    /// The lowest version above the line.
    pub below: Version,
}

/// The folders in which a branch needs no `x` to be a line: `release/1.4`. In any other, as in `feature/1.4`, a
/// number may mean anything.
const FOLDERS: [&str; 4] = ["release", "releases", "maintenance", "support"];

impl Line {
    /// Reads a branch's name: `N.x`, `N.N.x`, with `x.x` for `N.x.x`, a leading `v` or a folder
    /// (`release/1.4.x`) allowed; in a folder of lines also `N` and `N.N`. Three numbers are one version, as git
    /// flow's `release/1.4.0` is, and no line.
    pub fn of_branch(branch: &str) -> Option<Self> {
        let (folder, name) = branch.rsplit_once('/').unwrap_or(("", branch));
        let of_lines = FOLDERS.contains(&folder.rsplit('/').next()?);
        let mut parts = name.strip_prefix('v').unwrap_or(name).split('.');
        let major = number(parts.next()?)?;
        let rest: Vec<&str> = parts.collect();
        let (from, below) = match rest.as_slice() {
            ["x"] | ["x", "x"] => Self::of_major(major)?,
            [] if of_lines => Self::of_major(major)?,
            [minor, "x"] => Self::of_minor(major, minor)?,
            [minor] if of_lines => Self::of_minor(major, minor)?,
            _ => return None,
        };
        Some(Self { branch: branch.to_owned(), from, below })
    }

    fn of_major(major: u64) -> Option<(Version, Version)> {
        Some((core(major, 0, 0), core(major.checked_add(1)?, 0, 0)))
    }

    fn of_minor(major: u64, minor: &str) -> Option<(Version, Version)> {
        let minor = number(minor)?;
        Some((core(major, minor, 0), core(major, minor.checked_add(1)?, 0)))
    }

    /// Whether the line may release `version`. A pre-release counts with the release that it leads to.
    pub fn holds(&self, version: &Version) -> bool {
        let release = core(version.major, version.minor, version.patch);
        self.from <= release && release < self.below
    }
}

/// Digits alone: `+1` is a number to Rust.
fn number(text: &str) -> Option<u64> {
    text.parse().ok().filter(|_| text.bytes().all(|byte| byte.is_ascii_digit()))
}

impl std::fmt::Display for Line {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, ">={}, <{}", self.from, self.below)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn branches_that_keep_a_line() {
        let range = |branch: &str| Line::of_branch(branch).map(|line| line.to_string());
        assert_eq!(range("1.x").as_deref(), Some(">=1.0.0, <2.0.0"));
        assert_eq!(range("v2.x.x").as_deref(), Some(">=2.0.0, <3.0.0"));
        assert_eq!(range("release/1.4.x").as_deref(), Some(">=1.4.0, <1.5.0"));
        for branch in ["main", "1", "1.4", "x", "1.4.2", "1.x.4", "next.x", ""] {
            assert_eq!(range(branch), None, "{branch}");
        }
    }

    #[test]
    fn a_folder_of_lines_needs_no_x() {
        let range = |branch: &str| Line::of_branch(branch).map(|line| line.to_string());
        for branch in ["release/1.4", "releases/1.4", "maintenance/v1.4", "support/1.4", "team/release/1.4"] {
            assert_eq!(range(branch).as_deref(), Some(">=1.4.0, <1.5.0"), "{branch}");
        }
        assert_eq!(range("release/1").as_deref(), Some(">=1.0.0, <2.0.0"));
        assert_eq!(range("releases/v4").as_deref(), Some(">=4.0.0, <5.0.0"));
        for branch in [
            "feature/1.4",
            "hotfix/1.4",
            "release/1.4.2",
            "release/1.4.0",
            "release/next",
            "release",
            "release/",
            "release/1.4/fix",
            "prerelease/1.4",
            "release/1.-4",
            "release/+1",
        ] {
            assert_eq!(range(branch), None, "{branch}");
        }
    }

    #[test]
    fn the_next_major_is_outside_even_as_a_pre_release() {
        let line = Line::of_branch("1.x").unwrap();
        assert!(line.holds(&"1.9.0-rc.1".parse().unwrap()));
        assert!(!line.holds(&"2.0.0-rc.1".parse().unwrap()));
        assert!(!line.holds(&"0.9.0".parse().unwrap()));
    }
}
