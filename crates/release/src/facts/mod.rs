//! What the plan needs to know: the versions, the notes' facts and the changelogs as they stand.

use std::path::PathBuf;

use deploy_kit_changelog::apply::read;
use deploy_kit_changelog::facts::{self as changelog, PackageFacts};
use deploy_kit_changelog::forge::Links;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::Repository;
use deploy_kit_version::plan::{PackagePlan, Plan};

use crate::settings::Settings;

/// The facts.
#[derive(Debug)]
pub struct Facts {
    /// What `version` says.
    pub version: Plan,
    /// The packages that have something to release.
    pub packages: Vec<Package>,
    /// Where links lead.
    pub links: Option<Links>,
}

/// A package that has something to release.
#[derive(Debug)]
pub struct Package {
    /// Its version.
    pub version: PackagePlan,
    /// What its notes are made of.
    pub changes: PackageFacts,
    /// Its changelog: the path as people write it, and the text that stands there.
    pub changelog: Option<(PathBuf, String)>,
}

/// Reads the facts.
///
/// # Errors
/// As [`deploy_kit_version::facts::gather`]; or a changelog cannot be read.
pub fn gather(settings: &Settings, repository: &Repository, context: &Context) -> Result<Facts, Failure> {
    let version = deploy_kit_version::plan(&settings.changelog.version, repository, context)?;
    let mut releasing = version.clone();
    releasing.packages.retain(|package| package.should_release);
    let plans = releasing.packages.clone();
    let facts = changelog::of_plan(&settings.changelog, repository, context, releasing)?;
    let links = deploy_kit_changelog::links(facts.remote, &settings.changelog.look)?;
    let mut packages = Vec::with_capacity(plans.len());
    for (version, changes) in plans.into_iter().zip(facts.packages) {
        let changelog = match repository.work_dir().filter(|_| settings.keeps_changelog) {
            Some(root) => {
                let text = read(&root.join(&changes.changelog)).map_err(Failure::world)?;
                Some((PathBuf::from(&changes.changelog), text))
            }
            None => None,
        };
        packages.push(Package { version, changes, changelog });
    }
    Ok(Facts { version, packages, links })
}
