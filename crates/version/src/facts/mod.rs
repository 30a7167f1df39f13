//! What the plan needs to know of the repository: all reads happen here.

mod branch;
mod dependencies;
mod releases;

pub use releases::{all_releases, last_release};

use std::collections::{HashMap, HashSet};

use deploy_kit_core::actions::Environment;
use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Error, Id, Range, Repository, Tags};
use semver::Version;
use serde::Serialize;

use crate::history::Commit;
use crate::next::counter;
use crate::settings::Settings;
use crate::tag::Tag;

/// The facts, as plain data.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Facts {
    /// The branch that the release would be made on, if it is known.
    pub branch: Option<String>,
    /// The channel of pre-releases: the one that was asked for, or the branch's.
    pub channel: Option<String>,
    /// The newest commit of the range.
    pub to: Id,
    /// One for each package of the settings, in their order.
    pub packages: Vec<PackageFacts>,
    /// The commits of all ranges, each once, newest first within a range.
    pub commits: Vec<Commit>,
}

/// What is known of one package.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct PackageFacts {
    /// The highest final version that is reachable, from where the range was told to start or from its end.
    pub last_final: Option<ReleaseTag>,
    /// The highest pre-release that is reachable and above it, or the one that the range was told to start
    /// from.
    pub last_pre: Option<ReleaseTag>,
    /// The tag or revision that the commits are counted from; `None` from the first commit on.
    pub since: Option<String>,
    /// Every version with a tag, reachable or not.
    pub taken: Vec<Version>,
    /// The commits since `since`, as indices into [`Facts::commits`].
    pub commits: Vec<usize>,
    /// Those of them that came after `last_pre`.
    pub since_pre: Vec<usize>,
    /// The packages, by index, that this one depends on.
    pub dependencies: Vec<usize>,
}

/// A tag that names a release, with its commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReleaseTag {
    /// The tag.
    #[serde(flatten)]
    pub tag: Tag,
    /// The commit that it leads to.
    pub commit: Id,
}

/// Reads the facts.
///
/// # Errors
/// The repository cannot be read, has no commit yet, a revision does not exist, or a shallow clone ends
/// before the answer.
pub fn gather(
    settings: &Settings,
    repository: &Repository,
    environment: &Environment,
) -> Result<Facts, Failure> {
    let to = end(settings, repository)?;
    check_folders(settings, repository, to)?;
    let tags = repository.tags().map_err(failure)?.without(&settings.under_way);
    let branch = branch::of(&repository.head().map_err(failure)?, environment);
    let channel = settings.channel_on(branch.as_deref());
    let (commits, index) = (Vec::new(), HashMap::new());
    let mut gatherer = Gatherer { settings, repository, tags: &tags, to, channel, commits, index };
    let mut packages = Vec::with_capacity(settings.packages.len());
    for at in 0..settings.packages.len() {
        packages.push(gatherer.package(at)?);
    }
    dependencies::find(settings, repository, to, &mut packages);
    let channel = channel.map(str::to_owned);
    Ok(Facts { branch, channel, to, packages, commits: gatherer.commits })
}

/// A package whose folder is not there would never have anything to release, and nobody would know why.
fn check_folders(settings: &Settings, repository: &Repository, to: Id) -> Result<(), Failure> {
    let Some(root) = repository.work_dir() else { return Ok(()) };
    // The past may have had other folders.
    let wanted = settings.wanted().filter(|_| !settings.is_inquiry());
    for package in wanted.map(|index| &settings.packages[index]) {
        let folder = package.paths.folder();
        // What is released is the commit; a folder that is still to be committed is no mistake either.
        let is_there =
            || root.join(folder).is_dir() || matches!(repository.folder_at(to, folder), Ok(Some(_)));
        if !folder.is_empty() && !is_there() {
            let text = format!("the `path` of package `{}` is no folder: `{folder}`", package.title());
            let hint = "paths in `[[package]]` start at the repository's root".to_owned();
            return Err(Failure::usage(text).hint(Some(hint)));
        }
    }
    Ok(())
}

