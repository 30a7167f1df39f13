//! Releases of earlier commits that were begun and never finished.

use std::collections::BTreeSet;

use deploy_kit_core::tool::Failure;
use deploy_kit_git::Id;
use deploy_kit_version::facts::failure;
use deploy_kit_version::plan::Plan as VersionPlan;

use super::on_server::{Where, read};
use super::start::{Attach, make};
use crate::apply::{self, Error, Outcome, Site};
use crate::facts::remote::Recent;
use crate::facts::{self, Start};
use crate::marker;
use crate::plan::Earlier;
use crate::server::Server;
use crate::settings::Settings;

/// Finishes the releases of earlier commits. Answers which they are and what there is to warn of; a dry run only
/// looks.
pub(crate) async fn finish_all(
    settings: &Settings,
    site: &Where<'_>,
    version: &VersionPlan,
    tagged: Id,
    recent: &mut Option<Recent>,
) -> Result<(Vec<Earlier>, Vec<String>), Failure> {
    let (mut earlier, mut warnings) = (Vec::new(), Vec::new());
    for begun in unfinished(settings, site, version, tagged, recent).await? {
        match finish(settings.clone(), site, begun, &mut earlier).await {
            Ok(outcome) => warnings.extend(outcome.warnings),
            // There is nothing to finish, now or ever, and newer releases do not wait for it.
            Err(failure) => match Error::burned(&failure) {
                Some(tag) => warnings.push(deleted(tag)),
                None => return Err(failure),
            },
        }
        *recent = None;
    }
    Ok((earlier, warnings))
}

/// What is to be said of a tag that stands, and whose release was immutable and is gone.
pub(crate) fn deleted(tag: &str) -> String {
    format!("the release of `{tag}` was immutable and was deleted, so it can never be made again")
}

async fn unfinished(
    settings: &Settings,
    site: &Where<'_>,
    version: &VersionPlan,
    tagged: Id,
    recent: &mut Option<Recent>,
) -> Result<Vec<Start>, Failure> {
    let tags = site.repository.tags().map_err(failure)?;
    let mut starts: Vec<Start> = Vec::new();
    // A draft is for a person to publish: it is finished as far as a run can.
    let packages = version.packages.iter().filter(|_| !settings.switches.draft);
    for package in packages {
        let Some(name) = current(settings, package, &tags) else { continue };
        if settings.version().burned.contains(&name) {
            continue;
        }
        let tag = tags.get(&name);
        let commit = tag.map(|tag| tag.commit(site.repository)).transpose().map_err(failure)?.flatten();
        let message = site.repository.tag_message(&name).map_err(failure)?;
        if !message.is_some_and(|message| marker::is_own_tag(&name, &message)) {
            let is_here = commit == Some(tagged) && !settings.rehearses;
            if is_here && !is_finished(site.server, &name, recent).await? {
                site.context.console.notice(format!(
                    "the tag `{name}` is somebody's own and has no release on GitHub: \
                     to have one made, delete the tag and run this again"
                ));
            }
            continue;
        }
        let Some(commit) = commit.filter(|commit| *commit != tagged) else { continue };
        let start = Start::before(commit, site.repository)?.unwrap_or(Start::at(commit));
        if starts.contains(&start) || settings.rehearses || is_done(site, &start, &name, recent).await? {
            continue;
        }
        let has_hooks = !settings.hook_before.is_empty() || !settings.hook_after.is_empty();
        if has_hooks || settings.assets.iter().any(|globs| !globs.is_empty()) {
            site.context.console.warning(format!(
                "the release of `{name}` was begun and never finished, and its assets and hooks belong to its own \
                 commit: check it out with `git checkout {name}`, build, and run this again there"
            ));
            continue;
        }
        starts.push(start);
    }
    Ok(starts)
}

/// The tag of the version that a package has, a pre-release's too.
fn current(
    settings: &Settings,
    package: &deploy_kit_version::plan::PackagePlan,
    tags: &deploy_kit_git::Tags,
) -> Option<String> {
    let version = package.current.as_ref()?;
    let prefix = &settings.version().packages[package.index].prefix;
    let known =
        [prefix.name_of(version, package.since.as_deref()), format!("v{version}"), version.to_string()];
    known
        .into_iter()
        .find(|name| tags.get(name).is_some() && prefix.version_of(name).as_ref() == Some(version))
}

/// Whether every tag of a release's commit is made and its release finished.
async fn is_done(
    site: &Where<'_>,
    start: &Start,
    tag: &str,
    recent: &mut Option<Recent>,
) -> Result<bool, Failure> {
    let tags = start.commit.as_ref().map(|commit| commit.tags.clone());
    for tag in tags.unwrap_or_else(|| BTreeSet::from([tag.to_owned()])) {
        if !is_finished(site.server, &tag, recent).await? {
            return Ok(false);
        }
    }
    Ok(true)
}

/// Whether a tag has a published release with nothing left to do.
pub(crate) async fn is_finished(
    server: &Server,
    tag: &str,
    recent: &mut Option<Recent>,
) -> Result<bool, Failure> {
    let recent = match recent {
        Some(recent) => recent,
        None => recent.insert(Recent::read(server).await?),
    };
    let found = recent.published(server, tag).await?;
    let mark = marker::Mark { tag, unfinished: true };
    Ok(found.is_some_and(|found| mark.find(found.body.as_deref().unwrap_or_default()) != Some(true)))
}

/// Finishes the releases of an earlier commit, and notes which they are; a dry run only notes them.
async fn finish(
    mut settings: Settings,
    site: &Where<'_>,
    start: Start,
    earlier: &mut Vec<Earlier>,
) -> Result<Outcome, Failure> {
    let tags = match &start.commit {
        Some(commit) => commit.tags.clone(),
        None => start.own_tags(site.repository)?,
    };
    // A person may have chosen the version.
    facts::decide(&mut settings, &tags);
    let version = facts::version(&mut settings, site.repository, site.context, &start)?;
    let plan = make(&settings, site.repository, site.context, start, version, Attach::Yes)?;
    let remote = read(site, &plan, None).await?;
    let begun = plan.releases.iter().filter(|release| !remote.is_finished(release));
    let tags: Vec<String> = begun.map(|release| release.tag.clone()).collect();
    let outcome = match settings.switches.dry_run {
        true => Outcome::default(),
        false => {
            let console = &site.context.console;
            let site = Site { repository: site.repository, server: Some((site.server, remote)), console };
            apply::apply(&plan, &settings, site).await?
        }
    };
    earlier.extend(tags.into_iter().map(|tag| Earlier {
        release_url: outcome.releases.get(&tag).map(|published| published.html_url.clone()),
        tag,
    }));
    Ok(outcome)
}
