//! What the plan needs to know of the repository: all reads happen here.

mod branch;
mod dependencies;
pub mod files;
mod releases;

pub use releases::{Candidate, all_releases, candidates, last_release};

use std::cell::Cell;
use std::collections::HashSet;

use deploy_kit_core::actions::Environment;
use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Error, History, Id, Range, Repository, Tags};
use semver::Version;
use serde::Serialize;

use crate::history::{Commit, Listing};
use crate::message::gist;
use crate::next::counter;
use crate::settings::{Settings, Since};
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
    read_from(settings, &mut past(repository, settings), environment, false)
}

/// Reads the facts from commits of which some may have been read before, and leaves them for who asks next.
///
/// # Errors
/// As [`gather`].
pub fn gather_from(
    settings: &Settings,
    past: &mut Past<'_>,
    environment: &Environment,
) -> Result<Facts, Failure> {
    read_from(settings, past, environment, true)
}

fn read_from(
    settings: &Settings,
    past: &mut Past<'_>,
    environment: &Environment,
    leaves: bool,
) -> Result<Facts, Failure> {
    let repository = past.repository();
    let to = end(settings, repository)?;
    check_folders(settings, repository, to)?;
    // Who knows where the range starts needs no tags to find out.
    let tags = match &settings.since {
        Since::Release(_) | Since::Root => Tags::default(),
        Since::LastRelease | Since::Revision(_) => {
            repository.tags().map_err(failure)?.without(&settings.under_way)
        }
    };
    let branch = branch::of(&repository.head().map_err(failure)?, environment);
    let channel = settings.channel_on(branch.as_deref());
    let (commits, places) = (Vec::new(), Vec::new());
    let mut gatherer = Gatherer { settings, past, leaves, tags: &tags, to, channel, commits, places };
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

struct Gatherer<'a, 'r> {
    settings: &'a Settings,
    past: &'a mut Past<'r>,
    /// Whether somebody else asks the past for the same commits.
    leaves: bool,
    tags: &'a Tags,
    to: Id,
    channel: Option<&'a str>,
    commits: Vec<Commit>,
    /// One more than the index of each commit, by its number in the past; 0 for one that is not listed.
    places: Vec<u32>,
}

impl Gatherer<'_, '_> {
    fn package(&mut self, at: usize) -> Result<PackageFacts, Failure> {
        let releases = releases::find(self.settings, at, self.past, self.tags, self.to)?;
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
        let numbers = self.past.list(&Range { from, to: self.to }).map_err(failure)?;
        let mut indices = Vec::with_capacity(numbers.len());
        self.places.resize(self.past.len(), 0);
        for number in numbers {
            let at = number as usize;
            if self.places[at] == 0 {
                let kept = match self.leaves {
                    true => self.past.get(number).map_err(failure)?.clone(),
                    false => self.past.take(number).map_err(failure)?,
                };
                let commit = self.commit(number, kept)?;
                self.commits.push(commit);
                self.places[at] = self.commits.len() as u32;
            }
            indices.push(self.places[at] as usize - 1);
        }
        Ok(indices)
    }

    fn commit(&self, number: u32, kept: Kept) -> Result<Commit, Failure> {
        match kept {
            Kept::Whole(commit) => read(self.past.repository(), &commit, self.settings.needs_paths()),
            Kept::Message(message) => Ok(Commit {
                id: self.past.id(number),
                parents: self.past.parents(number).collect(),
                message: message.into_string(),
                paths: Vec::new(),
            }),
        }
    }
}

/// The commits that were met, with what the plan needs of each.
pub type Past<'r> = History<'r, Kept>;

/// What is kept of a commit.
#[derive(Debug, Clone)]
pub enum Kept {
    /// All of it: it is one of the first, or is asked later which paths it touches.
    Whole(Box<deploy_kit_git::Commit>),
    /// Its message.
    Message(Box<str>),
}

/// A history of which nothing was read.
pub fn past<'r>(repository: &'r Repository, settings: &Settings) -> Past<'r> {
    let (needs_paths, listing) = (settings.needs_paths(), settings.listing);
    let met = Cell::new(0);
    History::new(repository, move |commit| {
        met.set(met.get() + 1);
        match listing {
            _ if needs_paths || met.get() <= WHOLE => Kept::Whole(Box::new(commit.clone())),
            Listing::All => Kept::Message(commit.message().into()),
            Listing::Few(_) => Kept::Message(gist(&commit.message()).into()),
        }
    })
}

/// As [`past`], for who needs every commit whole.
pub fn whole_past(repository: &Repository) -> Past<'_> {
    History::new(repository, |commit| Kept::Whole(Box::new(commit.clone())))
}

/// Takes a commit of the past.
///
/// # Errors
/// It cannot be read.
pub fn take_whole(past: &mut Past<'_>, number: u32) -> Result<deploy_kit_git::Commit, Failure> {
    match past.take(number).map_err(failure)? {
        Kept::Whole(commit) => Ok(*commit),
        Kept::Message(_) => past.repository().commit(past.id(number)).map_err(failure),
    }
}

/// How many commits are kept as they are, at half a kilobyte each: most ranges have fewer, and commits that a
/// walk only passes need not be decoded, let alone be reduced to a gist.
const WHOLE: u32 = 512;

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
