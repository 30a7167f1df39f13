//! How an ecosystem writes a semantic version.

mod gem;
mod pep440;

use semver::Version;

/// How versions are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Spelling {
    /// As Semantic Versioning 2.0.0 has it.
    SemVer,
    /// As Semantic Versioning has it; also with one or two numbers, of which the others are 0.
    Loose,
    /// As Python's PEP 440 has it: `1.2.0rc1` for `1.2.0-rc.1`.
    Pep440,
    /// As RubyGems has it: `1.2.0.rc.1` for `1.2.0-rc.1`.
    Gem,
    /// Three numbers, or the first of them; a pre-release cannot be written.
    Numbers,
    /// The first of the three numbers alone.
    Major,
    /// The second of the three numbers alone.
    Minor,
    /// The third of the three numbers alone.
    Patch,
}

impl Spelling {
    /// Whether a whole version can be read from what is written so.
    pub(super) fn is_whole(self) -> bool {
        !matches!(self, Self::Major | Self::Minor | Self::Patch)
    }

    /// Reads a version, or says why it is none.
    pub(super) fn read(self, text: &str) -> Result<Version, String> {
        match self {
            Self::SemVer => Version::parse(text).map_err(|error| error.to_string()),
            Self::Loose | Self::Numbers => loose(text),
            Self::Gem => gem::read(text).map_err(str::to_owned),
            Self::Pep440 => pep440::read(text).map_err(str::to_owned),
            Self::Major | Self::Minor | Self::Patch => Err("it is one number of a version".to_owned()),
        }
    }

    /// Writes a version, or says why it cannot be written.
    pub(super) fn write(self, version: &Version) -> Result<String, String> {
        match self {
            Self::SemVer | Self::Loose => Ok(version.to_string()),
            Self::Numbers => Ok(format!("{}.{}.{}", version.major, version.minor, version.patch)),
            Self::Gem => gem::write(version),
            Self::Pep440 => pep440::write(version),
            Self::Major => Ok(version.major.to_string()),
            Self::Minor => Ok(version.minor.to_string()),
            Self::Patch => Ok(version.patch.to_string()),
        }
    }
}

/// `1`, `1.2`, `1.2-SNAPSHOT`
fn loose(text: &str) -> Result<Version, String> {
    let end = text.find(['-', '+']).unwrap_or(text.len());
    let (numbers, rest) = text.split_at(end);
    let missing = 2_usize.saturating_sub(numbers.matches('.').count());
    let full = format!("{numbers}{}{rest}", ".0".repeat(missing));
    Version::parse(&full).map_err(|error| error.to_string())
}
