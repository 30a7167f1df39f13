//! What was merged: which commit the release goes on, and from where it is counted.
//!
//! | Way of merging | The release's commit |
//! |---|---|
//! | merge commit | the merge |
//! | squash | the one commit that it made |
//! | rebase | the last of the commits that it made |
//! | merge queue | as the queue's own way of merging makes it |
//!
//! Commits that came in between are part of it, unless they ask for more than was merged.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use deploy_kit_changelog::insert;
use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository};
use deploy_kit_github::pulls::Pull;
use deploy_kit_version::facts::failure;
use deploy_kit_version::facts::files::text_at;
use deploy_kit_version::plan::Plan as VersionPlan;
use semver::Version;

use super::body::{self, Standing};
use super::branch::{self, Branch, Generated, Traced};
use super::facts::again;
use super::{Scope, burned, planned, three_way};
use crate::facts::remote::{Recent, contains, id};
use crate::facts::{self, ReleaseCommit, Start};
use crate::run::on_server::Where;
use crate::run::unfinished::is_finished;
use crate::settings::Settings;

/// The newest pull request that was merged.
#[derive(Debug)]
pub(super) struct Found {
    /// The tags that it asks for.
    pub(super) tags: BTreeSet<String>,
    /// Its release, if it is not finished yet.
    pub(super) release: Option<(Start, VersionPlan)>,
    /// The versions, by package, that will never be released, and whose sections in the changelogs are as we made
    /// them.
    pub(super) superseded: BTreeMap<usize, Version>,
}

impl Found {
    /// All that it asks for stands.
    fn done(tags: BTreeSet<String>) -> Self {
        Self { tags, release: None, superseded: BTreeMap::new() }
    }

    /// Nothing of it is released.
    fn superseded(superseded: BTreeMap<usize, Version>) -> Self {
        Self { tags: BTreeSet::new(), release: None, superseded }
    }
}

/// The newest pull request that was merged.
pub(super) fn newest(scope: &Scope) -> Option<&Pull> {
    let merged = scope.pulls.iter().filter(|pull| pull.is_merged());
    merged.max_by_key(|pull| (pull.merged_at.clone(), pull.number))
}

/// Finds the newest pull request that was merged. The settings are made to ask for exactly what it releases.
pub(super) async fn find(
    settings: &mut Settings,
    site: &Where<'_>,
    scope: &Scope,
    version: &VersionPlan,
    recent: &mut Option<Recent>,
    warnings: &mut Vec<String>,
) -> Result<Option<Found>, Failure> {
    let Some(pull) = newest(scope) else { return Ok(None) };
    let Some(merge) = pull.merge_commit_sha.as_deref().map(id).transpose()? else { return Ok(None) };
    if site.repository.commit(merge).is_err() || !contains(site.repository, version.to, merge)? {
        return Ok(None);
    }
    let standing = Standing::read(pull.body.as_deref().unwrap_or_default());
    // The text is a person's to change, and good enough to see that all is done.
    let told: BTreeSet<String> = standing.generated.iter().flat_map(|mark| mark.tags.clone()).collect();
    if !told.is_empty() && stand(&told, site, settings, recent).await? {
        return Ok(Some(Found::done(told)));
    }
    let head = id(&pull.head.sha)?;
    let repository = branch::fetched(head, site, settings)?;
    let before = before(merge, head, pull, &repository)?;
    let branch = match branch::trace(head, before, &repository)? {
        Traced::Ours(branch) => Some(branch),
        Traced::Empty | Traced::Foreign => None,
    };
    let tags = branch.as_ref().map_or(told, |branch| branch.generated.trailers().tags.into_iter().collect());
    if tags.is_empty() {
        warnings.push(format!(
            "pull request #{} was merged, and nothing tells what it was to release: nothing is released of it",
            pull.number
        ));
        return Ok(None);
    }
    if stand(&tags, site, settings, recent).await? {
        return Ok(Some(Found::done(tags)));
    }
    facts::decide(settings, &tags);
    if is_past(settings, version) {
        return Ok(None);
    }
    let generated = branch.as_ref().map(|branch| &branch.generated);
    if let Some(tag) = tags.iter().find(|tag| settings.version().burned.contains(*tag)) {
        let (superseded, hint) = superseded(&tags, generated, settings, &repository, version.to)?;
        warnings.push(format!(
            "pull request #{} was merged, and {}: nothing is released of it. The next pull request holds all of it{hint}",
            pull.number,
            burned::words(tag)
        ));
        return Ok(Some(Found::superseded(superseded)));
    }
    let base = match &branch {
        Some(branch) => base(merge, before, branch, &repository)?,
        None => before,
    };
    let seconds = repository.commit(merge).map_err(failure)?.committer_time().seconds;
    let commit = ReleaseCommit { id: merge, tags: tags.clone(), notes: BTreeMap::new() };
    let mut start = Start { base, commit: Some(commit), seconds: Some(seconds) };
    let site = &Where { repository: &repository, ..*site };
    if let Some(more) = asks_for_more(&start, generated, settings, scope, site)? {
        let (superseded, hint) = superseded(&tags, generated, settings, &repository, version.to)?;
        warnings.push(format!(
            "pull request #{} was merged behind commits that it does not know of, and they ask for {more}: nothing is \
             released of it. The next pull request holds all of it{hint}",
            pull.number
        ));
        return Ok(Some(Found::superseded(superseded)));
    }
    let version = facts::version(settings, &repository, site.context, &start)?;
    if let (Some(commit), false) = (&mut start.commit, standing.is_untouched()) {
        let open = Start { base, commit: None, seconds: Some(seconds) };
        let now = planned(settings, site, open, version.clone()).ok();
        let then = generated.and_then(|generated| again(&free(settings), site, scope, generated));
        commit.notes = reviewed(&standing, &tags, now.as_ref(), then.as_ref());
    }
    Ok(Some(Found { tags, release: Some((start, version)), superseded: BTreeMap::new() }))
}

