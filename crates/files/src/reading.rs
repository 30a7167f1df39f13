//! What a file states, and the same text with other versions.

use semver::Version;

use super::error::Position;
use super::syntax::Text;
use super::{Error, Place, Role, Spelling, Style, Target, requirement};

/// All that a file states.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// The name of its own package, as others require it.
    pub package: Option<String>,
    /// The places of versions, in any order; they do not overlap.
    pub places: Vec<Place>,
    /// Why no place states the version of the file's own package. `None` also for lock files, which have none.
    pub absence: Option<Absence>,
    /// The folders of the packages that it is the workspace of, as globs from its own folder.
    pub members: Vec<String>,
}

/// Why a file does not state its package's version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Absence {
    /// Another file states it: Cargo's `version.workspace = true`.
    #[error("the version is taken from the workspace")]
    Inherited,
    /// Another file of the package states it: `attr:`, `file:`, a module that is imported.
    #[error("the version is taken from another file")]
    Elsewhere,
    /// It is computed when the package is built.
    #[error("the version is computed when the package is built: `version` is in `dynamic`")]
    Dynamic,
    /// There is none.
    #[error("no version stands at {0}")]
    Missing(&'static str),
}

impl Absence {
    pub(crate) fn hint(self) -> Option<&'static str> {
        match self {
            Self::Inherited => None,
            Self::Elsewhere => Some("name that file in `version-files`, and leave this one out"),
            Self::Dynamic => Some("leave the file out of `version-files`: the tag is its version"),
            Self::Missing(_) => {
                Some("write the present version there, or leave the file out of `version-files`")
            }
        }
    }
}

impl Reading {
    /// What a file states that has one place for its own version; `missing` is the name of that place.
    pub(crate) fn of(version: Option<Text>, spelling: Spelling, missing: &'static str) -> Self {
        let absence = version.is_none().then_some(Absence::Missing(missing));
        let places = version.map(|text| text.place(Role::Own(spelling))).into_iter().collect();
        Self { places, absence, ..Self::default() }
    }

    /// What a file states that leaves its version to others.
    pub(crate) fn without(absence: Absence) -> Self {
        Self { absence: Some(absence), ..Self::default() }
    }

    /// The version that the file states: of its own package, or of `name` in a lock file. `None` where it
    /// states none, for which [`Self::absence`] may have a reason.
    ///
    /// # Errors
    /// Something else stands in its place.
    pub fn current(&self, content: &str, name: Option<&str>) -> Result<Option<Version>, Error> {
        let find = |wanted: &dyn Fn(&Role) -> Option<Spelling>| {
            self.places.iter().find_map(|place| Some((place, wanted(&place.role)?)))
        };
        let found = find(&|role| match role {
            Role::Own(spelling) if spelling.is_whole() => Some(*spelling),
            Role::Locked { name: locked, spelling } if name == Some(locked) => Some(*spelling),
            _ => None,
        });
        let found = match (found, self.takes_shared()) {
            (None, true) => find(&|role| match role {
                Role::Shared(spelling) => Some(*spelling),
                _ => None,
            }),
            (found, _) => found,
        };
        match found {
            Some((place, spelling)) => place.version(content, spelling).map(Some),
            None => Ok(self.in_parts()),
        }
    }

    /// The version whose three numbers stand in places of their own, as in `(1, 2, 0)`.
    fn in_parts(&self) -> Option<Version> {
        let part = |part| {
            let place = self.places.iter().find(|place| place.role == Role::Own(part))?;
            place.text.parse().ok()
        };
        Some(Version::new(part(Spelling::Major)?, part(Spelling::Minor)?, part(Spelling::Patch)?))
    }

    /// Whether others take their version from this file.
    pub(crate) fn has_shared(&self) -> bool {
        self.places.iter().any(|place| matches!(place.role, Role::Shared(_)))
    }

    /// Whether the version that others take from this file is also its own.
    pub(crate) fn takes_shared(&self) -> bool {
        !self.places.iter().any(|place| matches!(place.role, Role::Own(_)))
    }