/// The commit that the range ends at.
///
/// # Errors
/// The revision does not exist, or the branch has no commit yet.
pub fn end(settings: &Settings, repository: &Repository) -> Result<Id, Failure> {
    if let Some(revision) = &settings.to {
        return repository.resolve(revision).map_err(usage);
    }
    let head = repository.head().map_err(failure)?;
    head.id().ok_or_else(|| no_commits(&head))
}

/// The parts of a commit that decide a release.
///
/// # Errors
/// The commit's trees cannot be read.
pub fn read(
    repository: &Repository,
    commit: &deploy_kit_git::Commit,
    needs_paths: bool,
) -> Result<Commit, Failure> {
    let paths = match needs_paths {
        true => repository.changed_paths(commit).map_err(failure)?,
        false => Vec::new(),
    };
    Ok(Commit {
        id: commit.id,
        parents: commit.parents().collect(),
        message: commit.message().into_owned(),
        paths: paths.iter().map(|path| String::from_utf8_lossy(path).into_owned()).collect(),
    })
}

struct Gatherer<'a> {
    settings: &'a Settings,
    repository: &'a Repository,
    tags: &'a Tags,
    to: Id,
    channel: Option<&'a str>,
    commits: Vec<Commit>,
    index: HashMap<Id, usize>,
}

impl Gatherer<'_> {
    fn package(&mut self, at: usize) -> Result<PackageFacts, Failure> {
        let releases = releases::find(self.settings, at, self.repository, self.tags, self.to)?;
        let start = releases.start.into_iter().collect();
        let commits = self.range(start)?;
        let last_pre = releases.named_pre.or_else(|| self.last_pre(releases.pres, &commits));
        let since_pre = match &last_pre {
            Some(pre) => self.range(vec![pre.commit])?,
            None => commits.clone(),
        };
        Ok(PackageFacts {
            last_final: releases.last_final,
            last_pre,
            since: releases.since,
            taken: releases.taken,
            commits,
            since_pre,
            dependencies: Vec::new(),
        })
    }

    /// The highest pre-release among the commits since the last final release. One that the final release
    /// contains already led to it.
    fn last_pre(&self, pres: Vec<ReleaseTag>, commits: &[usize]) -> Option<ReleaseTag> {
        let on_channel = |pre: &ReleaseTag| match self.channel {
            Some(channel) => counter(&pre.tag.version.pre, channel).is_some(),
            None => true,
        };
        let mut pres: Vec<ReleaseTag> = pres.into_iter().filter(on_channel).collect();
        if pres.is_empty() {
            return None;
        }
        let range: HashSet<Id> = commits.iter().map(|&index| self.commits[index].id).collect();
        pres.retain(|pre| range.contains(&pre.commit));
        pres.into_iter().max_by(|one, other| one.tag.version.cmp(&other.tag.version))
    }

    /// Reads the commits of a range, those that another package has read already aside.
    fn range(&mut self, from: Vec<Id>) -> Result<Vec<usize>, Failure> {
        let needs_paths = self.settings.needs_paths();
        let mut indices = Vec::new();
        // With one package nothing is met twice, and nothing needs to be remembered.
        let shared = self.settings.packages.len() > 1 || !self.commits.is_empty();
        for commit in self.repository.commits(Range { from, to: self.to }).map_err(failure)? {
            let commit = commit.map_err(failure)?;
            if let Some(&known) = self.index.get(&commit.id) {
                indices.push(known);
                continue;
            }
            indices.push(self.commits.len());
            if shared || self.channel.is_some() {
                self.index.insert(commit.id, self.commits.len());
            }
            self.commits.push(read(self.repository, &commit, needs_paths)?);
        }
        Ok(indices)
    }
}

fn no_commits(head: &deploy_kit_git::Head) -> Failure {
    let branch = head.branch().unwrap_or("HEAD");
    Failure::usage(format!("the branch `{branch}` has no commit yet, so there is nothing to release"))
        .hint(Some("make the first commit, then run this again".to_owned()))
}

/// An error of git, with its hint: what the repository lacks is the world's fault.
pub fn failure(error: Error) -> Failure {
    let hint = error.hint();
    Failure::world(error).hint(hint)
}

/// A revision that does not exist is the caller's fault.
pub fn usage(error: Error) -> Failure {
    let hint = error.hint();
    Failure::usage(error).hint(hint)
}