/// What is to be done by hand where a section of a changelog is not as we made it.
const BY_HAND: &str = "; take what was merged of the changelog out there, since somebody has changed it";

/// The versions whose sections in the changelogs the next ones can take the place of: they have no tag, and stand as
/// our commit has them. What people have changed is theirs to move; then the second part says so.
fn superseded(
    tags: &BTreeSet<String>,
    generated: Option<&Generated>,
    settings: &Settings,
    repository: &Repository,
    here: Id,
) -> Result<(BTreeMap<usize, Version>, &'static str), Failure> {
    let known = repository.tags().map_err(failure)?;
    let (mut superseded, mut hint) = (BTreeMap::new(), "");
    for (index, package) in settings.version().packages.iter().enumerate() {
        let found = tags.iter().find_map(|tag| Some((tag, package.prefix.version_of(tag)?)));
        let Some((_, version)) = found.filter(|(tag, _)| known.get(tag).is_none()) else { continue };
        let section = |commit: Id| {
            let text =
                text_at(repository, commit, Path::new(&package.changelog))?.content.replace("\r\n", "\n");
            Ok::<_, Failure>(
                insert::section(&text, &version.to_string(), package.name.as_deref()).map(str::to_owned),
            )
        };
        let Some(stands) = section(here)? else { continue };
        match generated.map(|generated| section(generated.id)).transpose()?.flatten() {
            Some(made) if made == stands => drop(superseded.insert(index, version)),
            Some(_) | None => hint = BY_HAND,
        }
    }
    Ok((superseded, hint))
}

/// The settings without what was decided.
fn free(settings: &Settings) -> Settings {
    let mut settings = settings.clone();
    settings.changelog.version.chosen.clear();
    settings
}

