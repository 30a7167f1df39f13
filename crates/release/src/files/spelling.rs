//! How an ecosystem writes a semantic version.

use semver::Version;

/// How versions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As Semantic Versioning 2.0.0 has it.
    SemVer,
}

impl Spelling {
    /// Reads a version, or says why it is none.
    pub(super) fn read(self, text: &str) -> Result<Version, String> {
        match self {
            Self::SemVer => Version::parse(text).map_err(|error| error.to_string()),
        }
    }

    /// Writes a version, or says why it cannot be written.
    pub(super) fn write(self, version: &Version) -> Result<String, String> {
        match self {
            Self::SemVer => Ok(version.to_string()),
        }
    }
}
