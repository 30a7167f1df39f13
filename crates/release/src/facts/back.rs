//! Whether the default branch has what a release on another branch contains: a hotfix that is never merged back is
//! missing in the next version, and its number is given again.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Range, Repository};
use deploy_kit_version::facts::{candidates, failure, last_release, whole_past};
use semver::Version;
use serde::Serialize;

use super::remote::{self, Remote};
use crate::marker;
use crate::plan::Plan;
use crate::server::{Server, refused};
use crate::settings::Settings;

/// A release that the default branch does not contain.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Back {
    /// The default branch.
    pub branch: String,
    /// Why it is to be merged there, or not.
    #[serde(flatten)]
    pub need: Need,
}

/// Why a release is to be merged back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "need", rename_all = "kebab-case")]
pub enum Need {
    /// Commits are missing there.
    Commits {
        /// How many.
        count: usize,
        /// The title of the newest.
        newest: String,
    },
    /// Every change is there, but the branch would give the same version again.
    Version {
        /// That version.
        version: Version,
    },
    /// Every change is there, picked from there as a rule, and the branch has a higher version.
    None,
    /// The branch cannot be fetched.
    Unknown,
}

/// Looks at the default branch; nothing is said of pre-releases, which lead to a release of their own.
///
/// # Errors
/// The server refuses, or the repository cannot be read.
pub async fn find(
    settings: &Settings,
    repository: &Repository,
    server: &Server,
    remote: &Remote,
    plan: &Plan,
) -> Result<Option<Back>, Failure> {
    let branch = &remote.default_branch;
    let finals = plan.releases.iter().any(|release| release.next.pre.is_empty());
    if !finals || *branch == remote.branch || branch.is_empty() {
        return Ok(None);
    }
    let there = server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
    let Some(there) = there else { return Ok(None) };
    let there = remote::id(&there.object.sha)?;
    let back = |need| Some(Back { branch: branch.clone(), need });
    if repository.commit(there).is_ok() {
        return Ok(need(settings, repository, there, plan)?.and_then(back));
    }
    let writer = remote::writer(repository, &settings.changelog.look.remote, server);
    // A hint is worth a fetch, and no failure.
    match writer.fetch(there) {
        Ok(()) => Ok(need(settings, &super::reopen(repository)?, there, plan)?.and_then(back)),
        Err(_) => Ok(back(Need::Unknown)),
    }
}

/// What the default branch at `there` needs of the release; `None` if it contains it.
fn need(
    settings: &Settings,
    repository: &Repository,
    there: Id,
    plan: &Plan,
) -> Result<Option<Need>, Failure> {
    let range = Range { from: vec![there], to: plan.start.tagged() };
    let (mut missing, mut newest, mut is_contained) = (0, String::new(), true);
    for commit in repository.commits(range).map_err(failure)? {
        let commit = commit.map_err(failure)?;
        is_contained = false;
        let message = commit.message();
        let is_own = message.starts_with(marker::SUBJECT) || commit.parents().count() > 1;
        if is_own || is_copy(&message, repository, there)? {
            continue;
        }
        if missing == 0 {
            newest = commit.subject().into_owned();
        }
        missing += 1;
    }
    if missing > 0 {
        return Ok(Some(Need::Commits { count: missing, newest }));
    }
    if is_contained && plan.message.is_none() {
        return Ok(None);
    }
    let given_again = given_again(settings, repository, there, plan)?;
    Ok(Some(given_again.map_or(Need::None, |version| Need::Version { version })))
}

/// Whether all that a commit was picked from is on the branch (`git cherry-pick -x` notes it; a squash of several
/// has several notes).
fn is_copy(message: &str, repository: &Repository, there: Id) -> Result<bool, Failure> {
    let mut picked = false;
    for origin in picked_from(message) {
        let Ok(origin) = origin.parse::<Id>() else { return Ok(false) };
        if repository.commit(origin).is_err() || !remote::contains(repository, there, origin)? {
            return Ok(false);
        }
        picked = true;
    }
    Ok(picked)
}

/// The commits that a message says it was picked from.
pub fn picked_from(message: &str) -> impl Iterator<Item = &str> {
    message
        .lines()
        .filter_map(|line| line.trim().strip_prefix("(cherry picked from commit ")?.strip_suffix(')'))
}

/// The first version of the plan that the default branch does not know to be behind it.
fn given_again(
    settings: &Settings,
    repository: &Repository,
    there: Id,
    plan: &Plan,
) -> Result<Option<Version>, Failure> {
    let tags = repository.tags().map_err(failure)?;
    let mut past = whole_past(repository);
    for release in plan.releases.iter().filter(|release| release.next.pre.is_empty()) {
        let prefix = &settings.version().packages[release.version.index].prefix;
        let candidates: Vec<_> = candidates(prefix, &tags).collect();
        let last = last_release(&candidates, &mut past, there, None, false)?;
        if last.is_none_or(|last| last.tag.version < release.next) {
            return Ok(Some(release.next.clone()));
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::picked_from;

    #[test]
    fn notes_of_picked_commits_are_found() {
        let message = "fix: a (#3)\n\n* fix: a\n\n(cherry picked from commit abc)\n\n  (cherry picked from commit def)\n\
                       (cherry picked from commit ghi) x\n";
        assert_eq!(picked_from(message).collect::<Vec<_>>(), ["abc", "def"]);
        assert_eq!(picked_from("fix: a\n").count(), 0);
    }
}
