//! The version files of a whole repository, from what they state to what they are to state.

mod check;
mod names;

use std::collections::{BTreeMap, BTreeSet};

use semver::Version;

use super::detect::{Found, detect};
use super::format::marked;
use super::{Argument, Error, Nesting, Reading, Released, Target, VersionFile, by_path};
use names::Names;

pub use check::{Authority, Check, Disagreement, Expected, Stating, What, check};

/// A package of the repository, whether it is released or rests.
#[derive(Debug, Clone)]
pub struct Package {
    /// What it is called in messages.
    pub title: String,
    /// Its folder from the repository's root; empty for the root.
    pub folder: String,
    /// The version that it has; `None` before its first release.
    pub current: Option<Version>,
    /// The last final version, which [`Self::current`] may be a pre-release above.
    pub last_final: Option<Version>,
    /// The version that it is released as; `None` if it rests.
    pub next: Option<Version>,
    /// The files that the configuration names.
    pub named: Vec<Named>,
}

/// A version file that the configuration names.
#[derive(Clone)]
pub struct Named {
    /// From the repository's root; also a glob.
    pub path: String,
    /// Its format; `None` is what the file name says, else marked lines.
    pub format: Option<&'static dyn VersionFile>,
    /// The key or the pattern, for formats that ask for one.
    pub argument: Option<String>,
    /// Whether it is to be left alone, though its name is known.
    pub ignored: bool,
}

impl std::fmt::Debug for Named {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let by_name = if self.ignored { "none" } else { "by its name" };
        let format = self.format.map_or(by_name, VersionFile::name);
        write!(formatter, "{} ({format}, {:?})", self.path, self.argument)
    }
}

/// A file whose text is needed.
#[derive(Clone)]
pub struct Source {
    /// From the repository's root.
    pub path: String,
    format: &'static dyn VersionFile,
    argument: Option<String>,
    /// The packages whose version it states, by index.
    owners: Vec<usize>,
    /// The package, by index, whose version it states if it stated the present one.
    follows: Option<usize>,
    /// How surely.
    nesting: Nesting,
    /// Whether the configuration names it: then it has to state a version.
    named: bool,
}

impl Source {
    /// Whether it is a package's own, or the configuration names it: then it has to be readable.
    pub fn is_required(&self) -> bool {
        self.named || !self.owners.is_empty()
    }
}

impl std::fmt::Debug for Source {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} ({})", self.path, self.format.name())
    }
}

/// A file that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// From the repository's root.
    pub path: String,
    /// Its text before.
    pub before: String,
    /// Its text after.
    pub after: String,
}

/// Why the files cannot be planned.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A file cannot be read as what it is, or changed.
    #[error("cannot change the version in `{path}`")]
    File {
        /// From the repository's root.
        path: String,
        /// Why.
        #[source]
        error: Box<Error>,
    },
    /// A file that the configuration names is not there.
    #[error("`version-files` of {package} names `{path}`, which is not in the repository")]
    NoFile {
        /// The package.
        package: String,
        /// From the repository's root.
        path: String,
    },
    /// A file is to state what others call the repository, and nobody knows it.
    #[error(
        "`version-files` names `{path}` for its `uses:`, but the repository's name on GitHub is not known"
    )]
    NoRepository {
        /// From the repository's root.
        path: String,
    },
    /// One file is to state two versions.
    #[error("`{path}` is to state two versions: {one} and {other}")]
    Two {
        /// From the repository's root.
        path: String,
        /// A version and its package.
        one: String,
        /// Another version and its package.
        other: String,
    },
}

impl Problem {
    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoRepository { .. } => {
                Some("set `GITHUB_REPOSITORY` to `owner/name`, or give the clone a remote".to_owned())
            }
            _ => None,
        }
    }
}

/// The files whose texts [`plan`] needs, among the repository's tracked `paths`, by path. `repository` is its name on
/// GitHub, `owner/name`, if it is known.
///
/// # Errors
/// The configuration names a file that is not there, or one that asks for a name that is not known.
pub fn sources(
    paths: &[&str],
    packages: &[Package],
    repository: Option<&str>,
) -> Result<Vec<Source>, Problem> {
    let folders: Vec<&str> = packages.iter().map(|package| package.folder.as_str()).collect();
    let mut sources: BTreeMap<String, Source> = BTreeMap::new();
    for Found { path, format, package, nested } in detect(paths, &folders) {
        let owners = package.into_iter().collect();
        let (follows, nesting) =
            nested.map_or((None, Nesting::No), |(index, nesting)| (Some(index), nesting));
        let source =
            Source { path: path.to_owned(), format, argument: None, owners, follows, nesting, named: false };
        sources.insert(path.to_owned(), source);
    }
    let tracked: BTreeSet<&str> = paths.iter().copied().collect();
    for (index, package) in packages.iter().enumerate() {
        for named in &package.named {
            for path in matching(named, package, paths, &tracked)? {
                if named.ignored {
                    sources.remove(path);
                } else {
                    let source = source(named, path, repository)?;
                    add(&mut sources, source, index);
                }
            }
        }
    }
    Ok(sources.into_values().collect())
}

