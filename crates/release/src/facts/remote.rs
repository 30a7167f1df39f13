//! What stands on the server.

use std::collections::BTreeMap;
use std::time::Duration;

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Id, Range, Repository, Writer};
use deploy_kit_github::git::Tag;
use deploy_kit_github::releases::Release;
use deploy_kit_http::retry::Backoff;
use deploy_kit_version::facts::failure;

use super::Start;
use crate::marker;
use crate::plan;
use crate::server::{Server, refused};
use crate::settings::Settings;

/// What stands on the server.
#[derive(Debug, Default)]
pub struct Remote {
    /// The branch that is released on.
    pub branch: String,
    /// Where it stands; `None` if the server does not have it.
    pub head: Option<Id>,
    /// The tags of the plan that stand.
    pub tags: BTreeMap<String, TagState>,
    /// All releases, drafts included.
    pub releases: Vec<Release>,
}

/// How often the object of a tag is looked for.
const LOOKS: usize = 4;

/// How many releases are looked at: drafts and what was just published stand first.
pub const RECENT: usize = 100;

/// A tag that stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TagState {
    /// The commit that it leads to.
    pub commit: Id,
    /// Whether a release made it.
    pub own: bool,
}

/// Where the branch stands against the commit that is checked out.
#[derive(Debug)]
pub enum Standing {
    /// At that commit, or before it.
    Here,
    /// At the release's commit on top of it, which an earlier run has made.
    Released(Start),
    /// Somewhere else.
    MovedOn,
}

/// Reads the repository and its branch.
///
/// # Errors
/// The server refuses, the repository is archived, or there is no branch to release on.
pub async fn branch(
    server: &mut Server,
    settings: &Settings,
    repository: &Repository,
    context: &Context,
) -> Result<Remote, Failure> {
    let known = server.repo.get().await.map_err(refused)?;
    if known.archived {
        let text = format!("the repository `{}` is archived and so read-only", server.name);
        return Err(Failure::world(text).hint(Some("unarchive it in its settings".to_owned())));
    }
    if known.is_renamed_from(&server.name) {
        let (old, new) = (&server.name, &known.full_name);
        context.console.warning(format!("the repository `{old}` is called `{new}` now: use that name"));
        // REST redirects, GraphQL does not.
        if let Ok(name) = new.parse() {
            server.rename(name);
        }
    }
    let branch = match name(settings, repository, context)? {
        Some(branch) => branch,
        None => known.default_branch,
    };
    let head = server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
    let head = head.map(|head| id(&head.object.sha)).transpose()?;
    Ok(Remote { branch, head, tags: BTreeMap::new(), releases: Vec::new() })
}

/// The branch that was asked for, or the one that is checked out.
fn name(settings: &Settings, repository: &Repository, context: &Context) -> Result<Option<String>, Failure> {
    if let Some(branch) = &settings.branch {
        return Ok(Some(branch.clone()));
    }
    let told = deploy_kit_core::actions::Context::from_environment(&context.environment);
    if settings.switches.dry_run
        && let Some(base) = told.base_ref
    {
        return Ok(Some(base));
    }
    if told.is_runner() && told.r#ref.is_some() {
        let on_branch = told.r#ref.as_deref().and_then(|name| name.strip_prefix("refs/heads/"));
        return on_branch.map(|branch| Some(branch.to_owned())).ok_or_else(|| {
            let on = told.r#ref.unwrap_or_default();
            Failure::usage(format!("a release goes on a branch, and this run is on `{on}`")).hint(Some(
                "run it `on: push` to a branch, name one with `branch`, or ask `release plan`".to_owned(),
            ))
        });
    }
    Ok(repository.head().map_err(failure)?.branch().map(str::to_owned))
}

impl Remote {
    /// Compares the branch with the commit that is checked out, and fetches the release's commit if that stands
    /// on top of it.
    ///
    /// # Errors
    /// The server refuses, or the commit cannot be fetched.
    pub async fn standing(
        &self,
        here: Id,
        settings: &Settings,
        repository: &Repository,
        server: &Server,
    ) -> Result<Standing, Failure> {
        let Some(head) = self.head.filter(|head| *head != here) else { return Ok(Standing::Here) };
        if repository.commit(head).is_ok() && contains(repository, here, head)? {
            return Ok(Standing::Here);
        }
        let commit = server.repo.git().commit(&head.to_string()).await.map_err(refused)?;
        let Some(commit) = commit else { return Ok(Standing::MovedOn) };
        let is_next = commit.parents.len() == 1 && id(&commit.parents[0].sha)? == here;
        if !is_next || marker::tags_of_commit(&commit.message, &here.to_string()).is_empty() {
            return Ok(Standing::MovedOn);
        }
        if repository.commit(head).is_err() {
            writer(repository, &settings.changelog.look.remote, server).fetch(head).map_err(|error| {
                let hint = error.hint();
                Failure::world(error).hint(hint)
            })?;
        }
        let start = Start::before(head, &super::reopen(repository)?)?;
        Ok(start.map_or(Standing::MovedOn, Standing::Released))
    }

