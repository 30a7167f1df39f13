//! What a release would be: pure, and all that the tool decides.

mod announce;
mod floating;
mod steps;

use std::collections::BTreeMap;

use deploy_kit_changelog::apply::Write;
use deploy_kit_changelog::cut::{RELEASE_BODY, cut};
use deploy_kit_changelog::insert;
use deploy_kit_changelog::notes::Notes;
use deploy_kit_changelog::page;
use deploy_kit_changelog::plan::{Tools, notes};
use deploy_kit_changelog::render::{Renderer, Sink};
use deploy_kit_core::markdown::Unit;
use deploy_kit_files as files;
use deploy_kit_files::plan::{Change, Problem};
use deploy_kit_git::Id;
use deploy_kit_version::plan::{PackagePlan, Plan as VersionPlan};
use deploy_kit_version::tag::Prefix;
use semver::Version;
use serde::Serialize;

pub use announce::Announcement;
pub use floating::{Floating, is_ahead};
pub use steps::{Step, When};

use crate::args::Latest;
use crate::facts::assets::Asset;
use crate::facts::back::Back;
use crate::facts::{Facts, Package, Start, Text, VersionFiles};
use crate::marker::{self, Mark};
use crate::settings::Settings;

/// There is no plan.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The notes cannot be made into a page.
    #[error(transparent)]
    Page(#[from] page::Error),
    /// A file that states a version cannot be changed.
    #[error(transparent)]
    Files(#[from] Problem),
}

/// A release of an earlier commit that was begun and never finished.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Earlier {
    /// Its tag.
    pub tag: String,
    /// Its page, once it is finished.
    pub release_url: Option<String>,
}

/// The plan of a release.
#[derive(Debug)]
pub struct Plan {
    /// What `version` says of every package, also of those that rest.
    pub version: VersionPlan,
    /// Where it starts.
    pub start: Start,
    /// What is released, in order: what others depend on first.
    pub releases: Vec<Release>,
    /// The files that change.
    pub files: Vec<File>,
    /// The message of the commit, if one is to be made.
    pub message: Option<String>,
    /// Whether git makes the commit and the tags, as its user has set it up; else GitHub's API does, which signs
    /// them, but knows no executable files.
    pub by_git: bool,
    /// What an earlier run has begun, which is finished first.
    pub earlier: Vec<Earlier>,
    /// What the default branch needs of it, where it is made on another one and a server knows.
    pub back: Option<Back>,
    /// What would be done, in order.
    pub steps: Vec<Step>,
}

/// A file that changes.
#[derive(Debug)]
pub struct File {
    /// Its text before and after; the path starts at the repository's root.
    pub write: Write,
    /// Whether GitHub's API can write it.
    pub is_plain: bool,
}

/// The release of one package.
#[derive(Debug)]
pub struct Release {
    /// Its version.
    pub version: PackagePlan,
    /// Its number.
    pub next: Version,
    /// Its tag.
    pub tag: String,
    /// Its notes as values.
    pub notes: Vec<Notes>,
    /// Its notes as the release's body, without the mark.
    pub body: String,
    /// Its changelog before and after.
    pub changelog: Option<Write>,
    /// Whether it is marked as a pre-release.
    pub prerelease: bool,
    /// Whether it is marked as the latest one; `None` leaves it to GitHub.
    pub latest: Option<bool>,
    /// What is attached.
    pub assets: Vec<Asset>,
    /// The tags that move along.
    pub floating: Vec<Floating>,
    /// Whether commands run once it is published.
    pub has_hooks: bool,
    /// The issues and pull requests that it contains.
    pub announcements: Vec<Announcement>,
}

impl Release {
    /// Whether anything is left to do once it is published.
    #[must_use]
    pub fn has_epilogue(&self) -> bool {
        !self.floating.is_empty() || !self.announcements.is_empty() || self.has_hooks
    }

    /// What the release is called: `v1.4.0`, or `core 1.4.0` among several packages.
    #[must_use]
    pub fn title(&self) -> String {
        match &self.version.name {
            Some(name) => format!("{name} {}", self.next),
            None => self.tag.clone(),
        }
    }

    /// Whether a release on the server is this one: ours by its mark, or one that was published for the tag.
    #[must_use]
    pub fn is(&self, found: &deploy_kit_github::releases::Release) -> bool {
        let is_marked = found.body.as_deref().is_some_and(|body| self.mark(true).find(body).is_some());
        found.tag_name == self.tag && (is_marked || !found.draft)
    }

