//! What the plan needs to know: the versions, the notes' facts, the files as the commit holds them, and what
//! stands on the server.

pub mod assets;
pub mod back;
pub mod category;
pub mod remote;
mod start;

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use deploy_kit_changelog::facts::{self as changelog, PackageFacts};
use deploy_kit_changelog::forge::{Links, Remote};
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::failure;
use deploy_kit_version::facts::files::{self, Versions, Wanted, text_at};
use deploy_kit_version::plan::{PackagePlan, Plan};

pub use deploy_kit_version::facts::files::{Text, VersionFiles};
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
    let links = deploy_kit_changelog::links(facts.remote.clone(), &settings.changelog.look)?;
    let remote = facts.remote;
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
        true => {
            let name = name(context, remote.as_ref());
            let wanted = Wanted { named: &settings.version_files, repository: name.as_deref() };
            let versions = Versions::planned(settings.version(), &version);
            files::gather(settings.version(), &wanted, repository, start.base, &versions)?
        }
        false => VersionFiles::default(),
    };
    Ok(Facts { start, version, packages, links, tags, files })
}

/// What the repository is called on GitHub: the runner knows it, else its remote tells.
fn name(context: &Context, remote: Option<&Remote>) -> Option<String> {
    let told = context.environment.get("GITHUB_REPOSITORY").map(str::to_owned);
    told.or_else(|| remote.map(|remote| format!("{}/{}", remote.owner, remote.name)))
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
