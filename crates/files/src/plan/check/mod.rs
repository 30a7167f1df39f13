//! What the version files of a repository state, compared with the version that each package has.

use std::collections::BTreeMap;

use semver::Version;

use super::names::Names;
use super::{Error, File, Package, Source, last_final, read};
use crate::detect::{below, parent};
use crate::{Absence, Nesting, Place, Position, Released, Role, Target, short};

/// The outcome of a check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What each package's files are to state, in the order of the packages; `None` where nobody says it.
    pub expected: Vec<Option<Expected>>,
    /// The files that state a version of a package of the repository, by path.
    pub files: Vec<Stating>,
    /// Where they say something else, by path and line.
    pub disagreements: Vec<Disagreement>,
}

/// A file that states a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stating {
    /// From the repository's root.
    pub path: String,
    /// The package that it is of, by index; `None` for a lock file of several.
    pub package: Option<usize>,
}

/// A version and who says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expected {
    /// The version.
    pub version: Version,
    /// Who says it.
    pub by: Authority,
}

/// Who says which version a package has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Authority {
    /// Its last release.
    Release,
    /// All of its own files, which state the version that comes next: the commit of a release has no tag yet.
    Next,
    /// The first of its own files, as it has no release.
    File(String),
}

/// A place that states another version than it should, or a file that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The file, from the repository's root.
    pub path: String,
    /// Where in it.
    pub at: Option<Position>,
    /// What is wrong.
    pub what: What,
}

/// What is wrong with a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum What {
    /// It states another version.
    Differs {
        /// What stands there.
        states: String,
        /// What is to stand there.
        expected: String,
        /// The package, by index; `None` for what a lock file says of a manifest that is no package's.
        package: Option<usize>,
    },
    /// It cannot be read, or states nothing though it is named.
    Unreadable(Error),
}

/// Compares what files state. What they require of each other is not looked at: a range may hold many versions.
pub fn check<'a>(
    packages: &[Package],
    sources: &'a [Source],
    content: impl Fn(&str) -> Option<&'a str>,
) -> Check {
    let (files, broken) = read(sources, content);
    let mut disagreements: Vec<Disagreement> =
        broken.into_iter().map(|(source, error)| unreadable(&source.path, error)).collect();
    let expected: Vec<Option<Expected>> =
        (0..packages.len()).map(|index| expected(index, packages, &files)).collect();
    let settled: Vec<Package> = packages
        .iter()
        .zip(&expected)
        .map(|(package, expected)| settle(package, expected.as_ref()))
        .collect();
    let names = Names::of_state(&settled, &files);
    let mut stating = Vec::new();
    for file in &files {
        let before = disagreements.len();
        let states = compare(file, &files, &settled, &names, &mut disagreements);
        if states || disagreements.len() > before {
            stating.push(Stating { path: file.source.path.clone(), package: owner(file.source, &settled) });
        }
    }
    disagreements.sort_by(|one, other| (&one.path, one.at).cmp(&(&other.path, other.at)));
    Check { expected, files: stating, disagreements }
}

fn unreadable(path: &str, error: Error) -> Disagreement {
    Disagreement { path: path.to_owned(), at: error.at(), what: What::Unreadable(error) }
}