    /// The mark in its body.
    #[must_use]
    pub fn mark(&self, unfinished: bool) -> Mark<'_> {
        Mark { tag: &self.tag, unfinished }
    }
}

impl Plan {
    /// The commit that the tags go on, if it stands already.
    #[must_use]
    pub fn tagged(&self) -> Option<Id> {
        self.message.is_none().then(|| self.start.tagged())
    }

    /// The names of all tags.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.releases.iter().map(|release| release.tag.as_str())
    }
}

/// Plans the release of every package that has something to release.
///
/// # Errors
/// The template does not render, or a changelog cannot take the notes.
pub fn plan(settings: &Settings, facts: Facts) -> Result<Plan, Error> {
    let look = &settings.changelog.look;
    let tools = Tools { conventions: &settings.version().conventions, look, links: facts.links.as_ref() };
    let file = page::renderer(look, Sink::File)?;
    let body = page::renderer(look, Sink::Release)?;
    let mut releases: Vec<Release> = Vec::with_capacity(facts.packages.len());
    let mut files: Vec<File> = Vec::new();
    for mut package in facts.packages {
        let text = package.changelog.take().map(|text| as_left(text, &files));
        let reviewed = facts.start.reviewed();
        let Some(mut release) = release(package, settings, tools, &body, &facts.tags, reviewed)? else {
            continue;
        };
        if let Some(Text { path, content, is_plain }) = text {
            let left = superseded(&content, &release, settings).unwrap_or_else(|| content.clone());
            let mut write = page::changelog(path, left, &file, &release.notes, tools.look, tools.links)?;
            write.before = content;
            release.changelog = Some(write.clone());
            files.push(File { write, is_plain });
        }
        releases.push(release);
    }
    in_order(&mut releases);
    files.extend(versions(&facts.files)?);
    let files = merged(files);
    let message = (!files.is_empty()).then(|| message(&releases, settings, facts.start.base));
    let by_git = !settings.by_api || files.iter().any(|file| !file.is_plain);
    let mut plan = Plan {
        version: facts.version,
        start: facts.start,
        releases,
        files,
        message,
        by_git,
        earlier: Vec::new(),
        back: None,
        steps: Vec::new(),
    };
    plan.steps = steps::steps(&plan, settings);
    Ok(plan)
}

/// The files that state versions, with the new ones.
fn versions(files: &VersionFiles) -> Result<Vec<File>, Error> {
    let content = |path: &str| files.texts.get(path).map(|text| text.content.as_str());
    let changes = files::plan::plan(&files.packages, &files.sources, content)?;
    let file = |change: Change| {
        let is_plain = files.texts.get(&change.path).is_none_or(|text| text.is_plain);
        let path = files.texts.get(&change.path).map_or_else(|| change.path.into(), |text| text.path.clone());
        File { write: Write { path, before: change.before, after: change.after }, is_plain }
    };
    Ok(changes.into_iter().map(file).collect())
}

/// A changelog that another package writes to as well is read as that package leaves it.
fn as_left(text: Text, files: &[File]) -> Text {
    match files.iter().rev().find(|file| file.write.path == text.path) {
        Some(file) => Text { content: file.write.after.clone(), ..text },
        None => text,
    }
}

/// A changelog whose section of a version that was merged and never released is now that of the next one.
fn superseded(content: &str, release: &Release, settings: &Settings) -> Option<String> {
    let last = settings.superseded.get(&release.version.index)?;
    insert::renamed(content, &last.to_string(), &release.next.to_string(), release.version.name.as_deref())
}

/// One write for each file, from what stands to what is to stand; those that change nothing are left out.
fn merged(files: Vec<File>) -> Vec<File> {
    let mut merged: Vec<File> = Vec::with_capacity(files.len());
    for file in files {
        match merged.iter_mut().find(|known| known.write.path == file.write.path) {
            Some(known) => known.write.after = file.write.after,
            None => merged.push(file),
        }
    }
    merged.retain(|file| file.write.before != file.write.after);
    merged
}