    /// The same text with the versions of `target`; equal to `content` where it states them already.
    ///
    /// # Errors
    /// The file has no place for its own version, something else stands there, a version cannot be written
    /// in the file's ecosystem, or a range in a requirement does not hold the new version.
    pub fn update(&self, content: &str, target: &Target<'_>) -> Result<String, Error> {
        self.check(target)?;
        let mut edits: Vec<(&Place, String)> = Vec::new();
        for place in &self.places {
            if let Some(text) = self.text(content, place, target)?
                && text != place.text
            {
                edits.push((place, text));
            }
        }
        edits.sort_by_key(|(place, _)| place.span.start);
        Ok(apply(content, &edits))
    }

    fn check(&self, target: &Target<'_>) -> Result<(), Error> {
        match self.absence {
            Some(Absence::Inherited) | None => Ok(()),
            Some(_) if self.has_shared() || target.version.is_none() => Ok(()),
            Some(absence) => Err(absence.into()),
        }
    }

    /// The version that others take from this file.
    pub(crate) fn shared(&self, content: &str) -> Option<Version> {
        self.places.iter().find_map(|place| match place.role {
            Role::Shared(spelling) => place.version(content, spelling).ok(),
            _ => None,
        })
    }

    /// Whether a place is one that the target says something of.
    pub(crate) fn is_meant(&self, place: &Place, target: &Target<'_>) -> bool {
        match &place.role {
            Role::Own(_) => target.version.is_some(),
            Role::Shared(_) => target.shared.is_some() || target.version.is_some() && self.takes_shared(),
            Role::Locked { name, .. } => target.released.contains_key(name),
            Role::Pin => target.last_final.is_some(),
            Role::Requirement { .. } => false,
        }
    }

    /// What is to stand at a place; `None` is whatever stands there.
    pub(crate) fn text(
        &self,
        content: &str,
        place: &Place,
        target: &Target<'_>,
    ) -> Result<Option<String>, Error> {
        let (version, spelling) = match &place.role {
            Role::Own(spelling) => (target.version, spelling),
            Role::Shared(spelling) => {
                (target.shared.or(target.version.filter(|_| self.takes_shared())), spelling)
            }
            Role::Locked { name, spelling } => (target.released.get(name), spelling),
            Role::Requirement { name, style } => {
                let Some(version) = target.released.get(name) else { return Ok(None) };
                return place.requirement(content, name, *style, version);
            }
            Role::Pin => return Ok(target.pin(&place.text)),
        };
        let Some(version) = version else { return Ok(None) };
        // What is replaced has to be a version: else a placeholder or a mistake would be lost.
        if spelling.is_whole() && place.version(content, *spelling)? == *version {
            return Ok(None);
        }
        let written = spelling.write(version);
        written.map(Some).map_err(|reason| Error::Spelling {
            at: place.at(content),
            version: version.clone(),
            reason,
        })
    }
}

impl Place {
    fn at(&self, content: &str) -> Position {
        Position::of(content, self.span.start)
    }

    fn version(&self, content: &str, spelling: Spelling) -> Result<Version, Error> {
        spelling.read(&self.text).map_err(|reason| Error::Version {
            at: self.at(content),
            text: self.text.clone(),
            reason,
        })
    }

    fn requirement(
        &self,
        content: &str,
        name: &str,
        style: Style,
        version: &Version,
    ) -> Result<Option<String>, Error> {
        requirement::renew(style, &self.text, version).map_err(|_| Error::Requirement {
            at: self.at(content),
            name: name.to_owned(),
            requirement: self.text.clone(),
            version: version.clone(),
        })
    }
}

/// Replaces each place, in the text's order, in one pass.
fn apply(content: &str, edits: &[(&Place, String)]) -> String {
    let mut text =
        String::with_capacity(content.len() + edits.iter().map(|(_, text)| text.len()).sum::<usize>());
    let mut done = 0;
    for (place, new) in edits {
        text.push_str(&content[done..place.span.start]);
        text.push_str(new);
        done = place.span.end;
    }
    text.push_str(&content[done..]);
    text
}
