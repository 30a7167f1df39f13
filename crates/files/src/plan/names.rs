//! Who is released under which name, and which manifests move along.

use std::collections::{BTreeMap, HashMap, HashSet};

use semver::Version;

use super::{File, Package, Problem, one_version};
use crate::detect::{below, parent};
use crate::{Absence, Ecosystem, Released};

/// What the manifests say of each other.
#[derive(Debug, Default)]
pub(super) struct Names {
    released: BTreeMap<Ecosystem, Released>,
    /// The version that others take from a manifest, by its path.
    shared: HashMap<String, Version>,
    /// The version of a manifest that is no package's and moves with its workspace, by its path.
    moved: HashMap<String, Version>,
    /// The manifests that know a package as one of their own repository, by folder.
    related: HashSet<(Ecosystem, String)>,
}

impl Names {
    pub(super) fn of(packages: &[Package], files: &[File<'_>]) -> Result<Self, Problem> {
        let mut names = Self::default();
        names.relate(packages, files);
        names.share(packages, files)?;
        names.move_members(packages, files);
        names.move_nested(packages, files);
        for file in files {
            names.name(packages, file, files);
        }
        Ok(names)
    }

    /// Of a repository as it is: where packages that share a version have two, each file still has its own.
    pub(super) fn of_state(packages: &[Package], files: &[File<'_>]) -> Self {
        Self::of(packages, files).unwrap_or_default()
    }

    /// Whether requirements in a file are on packages of the repository. In Cargo they say so by their path; an
    /// example that is no member of an npm workspace takes what the registry has.
    pub(super) fn relates(&self, file: &File<'_>) -> bool {
        match file.source.format.ecosystem() {
            Some(Ecosystem::Cargo) => true,
            Some(ecosystem) => {
                let folder = parent(&file.source.path).to_owned();
                !file.source.owners.is_empty() || self.related.contains(&(ecosystem, folder))
            }
            None => false,
        }
    }

    pub(super) fn released(&self, ecosystem: Ecosystem) -> &Released {
        self.released.get(&ecosystem).unwrap_or(&super::NONE)
    }

    pub(super) fn shared(&self, path: &str) -> Option<&Version> {
        self.shared.get(path)
    }

    pub(super) fn moved(&self, path: &str) -> Option<&Version> {
        self.moved.get(path)
    }

    /// The folders above each package, and those of the members of the workspaces there.
    fn relate(&mut self, packages: &[Package], files: &[File<'_>]) {
        for file in files {
            let Some(ecosystem) = file.source.format.ecosystem() else { continue };
            let folder = parent(&file.source.path);
            if !packages
                .iter()
                .any(|package| package.folder == folder || below(&package.folder, folder).is_some())
            {
                continue;
            }
            self.related.insert((ecosystem, folder.to_owned()));
            let members = files.iter().filter(|other| is_member(other, file));
            self.related.extend(members.map(|other| (ecosystem, parent(&other.source.path).to_owned())));
        }
    }

    /// What each workspace's manifest is to share.
    fn share(&mut self, packages: &[Package], files: &[File<'_>]) -> Result<(), Problem> {
        for root in files.iter().filter(|file| file.reading.has_shared()) {
            let takers = files.iter().filter(|file| takes_from(file, files, root));
            let takers = takers.flat_map(|file| file.source.owners.iter().copied());
            let itself = root.source.owners.iter().copied().filter(|_| root.reading.takes_shared());
            let path = &root.source.path;
            if let Some(version) = one_version(path, packages, takers.chain(itself))? {
                self.shared.insert(path.clone(), version.clone());
            }
        }
        Ok(())
    }

    /// The members of a repository that is one package have its version, if they had it before.
    fn move_members(&mut self, packages: &[Package], files: &[File<'_>]) {
        let [Package { folder, current: Some(current), next: Some(next), .. }] = packages else { return };
        let roots = files.iter().filter(|file| parent(&file.source.path) == folder);
        for root in roots {
            let members = files.iter().filter(|file| is_member(file, root) && file.source.owners.is_empty());
            for member in members {
                let stated = member.reading.current(member.content, None);
                if stated.is_ok_and(|stated| stated.as_ref() == Some(current)) {
                    self.moved.insert(member.source.path.clone(), next.clone());
                }
            }
        }
    }

    /// Files where a package's version usually stands again have it, if they had it before.
    fn move_nested(&mut self, packages: &[Package], files: &[File<'_>]) {
        for file in files {
            let Some(index) = file.source.follows else { continue };
            let Package { next: Some(next), .. } = &packages[index] else { continue };
            let stated = file.stated();
            if stated.is_some() && stated == before(index, packages, files) {
                self.moved.insert(file.source.path.clone(), next.clone());
            }
        }
    }

    /// The name under which a manifest's package is released, if it is.
    fn name(&mut self, packages: &[Package], file: &File<'_>, files: &[File<'_>]) {
        let Some(ecosystem) = file.source.format.ecosystem() else { return };
        // A lock file tells whose it is, not who it is.
        let Some(name) = file.reading.package.clone().filter(|_| !file.source.format.is_lock()) else {
            return;
        };
        let own = || file.source.owners.iter().find_map(|&index| packages[index].next.as_ref());
        let version = match file.reading.absence {
            Some(Absence::Inherited) => {
                let root = root_of(file, files).or(file.reading.has_shared().then_some(file));
                root.and_then(|root| self.shared.get(&root.source.path))
            }
            Some(Absence::Missing(_)) => None,
            Some(Absence::Dynamic | Absence::Elsewhere) | None => {
                own().or_else(|| self.moved.get(&file.source.path))
            }
        };
        if let Some(version) = version.cloned() {
            self.released.entry(ecosystem).or_default().insert(name, version);
        }
    }
}

/// The version that a package had: of its last release, before the first what its own files state.
fn before(index: usize, packages: &[Package], files: &[File<'_>]) -> Option<Version> {
    let own = files.iter().filter(|file| file.source.owners.contains(&index));
    let mut stated = own.filter_map(File::stated);
    packages[index].current.clone().or_else(|| stated.next())
}

impl File<'_> {
    /// The version that it states of its own package.
    pub(super) fn stated(&self) -> Option<Version> {
        self.reading.current(self.content, None).ok().flatten()
    }

    /// The same, or the one that it takes from its workspace.
    pub(super) fn stated_or_shared(&self, files: &[File<'_>]) -> Option<Version> {
        match self.reading.absence {
            Some(Absence::Inherited) => {
                root_of(self, files).and_then(|root| root.reading.shared(root.content))
            }
            _ => self.stated(),
        }
    }
}

/// Whether a file takes its version from `root`: the nearest manifest above that shares one.
fn takes_from(file: &File<'_>, files: &[File<'_>], root: &File<'_>) -> bool {
    file.reading.absence == Some(Absence::Inherited)
        && root_of(file, files).is_some_and(|nearest| std::ptr::eq(nearest, root))
}

fn root_of<'a, 'b>(file: &File<'_>, files: &'b [File<'a>]) -> Option<&'b File<'a>> {
    let folder = parent(&file.source.path);
    let shares = |other: &&File<'_>| {
        other.reading.has_shared() && other.source.format.ecosystem() == file.source.format.ecosystem()
    };
    let above = files.iter().filter(shares).filter(|other| {
        let above = parent(&other.source.path);
        folder == above || below(folder, above).is_some()
    });
    above.max_by_key(|other| parent(&other.source.path).len())
}

/// Whether a file lies in a folder that the workspace of `root` names.
fn is_member(file: &File<'_>, root: &File<'_>) -> bool {
    let relative = below(parent(&file.source.path), parent(&root.source.path));
    let Some(relative) = relative.filter(|relative| !relative.is_empty()) else { return false };
    file.source.format.ecosystem() == root.source.format.ecosystem() && holds(&root.reading.members, relative)
}

/// Whether a folder is among the members: `!packages/x` takes away again.
fn holds(members: &[String], folder: &str) -> bool {
    let matches =
        |glob: &str| fast_glob::glob_match(glob.trim_start_matches("./").trim_end_matches('/'), folder);
    let (without, with): (Vec<&str>, Vec<&str>) =
        members.iter().map(String::as_str).partition(|glob| glob.starts_with('!'));
    with.into_iter().any(matches) && !without.iter().filter_map(|glob| glob.strip_prefix('!')).any(matches)
}
