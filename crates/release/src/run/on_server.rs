//! A release on a server: what stands there, what is left of earlier runs, and the release itself.

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::end;
use deploy_kit_version::plan::Plan as VersionPlan;

use super::start::{Attach, choose, local, make};
use super::unfinished::{finish_all, is_finished};
use super::{End, as_it_stands};
use crate::apply::{self, Error, Site};
use crate::facts::remote::{self, Recent, Remote, Standing};
use crate::facts::{self, Start, back, category};
use crate::plan::Plan;
use crate::server::Server;
use crate::settings::Settings;

/// The whole release.
pub(super) async fn on_server(
    settings: &mut Settings,
    mut repository: Repository,
    mut server: Server,
    context: &Context,
) -> Result<End, Failure> {
    let here = end(settings.version(), &repository)?;
    let mut asked = settings.clone();
    let remote = Box::new(remote::branch(&mut server, settings, &repository, context).await?);
    let server = &server;
    settings.branch = Some(remote.branch.clone());
    let standing = match settings.switches.dry_run {
        // A dry run tells what would be released if this were the branch, as on a pull request.
        true => Standing::Here,
        false => remote.standing(here, settings, &repository, server).await?,
    };
    let starts = match standing {
        Standing::Here => local(here, &repository)?,
        Standing::MovedOn => match half_done(here, &repository, server).await? {
            Some(start) => vec![start],
            None => return Ok(End::MovedOn { remote, here }),
        },
        Standing::Released(start) => {
            // Its commit was fetched.
            repository = facts::reopen(&repository)?;
            vec![start]
        }
    };
    let Some((start, version)) = choose(settings, &repository, context, starts)? else {
        return Ok(End::MovedOn { remote, here });
    };
    // A commit that git made here and nobody has pushed yet goes the way that it was made.
    let is_pushed = start.commit.is_none() || remote.head != Some(start.base);
    settings.by_api &= is_pushed;
    let site = Where { repository: &repository, server, remote: &remote, context };
    match release_at(settings, &site, start, version).await? {
        Some(end) => Ok(end),
        // What stands already is no plan: what comes after it is.
        None => as_it_stands(&mut asked, &repository, context),
    }
}

/// Finishes what earlier runs have begun, then releases what a start holds; `None` where a dry run finds that all
/// of it stands.
pub(crate) async fn release_at(
    settings: &mut Settings,
    site: &Where<'_>,
    start: Start,
    version: VersionPlan,
) -> Result<Option<End>, Failure> {
    let mut recent = None;
    let (earlier, warnings) = finish_all(settings, site, &version, start.tagged(), &mut recent).await?;
    let mut plan = make(settings, site.repository, site.context, start, version, Attach::Yes)?;
    plan.earlier = earlier;
    plan.back = back::find(settings, site.repository, site.server, site.remote, &plan).await?;
    let remote = read(site, &plan, recent).await?;
    let is_left = plan.releases.iter().any(|release| !remote.is_finished(release));
    if is_left {
        category::check(settings, site.server).await?;
    }
    if settings.switches.dry_run {
        let stands = !plan.releases.is_empty() && !is_left && plan.earlier.is_empty();
        return Ok((!stands).then_some(End::Planned(plan)));
    }
    let console = &site.context.console;
    let site = Site { repository: site.repository, server: Some((site.server, remote)), console };
    let mut outcome = apply::apply(&plan, settings, site).await?;
    outcome.warnings.splice(..0, warnings);
    Ok(Some(End::Applied(plan, outcome)))
}

/// The release of this very commit, if it was tagged and never finished: the branch may have moved on, its assets
/// and hooks are still those of this commit.
async fn half_done(here: Id, repository: &Repository, server: &Server) -> Result<Option<Start>, Failure> {
    let start = Start::before(here, repository)?.unwrap_or(Start::at(here));
    let mut recent = None;
    for tag in start.own_tags(repository)? {
        if !is_finished(server, &tag, &mut recent).await? {
            return Ok(Some(start));
        }
    }
    Ok(None)
}

/// Where a run is.
#[derive(Clone, Copy)]
pub(crate) struct Where<'a> {
    pub(crate) repository: &'a Repository,
    pub(crate) server: &'a Server,
    pub(crate) remote: &'a Remote,
    pub(crate) context: &'a Context,
}

/// What stands of a plan on the server; a tag on another commit ends the run before anything is written.
pub(super) async fn read(site: &Where<'_>, plan: &Plan, recent: Option<Recent>) -> Result<Remote, Failure> {
    let mut remote =
        Remote { branch: site.remote.branch.clone(), head: site.remote.head, ..Remote::default() };
    if !plan.releases.is_empty() {
        let tags: Vec<&str> = plan.tags().collect();
        remote.read(site.server, site.repository, &tags, recent).await?;
    }
    for (name, &on) in &remote.tags {
        let wanted = plan.start.tagged();
        if plan.message.is_some() || on != wanted {
            let name = name.clone();
            return Err(Error::TagElsewhere { name, on, wanted }.into());
        }
    }
    for release in plan.releases.iter().filter(|release| remote.is_finished(release)) {
        for asset in remote.other_bytes(release) {
            site.context.console.warning(format!(
                "the asset `{asset}` of `{}` has other bytes than the file here; what is published stays",
                release.tag
            ));
        }
    }
    for release in &plan.releases {
        for draft in remote.strangers(release) {
            site.context.console.notice(format!(
                "somebody's draft of `{}` is left as it is: {}",
                release.tag, draft.html_url
            ));
        }
    }
    Ok(remote)
}
