//! A pull request that releases once it is merged.
//!
//! Its branch holds the commit that `apply` would make, on top of the commit that was planned at, and what people
//! have changed there as another commit on top of it. Its text holds the versions and the notes, which people may
//! change as well: [`body`] and [`edits`] merge what they wrote with what new commits ask for. What is merged is
//! found by the pull request itself ([`merged`]), whatever the way of merging made of its commits and of their
//! messages; labels mean nothing.

mod apply;
mod body;
mod branch;
mod burned;
mod edits;
mod facts;
mod merged;
mod plan;
mod report;
mod table;
mod three_way;

use std::collections::{BTreeMap, BTreeSet};

pub(crate) use report::no_checks;

use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_git::{Id, Repository};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::{Pull, PullChange};
use deploy_kit_version::facts::{end, failure};
use deploy_kit_version::plan::Plan as VersionPlan;

use crate::apply::{Error, Outcome};
use crate::facts::remote::{self, Recent, Remote, writer};
use crate::facts::{self as release_facts, Start};
use crate::plan::{Earlier, Plan as Release};
use crate::pulls::own;
use crate::report as release_report;
use crate::run::End;
use crate::run::on_server::{Where, release_at};
use crate::run::start::{Attach, make};
use crate::run::unfinished::finish_all;
use crate::server::{Server, refused};
use crate::settings::Settings;
use merged::Found;
use plan::Plan;
use semver::Version;

/// How often a pull request is planned again that changed while this run was at work.
const ROUNDS: usize = 3;

/// What a run has done, or would do.
#[derive(Debug, Default)]
struct Kept {
    /// What was merged, and is released now.
    released: Vec<(Release, Option<Outcome>)>,
    /// Releases of earlier runs that were finished.
    earlier: Vec<Earlier>,
    /// Whether something was merged that another run has to release.
    waits: bool,
    /// The pull requests.
    pulls: Vec<(Plan, apply::Outcome)>,
    /// What is worth a warning.
    warnings: Vec<String>,
}

/// A branch of a pull request, and the package that it is for.
#[derive(Debug)]
struct Scope {
    only: Option<usize>,
    branch: String,
    /// Whether what it holds is kept elsewhere by now.
    is_retired: bool,
    /// The newest pull requests from this branch, open or not.
    pulls: Vec<Pull>,
}

impl Scope {
    /// What the versions say of it.
    fn of(&self, version: &VersionPlan) -> VersionPlan {
        let mut version = version.clone();
        version.packages.retain(|package| self.only.is_none_or(|only| only == package.index));
        version
    }
}

/// Releases what was merged, then opens, updates or closes the pull request of what is to be released next.
///
/// # Errors
/// What the repository or the server get wrong.
pub(crate) async fn run(
    settings: &mut Settings,
    mut repository: Repository,
    mut server: Server,
    context: &Context,
) -> Result<Report, Failure> {
    let here = end(settings.version(), &repository)?;
    let remote = remote::branch(&mut server, settings, &repository, context).await?;
    settings.branch = Some(remote.branch.clone());
    let is_newest = is_newest(&remote, here, settings, &repository)?;
    // The same for each of the pull requests, and read once.
    let mut version = release_facts::next(settings, &repository, context, here)?;
    let mut scopes = scopes(settings, &server, &remote, &version).await?;
    let burned = burned::read(scopes.iter().flat_map(|scope| &scope.pulls));
    if !burned.is_empty() {
        settings.changelog.version.burned = burned;
        version = release_facts::next(settings, &repository, context, here)?;
    }
    let (mut kept, mut recent) = (Kept::default(), None);
    for scope in &mut scopes {
        let before = kept.released.len();
        let site = Where { repository: &repository, server: &server, remote: &remote, context };
        let mut merged = release_merged(settings, &site, scope, &version, &mut recent, &mut kept).await?;
        // Each attempt finds out one of them, and remembers it.
        while let Some((tag, pull)) = merged.burned {
            scope
                .pulls
                .iter_mut()
                .filter(|known| known.number == pull.number)
                .for_each(|known| *known = pull.clone());
            settings.changelog.version.burned.insert(tag);
            version = release_facts::next(settings, &repository, context, here)?;
            merged = release_merged(settings, &site, scope, &version, &mut recent, &mut kept).await?;
        }
        settings.superseded.extend(merged.superseded);
        let was_fetched = fetch_tags(&merged.tags, settings, &repository, &server)?;
        // In a terminal git has made the tags here: there is nothing to fetch, and they count all the same.
        if was_fetched || kept.released.len() > before {
            repository = release_facts::reopen(&repository)?;
            version = release_facts::next(settings, &repository, context, here)?;
        }
    }
    if !is_newest && kept.released.is_empty() {
        let mut report = release_report::moved_on(&remote, here, context);
        report.annotations.extend(report::warnings(&kept));
        return Ok(report);
    }
    if kept.released.is_empty() {
        let site = Where { repository: &repository, server: &server, remote: &remote, context };
        let (earlier, warnings) = finish_all(settings, &site, &version, here, &mut recent).await?;
        kept.earlier = earlier;
        kept.warnings.extend(warnings);
    }
    // A dry run has no tag of what it would release: what comes after is not to be told yet.
    let is_known = kept.released.is_empty() || !settings.switches.dry_run;
    // What was merged and waits comes first.
    let is_next = is_newest && is_known && !kept.waits;
    for mut scope in scopes.into_iter().filter(|_| is_next) {
        let site = Where { repository: &repository, server: &server, remote: &remote, context };
        for round in 1.. {
            let plan = facts::gather(settings, &site, &scope, scope.of(&version)).await?;
            let done = match settings.switches.dry_run {
                true => Some(apply::Outcome::of(&plan)),
                false => apply::apply(&plan, settings, &site).await?,
            };
            if let Some(outcome) = done {
                kept.warnings.extend(plan.warnings.iter().cloned());
                kept.pulls.push((plan, outcome));
                break;
            }
            if round == ROUNDS {
                let text = format!("`{}` changes all the time: nothing was written to it", scope.branch);
                return Err(Failure::world(text).hint(Some("run this again".to_owned())));
            }
            scope.pulls = own(&server, &remote.branch, &scope.branch).await?;
        }
    }
    Ok(report::report(&kept, settings, context))
}

