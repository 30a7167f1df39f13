//! Lines of maintenance: branches that keep to a range of versions.

use semver::Version;
use serde::Serialize;

use crate::bump::core;

/// `1.x` or `1.4.x`, and the versions that it may release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Line {
    /// The branch's name.
    pub branch: String,
    /// The lowest version of the line.
    pub from: Version,
    /// The lowest version above the line.
    pub below: Version,
}

impl Line {
    /// Reads a branch's name: `N.x`, `N.N.x`, with `x.x` for `N.x.x`, a leading `v` or a folder
    /// (`release/1.4.x`) allowed.
    pub fn of_branch(branch: &str) -> Option<Self> {
        let name = branch.rsplit('/').next()?;
        let mut parts = name.strip_prefix('v').unwrap_or(name).split('.');
        let major: u64 = parts.next()?.parse().ok()?;
        let rest: Vec<&str> = parts.collect();
        let (from, below) = match rest.as_slice() {
            ["x"] | ["x", "x"] => (core(major, 0, 0), core(major.checked_add(1)?, 0, 0)),
            [minor, "x"] => {
                let minor: u64 = minor.parse().ok()?;
                (core(major, minor, 0), core(major, minor.checked_add(1)?, 0))
            }
            _ => return None,
        };
        Some(Self { branch: branch.to_owned(), from, below })
    }

    /// Whether the line may release `version`. A pre-release counts with the release that it leads to.
    pub fn holds(&self, version: &Version) -> bool {
        let release = core(version.major, version.minor, version.patch);
        self.from <= release && release < self.below
    }
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
    fn the_next_major_is_outside_even_as_a_pre_release() {
        let line = Line::of_branch("1.x").unwrap();
        assert!(line.holds(&"1.9.0-rc.1".parse().unwrap()));
        assert!(!line.holds(&"2.0.0-rc.1".parse().unwrap()));
        assert!(!line.holds(&"0.9.0".parse().unwrap()));
    }
}
