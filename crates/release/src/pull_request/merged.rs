//! What was merged: which commit the release goes on, and from where it is counted.
//!
//! | Way of merging | The release's commit |
//! |---|---|
//! | merge commit | the merge, if it holds what the branch held; else the branch's commit, which is what was reviewed |
//! | squash | the one commit that it made |
//! | rebase | the last of the commits that it made |
//! | merge queue | as the queue's own way of merging makes it |

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository};
use deploy_kit_github::pulls::Pull;
use deploy_kit_version::facts::failure;
use deploy_kit_version::plan::Plan as VersionPlan;

use super::Scope;
use super::body::{self, Standing};
use super::branch::{self, Branch};
use crate::facts::remote::{Recent, contains, id};
use crate::facts::{self, ReleaseCommit, Start};
use crate::run::on_server::Where;
use crate::run::unfinished::is_finished;
use crate::settings::Settings;

/// The newest pull request that was merged.
#[derive(Debug)]
pub(super) struct Found {
    /// The tags that it asks for.
    pub tags: BTreeSet<String>,
    /// Its release, if it is not finished yet.
    pub release: Option<(Start, VersionPlan)>,
}

/// Finds the newest pull request that was merged. The settings are made to ask for exactly what it releases.
pub(super) async fn find(
    settings: &mut Settings,
    site: &Where<'_>,
    scope: &Scope,
    here: Id,
    warnings: &mut Vec<String>,
) -> Result<Option<Found>, Failure> {
    let merged = scope.pulls.iter().filter(|pull| pull.is_merged());
    let Some(pull) = merged.max_by_key(|pull| (pull.merged_at.clone(), pull.number)) else { return Ok(None) };
    let Some(merge) = pull.merge_commit_sha.as_deref().map(id).transpose()? else { return Ok(None) };
    if site.repository.commit(merge).is_err() || !contains(site.repository, here, merge)? {
        return Ok(None);
    }
    let (repository, branch) = branch::read(id(&pull.head.sha)?, site, settings)?;
    let Some(branch) = branch else { return Ok(None) };
    let tags: BTreeSet<String> = branch.generated.tags().into_iter().collect();
    if stand(&tags, site, settings).await? {
        return Ok(Some(Found { tags, release: None }));
    }
    let (base, commit) = place(merge, &branch, &repository)?;
    let seconds = repository.commit(commit).map_err(failure)?.committer_time().seconds;
    let notes = reviewed(pull, &tags);
    let commit = ReleaseCommit { id: commit, tags: tags.clone(), notes };
    let start = Start { base, commit: Some(commit), seconds: Some(seconds) };
    let site = Where { repository: &repository, ..*site };
    if base != branch.generated.base
        && let Some(more) = asks_for_more(&start, settings, &site)?
    {
        let text = format!(
            "pull request #{} was merged when commits that it does not know of had made it too small: {more}. \
             Nothing is released of it; the next pull request holds all of it",
            pull.number
        );
        warnings.push(text);
        return Ok(None);
    }
    facts::decide(settings, &tags);
    let version = facts::version(settings, &repository, site.context, &start)?;
    Ok(Some(Found { tags, release: Some((start, version)) }))
}

/// Whether all of these tags have a release that is finished; a draft is for a person to finish.
async fn stand(tags: &BTreeSet<String>, site: &Where<'_>, settings: &Settings) -> Result<bool, Failure> {
    if settings.switches.draft {
        let known = site.repository.tags().map_err(failure)?;
        return Ok(tags.iter().all(|tag| known.get(tag).is_some()));
    }
    let mut recent: Option<Recent> = None;
    for tag in tags {
        if !is_finished(site.server, tag, &mut recent).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The commit that was planned at, and the one that the tags go on.
fn place(merge: Id, branch: &Branch, repository: &Repository) -> Result<(Id, Id), Failure> {
    if contains(repository, merge, branch.head)? {
        let is_same = repository.paths_between(merge, branch.head).map_err(failure)?.is_empty();
        return Ok((branch.base, if is_same { merge } else { branch.head }));
    }
    // A squash is one commit; a rebase made one of each, and the first of them is ours with another parent.
    let mut at = merge;
    for _ in 0..=branch.others.len() {
        let commit = repository.commit(at).map_err(failure)?;
        let Some(parent) = commit.parents().next() else { break };
        if commit.message().lines().next() == branch.generated.message.lines().next() {
            return Ok((parent, merge));
        }
        at = parent;
    }
    let parent = repository.commit(merge).map_err(failure)?.parents().next();
    Ok((parent.unwrap_or(branch.base), merge))
}

/// The notes that people have changed, by tag.
fn reviewed(pull: &Pull, tags: &BTreeSet<String>) -> BTreeMap<String, String> {
    let standing = Standing::read(pull.body.as_deref().unwrap_or_default());
    if standing.is_untouched() {
        return BTreeMap::new();
    }
    let of = |tag: &String| Some((tag.clone(), body::notes(&standing.text, tag)?.to_owned()));
    tags.iter().filter_map(of).collect()
}

/// What the commits that came before the merge ask for, where it is more than was merged.
fn asks_for_more(start: &Start, settings: &Settings, site: &Where<'_>) -> Result<Option<String>, Failure> {
    let mut decided = settings.clone();
    let Some(commit) = &start.commit else { return Ok(None) };
    facts::decide(&mut decided, &commit.tags);
    let mut free = settings.clone();
    let asked = facts::version(&mut free, site.repository, site.context, start)?;
    let more = asked.packages.iter().filter(|package| package.should_release).find_map(|package| {
        let merged = decided.version().chosen.get(&package.index)?.as_ref()?;
        let next = package.next.as_ref().filter(|next| *next > merged)?;
        Some(format!("they ask for {next}, it was made for {merged}"))
    });
    Ok(more)
}
