//! What stands on the server.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Id, Range, Repository, Writer};
use deploy_kit_github::git::Tag;
use deploy_kit_github::refs::Ref;
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
    /// The branch of the repository that people look at first.
    pub default_branch: String,
    /// Where it stands; `None` if the server does not have it.
    pub head: Option<Id>,
    /// The tags of the plan that stand, with the commits that they lead to.
    pub tags: BTreeMap<String, Id>,
    /// All releases, drafts included.
    pub releases: Vec<Release>,
}

/// How often the object of a tag is looked for.
const LOOKS: usize = 4;

/// How many releases are looked at: drafts and what was just published stand first.
pub const RECENT: usize = 100;

/// The newest releases, read at once: how many packages there are makes no difference.
#[derive(Debug)]
pub struct Recent {
    releases: Vec<Release>,
    /// Whether the server has others.
    is_part: bool,
    /// The tags that were asked for one by one and have no release.
    missing: BTreeSet<String>,
}

impl Recent {
    /// Reads them.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(server: &Server) -> Result<Self, Failure> {
        let releases = server.repo.releases().recent(RECENT).await.map_err(refused)?;
        Ok(Self { is_part: releases.len() >= RECENT, releases, missing: BTreeSet::new() })
    }

    /// The published release of a tag. One that has stood for long is on no first page, and asked for by itself.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn published(&mut self, server: &Server, tag: &str) -> Result<Option<&Release>, Failure> {
        let is = |found: &Release| found.tag_name == tag && !found.draft;
        if self.is_part && !self.missing.contains(tag) && !self.releases.iter().any(is) {
            match server.repo.releases().get_by_tag(tag).await.map_err(refused)? {
                Some(old) => self.releases.push(old),
                None => drop(self.missing.insert(tag.to_owned())),
            }
        }
        Ok(self.releases.iter().find(|found| is(found)))
    }
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
        None => known.default_branch.clone(),
    };
    let head = server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
    let head = head.map(|head| id(&head.object.sha)).transpose()?;
    Ok(Remote {
        branch,
        default_branch: known.default_branch,
        head,
        tags: BTreeMap::new(),
        releases: Vec::new(),
    })
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

    /// Reads the tags of a plan, and its releases, where these were not read just now.
    ///
    /// # Errors
    /// The server refuses.
    pub async fn read(
        &mut self,
        server: &Server,
        repository: &Repository,
        tags: &[&str],
        recent: Option<Recent>,
    ) -> Result<(), Failure> {
        for found in refs(server, tags).await.map_err(refused)? {
            let name = found.name.strip_prefix("refs/tags/").unwrap_or(&found.name);
            // Of a tag that is here as well, it is known where it leads.
            let commit = match repository.resolve(&found.object.sha) {
                Ok(commit) => commit,
                Err(_) => peeled(server, &found).await.map_err(refused)??,
            };
            self.tags.insert(name.to_owned(), commit);
        }
        let mut recent = match recent {
            Some(recent) => recent,
            None => Recent::read(server).await?,
        };
        for tag in self.tags.keys() {
            recent.published(server, tag).await?;
        }
        self.releases = recent.releases;
        Ok(())
    }
}

/// Those of these tags that stand: of several, in one list.
async fn refs(server: &Server, tags: &[&str]) -> deploy_kit_github::Result<Vec<Ref>> {
    if let [tag] = tags {
        return Ok(server.repo.refs().get(&format!("tags/{tag}")).await?.into_iter().collect());
    }
    let start = format!("tags/{}", common(tags));
    let mut found = server.repo.refs().list(start.trim_end_matches('/')).await?;
    found.retain(|found| found.name.strip_prefix("refs/tags/").is_some_and(|name| tags.contains(&name)));
    Ok(found)
}

/// What all of these names begin with.
fn common<'a>(names: &[&'a str]) -> &'a str {
    let Some((first, rest)) = names.split_first() else { return "" };
    let ends = first.char_indices().map(|(at, _)| at).chain([first.len()]);
    let shared =
        ends.map(|end| &first[..end]).take_while(|start| rest.iter().all(|it| it.starts_with(start)));
    shared.last().unwrap_or_default()
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

/// The commit that a tag leads to as it stands.
///
/// # Errors
/// The server refuses.
pub async fn tag(server: &Server, name: &str) -> deploy_kit_github::Result<Option<Result<Id, Failure>>> {
    match server.repo.refs().get(&format!("tags/{name}")).await? {
        Some(found) => Ok(Some(peeled(server, &found).await?)),
        None => Ok(None),
    }
}

async fn peeled(server: &Server, found: &Ref) -> deploy_kit_github::Result<Result<Id, Failure>> {
    let sha = &found.object.sha;
    if found.object.r#type != "tag" {
        return Ok(id(sha));
    }
    Ok(match tag_object(server, sha).await? {
        Some(object) => id(&object.object.sha),
        None => {
            let text = format!("the tag `{}` is on `{sha}`, which GitHub does not show", found.name);
            Err(Failure::world(text).hint(Some("run this again in a minute".to_owned())))
        }
    })
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
pub fn contains(repository: &Repository, commit: Id, other: Id) -> Result<bool, Failure> {
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