/// Whether the checkout is what the branch holds on the server.
fn is_newest(
    remote: &Remote,
    here: Id,
    settings: &Settings,
    repository: &Repository,
) -> Result<bool, Failure> {
    let unpushed = |hint: &str| {
        let text = format!("`{}` on the server does not hold the commit {}", remote.branch, here.short(7));
        Err(Failure::usage(text).hint(Some(hint.to_owned())))
    };
    match remote.head {
        // A dry run tells what would be if this were the branch.
        _ if settings.switches.dry_run => Ok(true),
        None => unpushed("push the branch first, or name another with `--branch`"),
        Some(head) if head == here => Ok(true),
        Some(head) if repository.commit(head).is_ok() && remote::contains(repository, here, head)? => {
            unpushed("push it first: a pull request is made on the server")
        }
        Some(_) => Ok(false),
    }
}

/// The branches to look at: one for all packages, or one for each that has something to release or has a branch.
async fn scopes(
    settings: &Settings,
    server: &Server,
    remote: &Remote,
    version: &VersionPlan,
) -> Result<Vec<Scope>, Failure> {
    let (whole, mut others) = (branch::name(&remote.branch, None), Vec::new());
    let wanted = match settings.pull_request.per_package {
        false => vec![(settings.version().only, whole, false)],
        true => {
            if settings.version().packages.iter().all(|package| package.name.is_none()) {
                let text = "`--pr-per-package` is for several packages, and this repository is one";
                let hint = "name them as `[[package]]` in `deploy-kit.toml`, or leave it out";
                return Err(Failure::usage(text).hint(Some(hint.to_owned())));
            }
            let names: Vec<&str> = settings.version().names().flatten().collect();
            if let Some((one, other)) = branch::clash(&names) {
                let text = format!(
                    "the packages `{one}` and `{other}` cannot have a branch each: git keeps no branch in the place of \
                     a folder of branches"
                );
                let hint =
                    "rename one of them in `deploy-kit.toml`, or leave `--pr-per-package` out".to_owned();
                return Err(Failure::usage(text).hint(Some(hint)));
            }
            let start = branch::name(&remote.branch, Some(""));
            let found = server.repo.refs().list(&format!("heads/{start}")).await.map_err(refused)?;
            let of = version.packages.iter().filter_map(|package| {
                let branch = branch::name(&remote.branch, Some(package.name.as_deref()?));
                let stands = found.iter().any(|found| found.name == format!("refs/heads/{branch}"));
                (package.should_release || stands).then_some((Some(package.index), branch, false))
            });
            let of: Vec<_> = of.collect();
            let names: Vec<String> =
                names.iter().map(|name| branch::name(&remote.branch, Some(name))).collect();
            others.extend(found.iter().filter_map(|found| {
                let name = found.name.strip_prefix("refs/heads/")?;
                (!names.iter().any(|own| own == name)).then(|| name.to_owned())
            }));
            // There may be one for all of them from before.
            std::iter::once((None, whole, true)).chain(of).collect()
        }
    };
    let mut scopes = Vec::with_capacity(wanted.len());
    for branch in others {
        // Those of a package that is called something else now, or is gone; without a pull request it is anybody's.
        let mut pulls = own(server, &remote.branch, &branch).await?;
        pulls.retain(|pull| pull.state == State::Open && body::is_ours(pull));
        if !pulls.is_empty() {
            scopes.push(Scope { only: None, branch, is_retired: true, pulls });
        }
    }
    for (only, branch, is_retired) in wanted {
        let pulls = own(server, &remote.branch, &branch).await?;
        scopes.push(Scope { only, branch, is_retired, pulls });
    }
    Ok(scopes)
}