/// The tracked files that the configuration means.
fn matching<'a>(
    named: &'a Named,
    package: &Package,
    paths: &[&'a str],
    tracked: &BTreeSet<&str>,
) -> Result<Vec<&'a str>, Problem> {
    let path = named.path.as_str();
    if tracked.contains(path) {
        return Ok(vec![path]);
    }
    let found: Vec<&str> = match is_glob(path) {
        true => paths.iter().copied().filter(|tracked| fast_glob::glob_match(path, tracked)).collect(),
        false => Vec::new(),
    };
    match found.is_empty() {
        true => Err(Problem::NoFile { package: package.title.clone(), path: path.to_owned() }),
        false => Ok(found),
    }
}

fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

/// What the configuration says of a file. One of many that a glob means may state no version.
fn source(named: &Named, path: &str, repository: Option<&str>) -> Result<Source, Problem> {
    let format = named.format.or_else(|| by_path(path)).unwrap_or_else(marked);
    let argument = match format.argument() {
        Some(Argument::Repository) => {
            Some(repository.ok_or_else(|| Problem::NoRepository { path: path.to_owned() })?.to_owned())
        }
        _ => named.argument.clone(),
    };
    let named = named.path == path;
    Ok(Source {
        path: path.to_owned(),
        format,
        argument,
        owners: Vec::new(),
        follows: None,
        nesting: Nesting::No,
        named,
    })
}

/// Adds a file that the configuration names: what it says of it comes before what the name says.
fn add(sources: &mut BTreeMap<String, Source>, source: Source, owner: usize) {
    let known = sources.remove(&source.path);
    let mut owners = known.map(|known| known.owners).unwrap_or_default();
    if !owners.contains(&owner) {
        owners.push(owner);
    }
    sources.insert(source.path.clone(), Source { owners, ..source });
}

/// A file with what it states.
struct File<'a> {
    source: &'a Source,
    content: &'a str,
    reading: Reading,
}

/// What changes, by path. `content` gives the text of a source; a source without one is passed over.
///
/// # Errors
/// A file cannot be read or changed, or is to state two versions.
pub fn plan<'a>(
    packages: &[Package],
    sources: &'a [Source],
    content: impl Fn(&str) -> Option<&'a str>,
) -> Result<Vec<Change>, Problem> {
    let (files, broken) = read(sources, content);
    if let Some((source, error)) = broken.into_iter().next() {
        return Err(problem(source, error));
    }
    let names = Names::of(packages, &files)?;
    let mut changes = Vec::new();
    for file in &files {
        let after = update(file, packages, &names)?;
        if after != file.content {
            let (path, before) = (file.source.path.clone(), file.content.to_owned());
            changes.push(Change { path, before, after });
        }
    }
    Ok(changes)
}

/// The files with what they state, and those that have to be readable and are not.
fn read<'a>(
    sources: &'a [Source],
    content: impl Fn(&str) -> Option<&'a str>,
) -> (Vec<File<'a>>, Vec<(&'a Source, Error)>) {
    let (mut files, mut broken) = (Vec::with_capacity(sources.len()), Vec::new());
    for source in sources {
        let Some(content) = content(&source.path) else { continue };
        match source.format.read(content, source.argument.as_deref()) {
            Ok(reading) => files.push(File { source, content, reading }),
            Err(error) if source.is_required() => broken.push((source, error)),
            // A manifest of nobody's, broken perhaps on purpose: a fixture.
            Err(_) => {}
        }
    }
    (files, broken)
}

fn problem(source: &Source, error: Error) -> Problem {
    Problem::File { path: source.path.clone(), error: Box::new(error) }
}

fn update(file: &File<'_>, packages: &[Package], names: &Names) -> Result<String, Problem> {
    let File { source, content, reading } = file;
    let owned = one_version(&source.path, packages, source.owners.iter().copied())?;
    // A file that was only found may say nothing of a version: a private root, a version from the tag.
    let states = source.named || reading.absence.is_none() || reading.has_shared();
    let version = owned.or_else(|| names.moved(&source.path)).filter(|_| states);
    let released = match names.relates(file) {
        true => released(source, names),
        false => &NONE,
    };
    let last_final = last_final(source, packages);
    let target = Target { version, shared: names.shared(&source.path), last_final, released };
    reading.update(content, &target).map_err(|error| problem(source, error))
}

static NONE: Released = Released::new();

/// What is released under the names that a file uses.
fn released<'a>(source: &Source, names: &'a Names) -> &'a Released {
    source.format.ecosystem().map_or(&NONE, |ecosystem| names.released(ecosystem))
}

/// What pins in a file say of its package.
fn last_final<'a>(source: &Source, packages: &'a [Package]) -> Option<&'a Version> {
    let owner = source.owners.iter().find(|&&index| packages[index].next.is_some());
    owner.and_then(|&index| packages[index].last_final.as_ref())
}

/// The version that all of these packages are released as; `None` if they rest.
fn one_version<'a>(
    path: &str,
    packages: &'a [Package],
    indexes: impl Iterator<Item = usize>,
) -> Result<Option<&'a Version>, Problem> {
    let mut found: Option<(&Package, &Version)> = None;
    for package in indexes.map(|index| &packages[index]) {
        match (found, &package.next) {
            (_, None) => {}
            (None, Some(version)) => found = Some((package, version)),
            (Some((_, one)), Some(other)) if one == other => {}
            (Some((first, one)), Some(other)) => {
                return Err(Problem::Two {
                    path: path.to_owned(),
                    one: format!("{one} of {}", first.title),
                    other: format!("{other} of {}", package.title),
                });
            }
        }
    }
    Ok(found.map(|(_, version)| version))
}

#[cfg(test)]
mod tests;
