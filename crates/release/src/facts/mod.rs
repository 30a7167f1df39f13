//! What the plan needs to know: the versions, the notes' facts, the files as the commit holds them, and what
//! stands on the server.

pub mod assets;
pub mod category;
pub mod remote;
mod start;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use deploy_kit_changelog::facts::{self as changelog, PackageFacts};
use deploy_kit_changelog::forge::Links;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_files as files;
use deploy_kit_git::{FileKind, Id, Repository};
use deploy_kit_version::facts::failure;
use deploy_kit_version::plan::{PackagePlan, Plan};

pub use start::{ReleaseCommit, Start};

use crate::settings::Settings;
use assets::Asset;

/// How long one call of git may take.
pub const GIT_TIMEOUT: Duration = Duration::from_secs(300);

/// The facts.
#[derive(Debug)]
pub struct Facts {
    /// The commit that is planned at.
    pub start: Start,
    /// What `version` says.
    pub version: Plan,
    /// The packages that have something to release.
    pub packages: Vec<Package>,
    /// Where links lead.
    pub links: Option<Links>,
    /// The names of all tags, those of a release that is under way aside.
    pub tags: Vec<String>,
    /// The files that state versions.
    pub files: VersionFiles,
}

/// The files that state versions, as the commit holds them.
#[derive(Debug, Default)]
pub struct VersionFiles {
    /// Every package, also those that rest.
    pub packages: Vec<files::plan::Package>,
    /// The files.
    pub sources: Vec<files::plan::Source>,
    /// Their texts, by path.
    pub texts: BTreeMap<String, Text>,
}

/// A package that has something to release.
#[derive(Debug)]
pub struct Package {
    /// Its version.
    pub version: PackagePlan,
    /// What its notes are made of.
    pub changes: PackageFacts,
    /// Its changelog as the commit holds it.
    pub changelog: Option<Text>,
    /// What is attached.
    pub assets: Vec<Asset>,
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

/// The repository with what was fetched since it was opened.
///
/// # Errors
/// It cannot be read any more.
pub fn reopen(repository: &Repository) -> Result<Repository, Failure> {
    Repository::open(repository.work_dir().unwrap_or(repository.git_dir())).map_err(failure)
}

/// Plans the versions at a start: what stands of its own release counts as not there yet.
///
/// # Errors
/// As [`deploy_kit_version::plan()`].
pub fn version(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
    start: &Start,
) -> Result<Plan, Failure> {
    settings.changelog.version.under_way = start.own_tags(repository)?;
    version_at(settings, repository, context, start.base)
}

/// Plans the versions after all that is released at a commit.
///
/// # Errors
/// As [`deploy_kit_version::plan()`].
pub fn next(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
    commit: Id,
) -> Result<Plan, Failure> {
    settings.changelog.version.under_way.clear();
    version_at(settings, repository, context, commit)
}

fn version_at(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
    commit: Id,
) -> Result<Plan, Failure> {
    let head = repository.head().map_err(failure)?.id();
    let version = &mut settings.changelog.version;
    version.to = (head != Some(commit)).then(|| commit.to_string());
    deploy_kit_version::plan(version, repository, context)
}

/// Decides that exactly these tags are released, whatever the commits ask for.
pub fn decide(settings: &mut Settings, tags: &BTreeSet<String>) {
    let version = &mut settings.changelog.version;
    let of = |package: &deploy_kit_version::package::Package| {
        tags.iter().filter_map(|tag| package.prefix.version_of(tag)).max()
    };
    version.chosen = version.packages.iter().map(of).enumerate().collect();
}

/// Reads the rest.
///
/// # Errors
/// The repository or an asset cannot be read.
pub fn gather(
    settings: &Settings,
    repository: &Repository,
    context: &Context,
    start: Start,
    version: Plan,
) -> Result<Facts, Failure> {
    let mut releasing = version.clone();
    releasing.packages.retain(|package| package.should_release);
    let plans = releasing.packages.clone();
    let facts = changelog::of_plan(&settings.changelog, repository, context, releasing)?;
    let links = deploy_kit_changelog::links(facts.remote, &settings.changelog.look)?;
    let mut packages = Vec::with_capacity(plans.len());
    for (version, mut changes) in plans.into_iter().zip(facts.packages) {
        if let Some(seconds) = start.seconds {
            changes.releases.iter_mut().for_each(|release| release.seconds = seconds);
        }
        let wanted = settings.switches.changelog && start.commit.is_none();
        let changelog = match wanted {
            true => Some(text_at(repository, start.base, Path::new(&changes.changelog))?),
            false => None,
        };
        packages.push(Package { version, changes, changelog, assets: Vec::new() });
    }
    let tags = repository.tags().map_err(failure)?.without(&settings.version().under_way);
    let tags = tags.iter().map(|tag| tag.name.clone()).collect();
    let wants_files = settings.switches.files && start.commit.is_none() && !packages.is_empty();
    let files = match wants_files {
        true => version_files(settings, repository, start.base, &version)?,
        false => VersionFiles::default(),
    };
    Ok(Facts { start, version, packages, links, tags, files })
}

/// Reads the files that state the version of a package.
fn version_files(
    settings: &Settings,
    repository: &Repository,
    commit: Id,
    version: &Plan,
) -> Result<VersionFiles, Failure> {
    let packages: Vec<files::plan::Package> = (settings.version().packages.iter().enumerate())
        .map(|(index, package)| {
            let plan = version.packages.iter().find(|plan| plan.index == index);
            files::plan::Package {
                title: package.title().to_owned(),
                folder: package.paths.folder().to_owned(),
                current: plan.and_then(|plan| plan.current.clone()),
                next: plan.filter(|plan| plan.should_release).and_then(|plan| plan.next.clone()),
                named: settings.version_files[index].clone(),
            }
        })
        .collect();
    let paths = repository.paths_at(commit).map_err(failure)?;
    let paths: Vec<&str> = paths.iter().map(String::as_str).collect();
    let sources = files::plan::sources(&paths, &packages).map_err(Failure::usage)?;
    let mut texts = BTreeMap::new();
    for source in &sources {
        texts.insert(source.path.clone(), text_at(repository, commit, Path::new(&source.path))?);
    }
    Ok(VersionFiles { packages, sources, texts })
}

/// Finds what is attached to each release.
///
/// # Errors
/// [`assets::Error`]
pub fn attach(facts: &mut Facts, settings: &Settings, repository: &Repository) -> Result<(), Failure> {
    let root = settings.assets_root.as_deref().or(repository.work_dir());
    let Some(root) = root else { return Ok(()) };
    for package in &mut facts.packages {
        let globs = &settings.assets[package.version.index];
        package.assets =
            assets::gather(root, globs, settings.switches.allow_missing_assets).map_err(|error| {
                let hint = error.hint();
                Failure::usage(error).hint(hint)
            })?;
    }
    Ok(())
}

/// How many links may lead to one another.
const LINKS: usize = 8;

/// A file as a commit holds it: what is released is what is committed, whatever the work tree says. A symbolic
/// link leads to the file that is meant.
fn text_at(repository: &Repository, commit: Id, path: &Path) -> Result<Text, Failure> {
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