    /// Reads the tags of a plan, and all releases.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(&mut self, server: &Server, tags: impl Iterator<Item = &str>) -> Result<(), Failure> {
        for tag in tags {
            if let Some(state) = self::tag(server, tag).await.map_err(refused)? {
                self.tags.insert(tag.to_owned(), state?);
            }
        }
        self.releases = server.repo.releases().recent(RECENT).await.map_err(refused)?;
        // A release that has stood for long is on no first page; drafts are on no other.
        for tag in self.tags.keys() {
            if !self.releases.iter().any(|release| release.tag_name == *tag && !release.draft) {
                let old = server.repo.releases().get_by_tag(tag).await.map_err(refused)?;
                self.releases.extend(old);
            }
        }
        Ok(())
    }
}

impl Remote {
    /// The release of a plan as it stands: ours by its mark, or one that was published for the tag. The oldest,
    /// where two runs have made a draft each.
    #[must_use]
    pub fn release(&self, plan: &plan::Release) -> Option<&Release> {
        let ours = self.releases.iter().filter(|found| plan.is(found));
        ours.min_by_key(|found| (found.draft, found.id))
    }

    /// Drafts of the same release beside that one.
    pub fn doubles(&self, plan: &plan::Release, kept: u64) -> impl Iterator<Item = u64> {
        let doubles =
            self.releases.iter().filter(move |found| found.draft && found.id != kept && plan.is(found));
        doubles.map(|found| found.id)
    }

    /// Drafts that somebody else has made for the tag.
    pub fn strangers(&self, plan: &plan::Release) -> impl Iterator<Item = &Release> {
        self.releases.iter().filter(|found| found.draft && found.tag_name == plan.tag && !plan.is(found))
    }

    /// The assets of a release that have other bytes on the server than here.
    pub fn other_bytes<'p>(&self, plan: &'p plan::Release) -> impl Iterator<Item = &'p str> {
        let there = self.release(plan).map(|found| found.assets.clone()).unwrap_or_default();
        let other = move |asset: &&crate::facts::assets::Asset| {
            there.iter().any(|found| found.name == asset.name && !asset.is(found))
        };
        plan.assets.iter().filter(other).map(|asset| asset.name.as_str())
    }

    /// Whether a release is published with all that belongs to it.
    #[must_use]
    pub fn is_finished(&self, plan: &plan::Release) -> bool {
        let Some(found) = self.release(plan) else { return false };
        if self.doubles(plan, found.id).next().is_some() {
            return false;
        }
        let body = found.body.as_deref().unwrap_or_default();
        let wants_assets =
            plan.assets.iter().any(|asset| !found.assets.iter().any(|there| there.name == asset.name));
        !found.draft
            && plan.mark(true).find(body) != Some(true)
            && !wants_assets
            && self.tags.contains_key(&plan.tag)
    }
}

/// A tag as it stands.
///
/// # Errors
/// The server refuses.
pub async fn tag(
    server: &Server,
    name: &str,
) -> deploy_kit_github::Result<Option<Result<TagState, Failure>>> {
    let Some(found) = server.repo.refs().get(&format!("tags/{name}")).await? else { return Ok(None) };
    if found.object.r#type != "tag" {
        return Ok(Some(id(&found.object.sha).map(|commit| TagState { commit, own: false })));
    }
    let Some(object) = tag_object(server, &found.object.sha).await? else {
        let text = format!("the tag `{name}` is on `{}`, which GitHub does not show", found.object.sha);
        return Ok(Some(Err(Failure::world(text).hint(Some("run this again in a minute".to_owned())))));
    };
    let own = marker::is_own_tag(name, &object.message);
    Ok(Some(id(&object.object.sha).map(|commit| TagState { commit, own })))
}

/// The object of an annotated tag. One that was just made does not always show as soon as the reference does.
async fn tag_object(server: &Server, sha: &str) -> deploy_kit_github::Result<Option<Tag>> {
    let mut backoff = Backoff::new(Duration::from_millis(250), Duration::from_secs(2), 0);
    for _ in 1..LOOKS {
        let found = server.repo.git().tag(sha).await?;
        if found.is_some() {
            return Ok(found);
        }
        tokio::time::sleep(backoff.step()).await;
    }
    server.repo.git().tag(sha).await
}

/// Whether `commit` contains `other`.
fn contains(repository: &Repository, commit: Id, other: Id) -> Result<bool, Failure> {
    let range = Range { from: vec![commit], to: other };
    Ok(repository.commits(range).map_err(failure)?.next().is_none())
}

/// Writes with the token.
pub fn writer<'a>(repository: &'a Repository, remote: &'a str, server: &'a Server) -> Writer<'a> {
    let (token, timeout) = (Some(server.token.expose()), super::GIT_TIMEOUT);
    Writer { repository, remote, token, timeout, identity: None }
}

/// An object id that the server named.
///
/// # Errors
/// It is none.
pub fn id(text: &str) -> Result<Id, Failure> {
    text.parse()
        .map_err(|_| Failure::world(format!("GitHub named an object `{text}`, which is no object id")))
}