/// Whether all of these tags have a release that is finished; a draft is for a person to finish.
async fn stand(
    tags: &BTreeSet<String>,
    site: &Where<'_>,
    settings: &Settings,
    recent: &mut Option<Recent>,
) -> Result<bool, Failure> {
    let known = site.repository.tags().map_err(failure)?;
    if settings.switches.draft {
        return Ok(tags.iter().all(|tag| known.get(tag).is_some()));
    }
    for tag in tags {
        // Its release was deleted, and cannot be made again.
        let is_all = settings.version().burned.contains(tag) && known.get(tag).is_some();
        if !is_all && !is_finished(site.server, tag, recent).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether higher versions have been released since: then this one was taken back, and is history.
fn is_past(settings: &Settings, version: &VersionPlan) -> bool {
    let current =
        |index: usize| version.packages.iter().find(|package| package.index == index)?.current.as_ref();
    let chosen = settings.version().chosen.iter();
    let mut decided = chosen.filter_map(|(index, chosen)| Some((*index, chosen.as_ref()?))).peekable();
    decided.peek().is_some()
        && decided.all(|(index, chosen)| current(index).is_some_and(|current| current > chosen))
}

/// The newest commit of the base branch before the merge.
fn before(merge: Id, head: Id, pull: &Pull, repository: &Repository) -> Result<Id, Failure> {
    let commit = repository.commit(merge).map_err(failure)?;
    let first = commit.parents().next();
    // Where the branch itself became the base, only GitHub knows where it stood.
    let stood = id(&pull.base.sha).ok().filter(|stood| merge == head && repository.commit(*stood).is_ok());
    Ok(stood.or(first).unwrap_or(merge))
}

/// The commit that is planned at: what the base branch held, without the commits of the pull request.
fn base(merge: Id, before: Id, branch: &Branch, repository: &Repository) -> Result<Id, Failure> {
    if contains(repository, merge, branch.head)? {
        return Ok(if merge == branch.head { branch.base } else { before });
    }
    // A squash is one commit; a rebase made one of each, and the first of them is ours with another parent.
    let mut at = merge;
    for _ in 0..=branch.others.len() {
        let commit = repository.commit(at).map_err(failure)?;
        let Some(parent) = commit.parents().next() else { break };
        if commit.message().lines().next() == branch.generated.message.lines().next() {
            return Ok(parent);
        }
        at = parent;
    }
    Ok(before)
}

/// The notes that people have changed, by tag: put together with what commits that came in between add to them.
fn reviewed(
    standing: &Standing,
    tags: &BTreeSet<String>,
    now: Option<&crate::plan::Plan>,
    then: Option<&crate::plan::Plan>,
) -> BTreeMap<String, String> {
    let of = |plan: Option<&crate::plan::Plan>, tag: &str| {
        let mut releases = plan?.releases.iter();
        releases.find(|release| release.tag == tag).map(|release| release.body.trim().to_owned())
    };
    let mut notes = BTreeMap::new();
    for tag in tags {
        let Some(theirs) = body::notes(&standing.text, tag) else { continue };
        let (now, then) = (of(now, tag), of(then, tag));
        if then.as_ref() == Some(&theirs) {
            continue;
        }
        let text = match (then, now) {
            (Some(then), Some(now)) => three_way::merge(&lined(&then), &lined(&theirs), &lined(&now)).text,
            _ => theirs,
        };
        notes.insert(tag.clone(), text);
    }
    notes
}

fn lined(text: &str) -> String {
    format!("{}\n", text.trim_end())
}

/// What the commits that came before the merge ask for, where it is more than what those asked for that the pull
/// request knew of, and more than was merged.
fn asks_for_more(
    start: &Start,
    generated: Option<&Generated>,
    settings: &Settings,
    scope: &Scope,
    site: &Where<'_>,
) -> Result<Option<String>, Failure> {
    let Some(known) = generated.and_then(|generated| generated.base).filter(|known| *known != start.base)
    else {
        return Ok(None);
    };
    let mut free = free(settings);
    free.changelog.version.only = scope.only;
    let now = facts::version(&mut free, site.repository, site.context, start)?;
    let then = facts::next(&mut free, site.repository, site.context, known)?;
    let more = now.packages.iter().filter(|package| package.should_release).find_map(|package| {
        let merged = settings.version().chosen.get(&package.index)?.as_ref()?;
        let asked = then.packages.iter().find(|other| other.index == package.index)?;
        let next =
            package.next.as_ref().filter(|next| *next > merged && Some(*next) != asked.next.as_ref())?;
        Some(format!("{next}, while {merged} was merged"))
    });
    Ok(more)
}