/// What the files of a package are to state.
fn expected(index: usize, packages: &[Package], files: &[File<'_>]) -> Option<Expected> {
    let package = &packages[index];
    let own =
        || files.iter().filter(|file| file.source.owners.contains(&index) && !file.source.format.is_lock());
    let stated = || own().filter_map(|file| Some((file, file.stated()?)));
    let Some(current) = &package.current else {
        let usual =
            |file: &&File<'_>| file.source.nesting == Nesting::Usual && file.source.follows == Some(index);
        let deeper = || files.iter().filter(usual).filter_map(|file| Some((file, file.stated()?)));
        let (file, version) = stated().next().or_else(|| deeper().next())?;
        return Some(Expected { version, by: Authority::File(file.source.path.clone()) });
    };
    let next = package.next.as_ref().filter(|next| {
        stated().next().is_some() && stated().all(|(file, version)| file.agrees(&version, next))
    });
    let (version, by) = next.map_or((current, Authority::Release), |next| (next, Authority::Next));
    Some(Expected { version: version.clone(), by })
}

/// The package as if it were released as what it is.
fn settle(package: &Package, expected: Option<&Expected>) -> Package {
    let version = expected.map(|expected| expected.version.clone());
    let last_final = match expected.map(|expected| &expected.by) {
        Some(Authority::Release) => package.last_final.clone(),
        _ => version.clone().filter(|version| version.pre.is_empty()),
    };
    Package { current: version.clone(), last_final, next: version, ..package.clone() }
}

/// Whether a file states any version of the repository's; what it states wrongly is added to `disagreements`.
fn compare(
    file: &File<'_>,
    files: &[File<'_>],
    packages: &[Package],
    names: &Names,
    disagreements: &mut Vec<Disagreement>,
) -> bool {
    let File { source, content, reading } = file;
    let owner = owner(source, packages);
    let version = owner.and_then(|index| packages[index].next.as_ref()).or_else(|| names.moved(&source.path));
    let mut locked = super::released(source, names).clone();
    if source.format.is_lock() && is_of_packages(file, packages) {
        stated_below(file, files).into_iter().for_each(|(name, version)| {
            locked.entry(name).or_insert(version);
        });
    }
    let target = Target {
        version,
        shared: names.shared(&source.path),
        last_final: last_final(source, packages),
        released: &locked,
    };
    if let Some(absence) = reading.absence.filter(|absence| source.named && *absence != Absence::Inherited) {
        if !reading.has_shared() {
            disagreements.push(unreadable(&source.path, absence.into()));
        }
        return false;
    }
    let mut states = false;
    for place in &reading.places {
        let wanted = match &place.role {
            Role::Requirement { .. } => continue,
            Role::Pin => Ok(pin(place, target.last_final)),
            _ => reading.text(content, place, &target),
        };
        states |= reading.is_meant(place, &target);
        match wanted {
            Ok(Some(text)) if text != place.text => disagreements.push(Disagreement {
                path: source.path.clone(),
                at: Some(Position::of(content, place.span.start)),
                what: What::Differs {
                    states: place.text.clone(),
                    expected: text,
                    package: match &place.role {
                        Role::Locked { name, .. } => {
                            released_as(super::released(source, names).get(name), packages)
                        }
                        _ => owner,
                    },
                },
            }),
            Ok(_) => {}
            Err(error) => disagreements.push(unreadable(&source.path, error)),
        }
    }
    states
}

/// The package that is released as what a lock file is to say; `None` for a manifest of none, and where several are.
fn released_as(version: Option<&Version>, packages: &[Package]) -> Option<usize> {
    let mut alike =
        (0..packages.len()).filter(|&index| version.is_some() && packages[index].next.as_ref() == version);
    alike.next().filter(|_| alike.next().is_none())
}

/// Whether a lock file lies in the folder of a package or above it: others are of examples, fixtures and tools.
fn is_of_packages(lock: &File<'_>, packages: &[Package]) -> bool {
    let folder = parent(&lock.source.path);
    packages.iter().any(|package| package.folder == folder || below(&package.folder, folder).is_some())
}

/// What the manifests below a lock file state, by the names of their packages; none where two disagree.
fn stated_below(lock: &File<'_>, files: &[File<'_>]) -> Released {
    let folder = parent(&lock.source.path);
    let mut stated: BTreeMap<&str, Vec<Option<Version>>> = BTreeMap::new();
    for file in files.iter().filter(|file| !file.source.format.is_lock()) {
        let is_below = parent(&file.source.path) == folder || below(&file.source.path, folder).is_some();
        let is_related = file.source.format.ecosystem() == lock.source.format.ecosystem();
        if let Some(name) = file.reading.package.as_deref().filter(|_| is_below && is_related) {
            stated.entry(name).or_default().push(file.stated_or_shared(files));
        }
    }
    let one = stated.into_iter().filter_map(|(name, versions)| {
        let first = versions.first()?.clone()?;
        versions.iter().all(|version| version.as_ref() == Some(&first)).then(|| (name.to_owned(), first))
    });
    one.collect()
}

/// The package whose version a file states.
fn owner(source: &Source, packages: &[Package]) -> Option<usize> {
    let owner = source.owners.iter().copied().find(|&index| packages[index].next.is_some());
    owner.or(source.follows.filter(|_| source.nesting == Nesting::Usual))
}

/// What a pin of the same major version is to say; one of another is a guide from or to there.
fn pin(place: &Place, last_final: Option<&Version>) -> Option<String> {
    let last = last_final?;
    let (major, rest) = place.text.split_once('.')?;
    (major == last.major.to_string()).then(|| short(last, 2 + rest.matches('.').count()))
}

impl File<'_> {
    /// Whether what it states is how it would state `version`.
    fn agrees(&self, stated: &Version, version: &Version) -> bool {
        if stated == version {
            return true;
        }
        let target =
            Target { version: Some(version), shared: None, last_final: None, released: &super::NONE };
        self.reading.update(self.content, &target).is_ok_and(|after| after == self.content)
    }
}

#[cfg(test)]
mod tests;
