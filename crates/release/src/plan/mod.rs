//! What a release would be: pure, and all that the tool decides.

use std::path::PathBuf;

use deploy_kit_changelog::apply::Write;
use deploy_kit_changelog::cut::{RELEASE_BODY, cut};
use deploy_kit_changelog::notes::Notes;
use deploy_kit_changelog::page::{self, Error};
use deploy_kit_changelog::plan::{Tools, notes};
use deploy_kit_changelog::render::{Renderer, Sink};
use deploy_kit_core::markdown::Unit;
use deploy_kit_git::Id;
use deploy_kit_version::plan::{PackagePlan, Plan as VersionPlan};
use serde::Serialize;

use crate::facts::{Facts, Package};
use crate::settings::Settings;

/// The plan of a release.
#[derive(Debug)]
pub struct Plan {
    /// What `version` says of every package, also of those that rest.
    pub version: VersionPlan,
    /// What is released.
    pub releases: Vec<Release>,
    /// What would be done, in order.
    pub steps: Vec<Step>,
}

/// The release of one package.
#[derive(Debug)]
pub struct Release {
    /// Its version.
    pub version: PackagePlan,
    /// Its notes as values.
    pub notes: Vec<Notes>,
    /// Its notes as the release's body.
    pub body: String,
    /// Its changelog before and after.
    pub changelog: Option<Write>,
}

/// One thing that a release does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "snake_case")]
pub enum Step {
    /// A file takes another text.
    Write {
        /// The file, from the repository's root.
        path: PathBuf,
    },
    /// The files are committed.
    Commit {
        /// The message.
        message: String,
    },
    /// The commit is tagged.
    Tag {
        /// The tag's name.
        name: String,
        /// The commit, where none is made before.
        on: Option<Id>,
    },
    /// The release is published.
    Publish {
        /// The tag's name.
        tag: String,
        /// Whether it is a pre-release.
        prerelease: bool,
    },
}

/// Plans the release of every package that has something to release.
///
/// # Errors
/// The template does not render, or a changelog cannot take the notes.
pub fn plan(settings: &Settings, facts: Facts) -> Result<Plan, Error> {
    let look = &settings.changelog.look;
    let tools =
        Tools { conventions: &settings.changelog.version.conventions, look, links: facts.links.as_ref() };
    let file = page::renderer(look, Sink::File)?;
    let body = page::renderer(look, Sink::Release)?;
    let mut releases = Vec::with_capacity(facts.packages.len());
    for mut package in facts.packages {
        share(&mut package, &releases);
        releases.push(release(package, tools, &file, &body)?);
    }
    let steps = steps(&releases, facts.version.to);
    Ok(Plan { version: facts.version, releases, steps })
}

/// A changelog that another package writes to as well is read as that package leaves it.
fn share(package: &mut Package, releases: &[Release]) {
    let Some((path, before)) = &mut package.changelog else { return };
    let writes = releases.iter().rev().filter_map(|release| release.changelog.as_ref());
    if let Some(last) = writes.into_iter().find(|write| write.path == *path) {
        before.clone_from(&last.after);
    }
}

fn release(package: Package, tools: Tools<'_>, file: &Renderer, body: &Renderer) -> Result<Release, Error> {
    let notes = notes(package.changes, tools);
    let text = body.render_all(&notes)?;
    let rest = notes.first().and_then(|notes| notes.compare_url.clone());
    let body = cut(&text, RELEASE_BODY, Unit::Chars, rest.as_deref()).into_owned();
    let changelog = match package.changelog {
        Some((path, before)) => Some(page::changelog(path, before, file, &notes, tools.look, tools.links)?),
        None => None,
    };
    Ok(Release { version: package.version, notes, body, changelog })
}

fn steps(releases: &[Release], head: Id) -> Vec<Step> {
    let changes = releases.iter().filter_map(|release| release.changelog.as_ref());
    let mut steps: Vec<Step> = Vec::new();
    for write in changes.filter(|write| write.before != write.after) {
        let step = Step::Write { path: write.path.clone() };
        if !steps.contains(&step) {
            steps.push(step);
        }
    }
    let commits = !steps.is_empty();
    if commits {
        steps.push(Step::Commit { message: message(releases) });
    }
    let tags = releases.iter().filter_map(|release| {
        let prerelease = release.version.next.as_ref().is_some_and(|version| !version.pre.is_empty());
        Some((release.version.tag.clone()?, prerelease))
    });
    let tags: Vec<(String, bool)> = tags.collect();
    steps.extend(
        tags.iter().map(|(name, _)| Step::Tag { name: name.clone(), on: (!commits).then_some(head) }),
    );
    steps.extend(tags.into_iter().map(|(tag, prerelease)| Step::Publish { tag, prerelease }));
    steps
}

/// `chore(release): 1.4.0`, or `chore(release): core 1.4.0, cli 0.3.1`: a commit that asks for no release.
fn message(releases: &[Release]) -> String {
    let names = releases.iter().filter_map(|release| {
        let version = release.version.next.as_ref()?;
        Some(match &release.version.name {
            Some(name) => format!("{name} {version}"),
            None => version.to_string(),
        })
    });
    format!("chore(release): {}", names.collect::<Vec<_>>().join(", "))
}
