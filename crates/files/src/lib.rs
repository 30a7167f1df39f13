//! Files that state a package's version: read with the place of each version, changed at those places alone.
//!
//! Pure: text in, text out. A format is one file in [`mod@format`] and one line in [`FORMATS`]. It only reads: it
//! says which bytes are a version and whose. What is written there, and in which spelling, is decided here
//! once for all of them, so that no format can touch a byte that is no version.

pub mod configuration;
pub mod detect;
mod error;
pub mod format;
mod place;
pub mod plan;
mod reading;
mod requirement;
mod spelling;
mod syntax;

pub use error::{Error, Position};
pub use format::FORMATS;
pub use place::{Place, Role};
pub use reading::{Absence, Reading};
pub use requirement::Style;
pub use spelling::Spelling;

use std::collections::BTreeMap;

use semver::Version;

/// Where names of packages mean the same: two packages named `core`, one of Cargo and one of npm, are two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ecosystem {
    /// crates.io and its like.
    Cargo,
    /// npm, and all that reads `package.json`.
    Npm,
    /// PyPI and its like. Names are normalised: lower case, `-` between words.
    Python,
    /// Maven Central and its like. A name is `groupId:artifactId`.
    Maven,
    /// rubygems.org and its like.
    Ruby,
}

/// The packages of one [`Ecosystem`] that are released, as their own tool names them, with their new versions.
pub type Released = BTreeMap<String, Version>;

/// What a file is to state.
#[derive(Debug, Clone, Copy)]
pub struct Target<'a> {
    /// The new version of the file's own package; `None` where it is not released.
    pub version: Option<&'a Version>,
    /// The new version of the packages that take theirs from this file, such as by `version.workspace = true`.
    /// `None` is [`Self::version`] where the file states no other, and else no change.
    pub shared: Option<&'a Version>,
    /// The last final version of the file's own package before: what a [`Role::Pin`] of it says.
    pub last_final: Option<&'a Version>,
    /// All that is released, the file's own package too: for lock files and for requirements on siblings.
    pub released: &'a Released,
}

impl Target<'_> {
    /// What a pin is to say; `None` is what it says. A pre-release is for those who ask for it.
    fn pin(&self, text: &str) -> Option<String> {
        let new = self.version.filter(|version| version.pre.is_empty())?;
        let parts = 1 + text.matches('.').count();
        (text == short(self.last_final?, parts)).then(|| short(new, parts)).filter(|new| new != text)
    }
}

/// The first numbers of a version.
fn short(version: &Version, parts: usize) -> String {
    let numbers = [version.major, version.minor, version.patch].map(|number| number.to_string());
    numbers[..parts.min(3)].join(".")
}

/// What a format has to know beside the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Argument {
    /// The configuration's `key`: where the version stands. Where it gives one without a format, the file's ending
    /// tells the format.
    Key {
        /// The endings of files.
        endings: &'static [&'static str],
    },
    /// The configuration's `pattern`, a regular expression.
    Pattern,
    /// The repository as GitHub names it: `owner/name`.
    Repository,
}

/// Whether a package's version stands again in a file that lies deeper. Such a file changes only if it states the
/// version that the package had.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nesting {
    /// It is another's.
    No,
    /// It may be a project with a version of its own.
    Possible,
    /// It is where that version usually stands: another one there is a mistake.
    Usual,
}

impl Nesting {
    fn usual(holds: bool) -> Self {
        if holds { Self::Usual } else { Self::No }
    }

    fn possible(holds: bool) -> Self {
        if holds { Self::Possible } else { Self::No }
    }
}

/// A kind of file that states a version.
pub trait VersionFile: Sync {
    /// The word for it in `deploy-kit.toml`, in kebab case.
    fn name(&self) -> &'static str;

    /// Whose names it uses; `None` where it names no packages.
    fn ecosystem(&self) -> Option<Ecosystem> {
        None
    }

    /// Whether it records what its tool resolved. It names many packages and is none's manifest.
    fn is_lock(&self) -> bool {
        false
    }

    /// What beside the text it has to know.
    fn argument(&self) -> Option<Argument> {
        None
    }

    /// Whether a file of this name, without its folder, is of this kind.
    fn matches(&self, file_name: &str) -> bool;

    /// Whether the version of a package stands again in a file of this kind, at a path below its folder.
    fn nests(&self, _below: &str) -> Nesting {
        Nesting::No
    }

    /// Reads every place that states a version of a package kept in the same repository. `argument` is for formats
    /// that ask for one.
    ///
    /// # Errors
    /// The text is not of this format.
    fn read(&self, content: &str, argument: Option<&str>) -> Result<Reading, Error>;
}

/// The same text with other versions; equal to `content` where it states them already.
///
/// # Errors
/// As [`VersionFile::read`] and [`Reading::update`].
pub fn update(format: &dyn VersionFile, content: &str, target: &Target<'_>) -> Result<String, Error> {
    format.read(content, None)?.update(content, target)
}

/// The format of this name in `deploy-kit.toml`.
pub fn by_name(name: &str) -> Option<&'static dyn VersionFile> {
    FORMATS.iter().copied().find(|format| format.name() == name)
}

/// The format that knows a path by its file name.
pub fn by_path(path: &str) -> Option<&'static dyn VersionFile> {
    let file_name = path.rsplit('/').next().unwrap_or(path);
    FORMATS.iter().copied().find(|format| format.matches(file_name))
}