/// What became of the pull request that was merged last.
#[derive(Debug, Default)]
struct Merged {
    /// Its tags that stand by now.
    tags: BTreeSet<String>,
    /// The one that can never be made, if this run has found that out, and the pull request that remembers it.
    burned: Option<(String, Pull)>,
    /// Its versions that will never be released.
    superseded: BTreeMap<usize, Version>,
}

/// Releases the newest pull request that was merged, if it is not released yet.
async fn release_merged(
    settings: &Settings,
    site: &Where<'_>,
    scope: &Scope,
    version: &VersionPlan,
    recent: &mut Option<Recent>,
    kept: &mut Kept,
) -> Result<Merged, Failure> {
    let mut own = settings.clone();
    own.changelog.version.only = scope.only;
    let found = merged::find(&mut own, site, scope, version, recent, &mut kept.warnings).await?;
    let Some(Found { tags, release, superseded }) = found else { return Ok(Merged::default()) };
    let Some((start, merged)) = release else { return Ok(Merged { tags, superseded, burned: None }) };
    if let Some(text) = elsewhere(&own, site, &start, version.to)? {
        kept.warnings.push(text);
        kept.waits = true;
        return Ok(Merged::default());
    }
    *recent = None;
    let end = match release_at(&mut own, site, start, merged).await {
        Ok(end) => end,
        Err(failure) => {
            let tag = Error::burned(&failure).filter(|tag| tags.contains(*tag)).map(str::to_owned);
            let tag = tag.ok_or(failure)?;
            let pull = remember_burned(&tag, scope, site).await?;
            return Ok(Merged { burned: pull.map(|pull| (tag, pull)), ..Merged::default() });
        }
    };
    match end {
        Some(End::Applied(release, outcome)) => {
            kept.warnings.extend(outcome.warnings.iter().cloned());
            kept.released.push((release, Some(outcome)));
        }
        Some(End::Planned(release)) => {
            kept.released.push((release, None));
            return Ok(Merged::default());
        }
        Some(End::MovedOn { .. }) | None => {}
    }
    Ok(Merged { tags, ..Merged::default() })
}

/// Writes into the pull request that was merged last that its tag is burned.
async fn remember_burned(tag: &str, scope: &Scope, site: &Where<'_>) -> Result<Option<Pull>, Failure> {
    let Some(pull) = merged::newest(scope) else { return Ok(None) };
    let stands = site.repository.tags().map_err(failure)?.get(tag).is_some();
    let body = Some(burned::told(pull.body.as_deref().unwrap_or_default(), tag, stands));
    let change = PullChange { body, ..PullChange::default() };
    site.server.repo.pulls().update(pull.number, &change).await.map(Some).map_err(refused)
}

/// Why what was merged cannot be released here: assets and hooks belong to its own commit.
fn elsewhere(
    settings: &Settings,
    site: &Where<'_>,
    start: &Start,
    here: Id,
) -> Result<Option<String>, Failure> {
    let has_hooks = !settings.hook_before.is_empty() || !settings.hook_after.is_empty();
    let is_free = !has_hooks && settings.assets.iter().all(Vec::is_empty);
    let on = start.tagged();
    if is_free || site.repository.paths_between(on, here).map_err(failure)?.is_empty() {
        return Ok(None);
    }
    let tags = start.commit.iter().flat_map(|commit| &commit.tags).map(|tag| format!("`{tag}`"));
    let tags: Vec<String> = tags.collect();
    Ok(Some(format!(
        "{} was merged as {}, and its assets and hooks belong to that commit: run the workflow of that commit again, \
         or check it out, build, and run this there",
        tags.join(", "),
        on.short(7)
    )))
}

/// Fetches tags that stand on the server: what comes next is counted from them. Answers whether there were any.
fn fetch_tags(
    tags: &BTreeSet<String>,
    settings: &Settings,
    repository: &Repository,
    server: &Server,
) -> Result<bool, Failure> {
    let known = repository.tags().map_err(failure)?;
    let missing: Vec<&str> = tags.iter().map(String::as_str).filter(|tag| known.get(tag).is_none()).collect();
    if missing.is_empty() {
        return Ok(false);
    }
    let remote = &settings.changelog.look.remote;
    writer(repository, remote, server).fetch_tags(missing).map_err(|error| {
        let hint = error.hint();
        Failure::world(error).hint(hint)
    })?;
    Ok(true)
}

/// The release as it would be at a start, with other versions than those that are known.
fn replanned(settings: &mut Settings, site: &Where<'_>, start: Start) -> Result<Release, Failure> {
    let version = release_facts::next(settings, site.repository, site.context, start.base)?;
    planned(settings, site, start, version)
}

/// The release as it would be at a start.
fn planned(
    settings: &Settings,
    site: &Where<'_>,
    start: Start,
    version: VersionPlan,
) -> Result<Release, Failure> {
    make(settings, site.repository, site.context, start, version, Attach::No)
}