fn release(
    package: Package,
    settings: &Settings,
    tools: Tools<'_>,
    body: &Renderer,
    tags: &[String],
    reviewed: Option<&BTreeMap<String, String>>,
) -> Result<Option<Release>, Error> {
    let version = package.version;
    let (Some(next), Some(tag)) = (version.next.clone(), version.tag.clone()) else { return Ok(None) };
    let notes = notes(package.changes, tools);
    let text = body.render_all(&notes).map_err(page::Error::from)?;
    let rest = notes.first().and_then(|notes| notes.compare_url.clone());
    let text = reviewed.and_then(|notes| notes.get(&tag)).cloned().unwrap_or(text);
    let body = cut(&text, RELEASE_BODY - Mark::ROOM, Unit::Chars, rest.as_deref()).into_owned();
    let prerelease = settings.switches.prerelease || !next.pre.is_empty();
    let packages = &settings.version().packages;
    let highest = highest(&packages[version.index].prefix, tags);
    let is_alone = packages.len() == 1;
    // On a line of maintenance, too: they only move forward, and `v1` is still somebody's when `main` is at 2.0.0.
    let may_float = !prerelease && !settings.switches.draft;
    let floating = match settings.switches.floating_tags && may_float {
        true => floating::tags(&tag, &next),
        false => Vec::new(),
    };
    // The first release contains all that ever was: nobody waits to hear of it.
    let is_first = version.since.is_none();
    let announced = settings.switches.comments && !prerelease && !is_first && !settings.switches.draft;
    let announcements = if announced { announce::find(&version.entries) } else { Vec::new() };
    Ok(Some(Release {
        latest: latest(settings.latest, &next, highest, prerelease, is_alone),
        version,
        next,
        tag,
        notes,
        body,
        changelog: None,
        prerelease,
        assets: package.assets,
        floating,
        has_hooks: !settings.hook_after.is_empty() && !settings.switches.draft,
        announcements,
    }))
}

/// Among the releases of several packages GitHub's own rule, the newest highest version, is as good as any.
fn latest(
    asked: Latest,
    next: &Version,
    highest: Option<Version>,
    prerelease: bool,
    is_alone: bool,
) -> Option<bool> {
    match asked {
        // GitHub refuses a pre-release that is to be the latest.
        _ if prerelease => Some(false),
        Latest::Always => Some(true),
        Latest::Never => Some(false),
        Latest::Auto if !is_alone => None,
        Latest::Auto => Some(highest.is_none_or(|highest| *next >= highest)),
    }
}

/// The highest final release of a package.
fn highest(prefix: &Prefix, tags: &[String]) -> Option<Version> {
    let versions = tags.iter().filter_map(|tag| prefix.version_of(tag));
    versions.filter(|version| version.pre.is_empty()).max()
}

/// What others depend on comes first; packages that depend on one another keep their order.
fn in_order(releases: &mut Vec<Release>) {
    let mut rest = std::mem::take(releases);
    while !rest.is_empty() {
        let waits = |release: &Release| {
            let on = &release.version.depends_on;
            rest.iter().any(|other| on.contains(&other.version.index) && other.tag != release.tag)
        };
        let next = rest.iter().position(|release| !waits(release)).unwrap_or(0);
        releases.push(rest.remove(next));
    }
}

/// How many names a line takes.
const NAMES: usize = 5;

/// `core 1.4.0, cli 0.3.1`; of many the first ones, and how many more there are.
#[must_use]
pub fn in_short(names: Vec<String>) -> String {
    if names.len() <= NAMES {
        return names.join(", ");
    }
    let shown = NAMES - 2;
    format!("{} and {} more", names[..shown].join(", "), names.len() - shown)
}

/// `chore(release): 1.4.0`, or `chore(release): core 1.4.0, cli 0.3.1`: a commit that asks for no release.
pub(crate) fn message(releases: &[Release], settings: &Settings, base: Id) -> String {
    let names = releases.iter().map(|release| match &release.version.name {
        Some(name) => format!("{name} {}", release.next),
        None => release.next.to_string(),
    });
    let names = in_short(names.collect());
    let tags: Vec<&str> = releases.iter().map(|release| release.tag.as_str()).collect();
    let chosen = &settings.version().chosen;
    let is_chosen = |release: &&Release| matches!(chosen.get(&release.version.index), Some(Some(_)));
    let chosen: Vec<&str> = releases.iter().filter(is_chosen).map(|release| release.tag.as_str()).collect();
    marker::commit_message(&names, &tags, &chosen, &base.to_string())
}
