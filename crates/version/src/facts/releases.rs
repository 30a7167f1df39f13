//! The releases that the tags tell of.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository, Tags};
use semver::Version;

use super::{Past, ReleaseTag, failure, usage};
use crate::settings::{Settings, Since};
use crate::tag::{Prefix, Tag};

pub(super) struct Releases {
    pub(super) last_final: Option<ReleaseTag>,
    /// The pre-releases above it, wherever their commits are.
    pub(super) pres: Vec<ReleaseTag>,
    pub(super) taken: Vec<Version>,
    /// The pre-release that the range was told to start from.
    pub(super) named_pre: Option<ReleaseTag>,
    /// What the range starts after, as people call it.
    pub(super) since: Option<String>,
    /// The commit that the range starts after.
    pub(super) start: Option<Id>,
}

/// A tag that names a release.
#[derive(Debug, Clone)]
pub struct Candidate<'t> {
    version: Version,
    tag: &'t deploy_kit_git::Tag,
}

impl Candidate<'_> {
    fn peel(self, repository: &Repository) -> Result<Option<ReleaseTag>, Failure> {
        let commit = self.tag.peeled().map_or_else(|| self.tag.commit(repository), |id| Ok(Some(id)));
        let commit = commit.map_err(failure)?;
        let tag = Tag { name: self.tag.name.clone(), version: self.version };
        Ok(commit.map(|commit| ReleaseTag { tag, commit }))
    }
}

/// Finds the last releases of the package at `at` as seen from `to`.
pub(super) fn find(
    settings: &Settings,
    at: usize,
    past: &mut Past<'_>,
    tags: &Tags,
    to: Id,
) -> Result<Releases, Failure> {
    let prefix = &settings.packages[at].prefix;
    match &settings.since {
        Since::LastRelease => {}
        Since::Revision(revision) => return from_revision(revision, prefix, past, tags),
        Since::Release(release) => {
            let (since, start) = (Some(release.tag.name.clone()), Some(release.commit));
            let last_final = Some(release.clone());
            let (pres, taken) = (Vec::new(), Vec::new());
            return Ok(Releases { last_final, pres, taken, named_pre: None, since, start });
        }
        Since::Root => {
            return Ok(Releases {
                last_final: None,
                pres: Vec::new(),
                taken: Vec::new(),
                named_pre: None,
                since: None,
                start: None,
            });
        }
    }
    let (mut pres, finals): (Vec<_>, Vec<_>) =
        candidates(prefix, tags).partition(|candidate| !candidate.version.pre.is_empty());
    let taken = match settings.is_inquiry() {
        true => Vec::new(),
        false => finals.iter().chain(&pres).map(|candidate| candidate.version.clone()).collect(),
    };
    let last_final = highest(past, to, finals)?;
    if let Some(last) = &last_final {
        pres.retain(|candidate| candidate.version > last.tag.version);
    }
    let start = last_final.as_ref().map(|release| release.commit);
    let pres = pres
        .into_iter()
        .filter_map(|pre| pre.peel(past.repository()).transpose())
        .collect::<Result<_, _>>()?;
    let since = last_final.as_ref().map(|release| release.tag.name.clone());
    Ok(Releases { last_final, pres, taken, named_pre: None, since, start })
}

/// The tags of a package.
pub fn candidates<'t>(prefix: &'t Prefix, tags: &'t Tags) -> impl Iterator<Item = Candidate<'t>> {
    tags.iter().filter_map(|tag| Some(Candidate { version: prefix.version_of(&tag.name)?, tag }))
}

/// The highest of the candidates that `to` contains and, if `below` is given, that is lower than that; pre-releases
/// only where they are asked for.
///
/// # Errors
/// The repository cannot be read.
pub fn last_release(
    candidates: &[Candidate<'_>],
    past: &mut Past<'_>,
    to: Id,
    below: Option<&Version>,
    pre_releases: bool,
) -> Result<Option<ReleaseTag>, Failure> {
    let wanted = |candidate: &&Candidate<'_>| {
        (pre_releases || candidate.version.pre.is_empty())
            && below.is_none_or(|below| candidate.version < *below)
    };
    highest(past, to, candidates.iter().filter(wanted).cloned().collect())
}

/// Every release of a package, wherever its commit is.
///
/// # Errors
/// The repository cannot be read.
pub fn all_releases(
    prefix: &Prefix,
    repository: &Repository,
    tags: &Tags,
) -> Result<Vec<ReleaseTag>, Failure> {
    candidates(prefix, tags).filter_map(|candidate| candidate.peel(repository).transpose()).collect()
}

/// The highest of the candidates that `to` contains.
fn highest(
    past: &mut Past<'_>,
    to: Id,
    mut candidates: Vec<Candidate<'_>>,
) -> Result<Option<ReleaseTag>, Failure> {
    // The answer is nearly always among the highest few: the others need not even be sorted.
    const FEW: usize = 32;
    let descending = |one: &Candidate<'_>, other: &Candidate<'_>| other.version.cmp(&one.version);
    if candidates.len() > 2 * FEW {
        candidates.select_nth_unstable_by(FEW, descending);
        candidates[..FEW].sort_unstable_by(descending);
        let ranked: Vec<_> = candidates[..FEW].iter().map(|candidate| candidate.tag).collect();
        if let Some(index) = past.highest_reachable(to, &ranked).map_err(failure)? {
            return candidates.swap_remove(index).peel(past.repository());
        }
    }
    candidates.sort_unstable_by(descending);
    let ranked: Vec<&deploy_kit_git::Tag> = candidates.iter().map(|candidate| candidate.tag).collect();
    let Some(index) = past.highest_reachable(to, &ranked).map_err(failure)? else {
        return Ok(None);
    };
    candidates.swap_remove(index).peel(past.repository())
}

/// A range that was told where to start: the version is the one that the revision's name stands for, else
/// that of the highest release that the revision contains. From `1.5.0-beta.3` the way leads to 1.5.0, so a
/// pre-release stands beside the final release before it.
fn from_revision(
    revision: &str,
    prefix: &Prefix,
    past: &mut Past<'_>,
    tags: &Tags,
) -> Result<Releases, Failure> {
    let start = past.repository().resolve(revision).map_err(usage)?;
    let named = revision.strip_prefix("refs/tags/").unwrap_or(revision);
    let version = prefix.version_of(named).filter(|_| tags.get(named).is_some());
    let name = if version.is_some() { named } else { revision };
    let tag =
        version.map(|version| ReleaseTag { tag: Tag { name: named.to_owned(), version }, commit: start });
    let (named_final, named_pre) = match tag {
        Some(pre) if !pre.tag.version.pre.is_empty() => (None, Some(pre)),
        named => (named, None),
    };
    let last_final = match named_final {
        Some(named) => Some(named),
        None => {
            let candidates: Vec<_> = candidates(prefix, tags).collect();
            last_release(&candidates, past, start, None, false)?
        }
    };
    let (since, start) = (Some(name.to_owned()), Some(start));
    Ok(Releases { last_final, pres: Vec::new(), taken: Vec::new(), named_pre, since, start })
}
