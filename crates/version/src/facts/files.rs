//! The files that state versions, as a commit holds them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use deploy_kit_core::tool::Failure;
use deploy_kit_files::plan::{Named, Package, Source, sources};
use deploy_kit_git::{FileKind, Id, Repository};
use semver::Version;

use super::{Facts, PackageFacts, ReleaseTag, failure};
use crate::plan::Plan;
use crate::settings::Settings;

/// The files and what they say.
#[derive(Debug, Default)]
pub struct VersionFiles {
    /// Every package, also those that rest.
    pub packages: Vec<Package>,
    /// The files.
    pub sources: Vec<Source>,
    /// Their texts, by path.
    pub texts: BTreeMap<String, Text>,
}

/// A text file of a commit.
#[derive(Debug, Clone)]
pub struct Text {
    /// The file, from the repository's root.
    pub path: PathBuf,
    /// What it says; empty where there is no such file.
    pub content: String,
    /// Whether it is an ordinary file, or none yet: GitHub's API can write no other.
    pub is_plain: bool,
}

/// What is known beside the repository.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// For each package the files that the configuration names.
    pub named: &'a [Vec<Named>],
    /// `owner/name` on GitHub.
    pub repository: Option<&'a str>,
}

/// The versions of a package, as far as files state them.
#[derive(Debug, Clone, Default)]
pub struct Versions {
    /// The one that it has.
    pub current: Option<Version>,
    /// The last final one.
    pub last_final: Option<Version>,
    /// The one that it is released as, if it is.
    pub next: Option<Version>,
}

impl Versions {
    /// Of every package of the settings; without a plan nothing is released.
    pub fn all(facts: &Facts, plan: Option<&Plan>) -> Vec<Self> {
        let plans = |index| plan?.packages.iter().find(|plan| plan.index == index && plan.should_release);
        let version =
            |release: &Option<ReleaseTag>| release.as_ref().map(|release| release.tag.version.clone());
        let of = |(index, facts): (usize, &PackageFacts)| Self {
            current: version(&facts.last_pre).max(version(&facts.last_final)),
            last_final: version(&facts.last_final),
            next: plans(index).and_then(|plan| plan.next.clone()),
        };
        facts.packages.iter().enumerate().map(of).collect()
    }

    /// As [`Self::all`], from the plan alone.
    pub fn planned(settings: &Settings, plan: &Plan) -> Vec<Self> {
        let mut versions = vec![Self::default(); settings.packages.len()];
        for package in &plan.packages {
            let prefix = &settings.packages[package.index].prefix;
            let since = package.since.as_deref().and_then(|since| prefix.version_of(since));
            versions[package.index] = Self {
                current: package.current.clone(),
                last_final: since.filter(|version| version.pre.is_empty()),
                next: package.next.clone().filter(|_| package.should_release),
            };
        }
        versions
    }
}

/// Reads the files that state the version of a package.
///
/// # Errors
/// The configuration names a file that is not there, or one cannot be read.
pub fn gather(
    settings: &Settings,
    wanted: &Wanted<'_>,
    repository: &Repository,
    commit: Id,
    versions: &[Versions],
) -> Result<VersionFiles, Failure> {
    let packages = settings.packages.iter().zip(wanted.named).zip(versions);
    let packages: Vec<Package> = packages
        .map(|((package, named), versions)| Package {
            title: package.title().to_owned(),
            folder: package.paths.folder().to_owned(),
            current: versions.current.clone(),
            last_final: versions.last_final.clone(),
            next: versions.next.clone(),
            named: named.clone(),
        })
        .collect();
    let paths = repository.paths_at(commit).map_err(failure)?;
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let sources = sources(&paths, &packages, wanted.repository).map_err(|problem| {
        let hint = problem.hint();
        Failure::usage(problem).hint(hint)
    })?;
    let mut texts = BTreeMap::new();
    for source in &sources {
        match text_at(repository, commit, Path::new(&source.path)) {
            Ok(text) => drop(texts.insert(source.path.clone(), text)),
            Err(failure) if source.is_required() => return Err(failure),
            // One that was only found: a fixture, a module in an old encoding.
            Err(_) => {}
        }
    }
    Ok(VersionFiles { packages, sources, texts })
}

/// How many links may lead to one another.
const LINKS: usize = 8;

/// A file as a commit holds it: what is released is what is committed, whatever the work tree says. A symbolic
/// link leads to the file that is meant.
///
/// # Errors
/// It cannot be read, is no text, or links lead astray.
pub fn text_at(repository: &Repository, commit: Id, path: &Path) -> Result<Text, Failure> {
    let mut name = path.to_string_lossy().replace('\\', "/");
    for _ in 0..LINKS {
        let (folder, file) = name.rsplit_once('/').unwrap_or(("", &name));
        let entries = repository.folder_at(commit, folder).map_err(failure)?.unwrap_or_default();
        let kind = entries.iter().find(|entry| entry.name == file).map(|entry| entry.kind);
        let content = match kind {
            Some(FileKind::File | FileKind::Executable | FileKind::Link) => {
                repository.file_at(commit, &name).map_err(failure)?.unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let content = String::from_utf8(content)
            .map_err(|_| Failure::usage(format!("`{name}` is not UTF-8, so it cannot be rewritten")))?;
        if kind != Some(FileKind::Link) {
            let is_plain = kind != Some(FileKind::Executable);
            return Ok(Text { path: PathBuf::from(name), content, is_plain });
        }
        name = follow(folder, &content).ok_or_else(|| {
            Failure::usage(format!("the symbolic link `{name}` leads out of the repository, to `{content}`"))
        })?;
    }
    Err(Failure::usage(format!("the symbolic links behind `{}` lead on without end", path.display())))
}

/// Where a link in a folder leads; `None` for a place outside of the repository.
fn follow(folder: &str, target: &str) -> Option<String> {
    if target.starts_with('/') {
        return None;
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
