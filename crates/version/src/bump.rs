//! How much a change asks of a version, and what the policy makes of it.

use semver::{BuildMetadata, Prerelease, Version};
use serde::{Deserialize, Serialize};

/// Which part of a version rises. The order is that of severity.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Bump {
    /// Nothing to release.
    #[default]
    None,
    /// A fix.
    Patch,
    /// A feature.
    Minor,
    /// A breaking change.
    Major,
}

impl Bump {
    /// The word that stands for it in outputs and configuration.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }

    /// Raises a version's core; a pre-release or build suffix is dropped first, and not counted as a step.
    pub fn apply(self, version: &Version) -> Version {
        let (major, minor, patch) = (version.major, version.minor, version.patch);
        match self {
            Self::None => core(major, minor, patch),
            Self::Patch => core(major, minor, patch.saturating_add(1)),
            Self::Minor => core(major, minor.saturating_add(1), 0),
            Self::Major => core(major.saturating_add(1), 0, 0),
        }
    }

    /// The bump that leads from one core to a higher one.
    pub fn between(from: &Version, to: &Version) -> Self {
        if from.major != to.major {
            Self::Major
        } else if from.minor != to.minor {
            Self::Minor
        } else if from.patch != to.patch {
            Self::Patch
        } else {
            Self::None
        }
    }
}

impl std::fmt::Display for Bump {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.pad(self.as_str())
    }
}

/// A version without suffixes.
pub fn core(major: u64, minor: u64, patch: u64) -> Version {
    Version { major, minor, patch, pre: Prerelease::EMPTY, build: BuildMetadata::EMPTY }
}

/// What a bump means before 1.0.0, where Semantic Versioning promises nothing (rule 4).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum ZeroMajor {
    /// As Cargo resolves versions: a breaking change raises the leftmost number that is not zero, all else
    /// the one after it. `0.2.3` becomes `0.3.0` or `0.2.4`; `0.0.3` becomes `0.0.4`.
    #[default]
    Cargo,
    /// Breaking changes and features raise the minor number, fixes the patch number.
    Minor,
    /// As from 1.0.0 on: a breaking change leads to 1.0.0.
    Major,
}

impl ZeroMajor {
    /// What becomes of `severity` on top of `current`.
    pub fn adapt(self, severity: Bump, current: &Version) -> Bump {
        if current.major > 0 || severity == Bump::None {
            return severity;
        }
        match (self, severity) {
            (Self::Major, severity) => severity,
            (Self::Minor, Bump::Major) => Bump::Minor,
            (Self::Minor, severity) => severity,
            (Self::Cargo, Bump::Major) if current.minor > 0 => Bump::Minor,
            (Self::Cargo, _) => Bump::Patch,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_major_policies() {
        let cases = [
            (ZeroMajor::Cargo, "0.2.3", Bump::Major, "0.3.0"),
            (ZeroMajor::Cargo, "0.2.3", Bump::Minor, "0.2.4"),
            (ZeroMajor::Cargo, "0.2.3", Bump::Patch, "0.2.4"),
            (ZeroMajor::Cargo, "0.0.3", Bump::Major, "0.0.4"),
            (ZeroMajor::Minor, "0.2.3", Bump::Major, "0.3.0"),
            (ZeroMajor::Minor, "0.2.3", Bump::Minor, "0.3.0"),
            (ZeroMajor::Minor, "0.0.3", Bump::Patch, "0.0.4"),
            (ZeroMajor::Major, "0.2.3", Bump::Major, "1.0.0"),
            (ZeroMajor::Cargo, "1.2.3", Bump::Major, "2.0.0"),
            (ZeroMajor::Cargo, "0.2.3", Bump::None, "0.2.3"),
        ];
        for (policy, current, severity, next) in cases {
            let current: Version = current.parse().unwrap();
            let bump = policy.adapt(severity, &current);
            assert_eq!(bump.apply(&current).to_string(), next, "{policy:?} {current} {severity}");
        }
    }
}
