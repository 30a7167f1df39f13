//! From arguments to a report: which commit, which server, plan, apply.

use std::collections::BTreeSet;
use std::path::Path;

use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::{end, failure};
use deploy_kit_version::plan::Plan as VersionPlan;

use crate::apply::{self, Error, Outcome, Site};
use crate::args::{Action, Args};
use crate::facts::remote::{self, Recent, Remote, Standing};
use crate::facts::{self, Start, category};
use crate::marker;
use crate::plan::{self, Earlier, Plan};
use crate::report;
use crate::server::{Address, Server};
use crate::settings::Settings;

/// How a run ended.
#[derive(Debug)]
pub enum End {
    /// The plan was all that was asked for.
    Planned(Plan),
    /// It was applied.
    Applied(Plan, Outcome),
    /// The branch is somewhere else by now.
    MovedOn {
        /// The branch, and where it is.
        remote: Box<Remote>,
        /// The commit that is checked out.
        here: Id,
    },
}

/// Runs the tool.
///
/// # Errors
/// What the arguments, the repository or the server get wrong.
pub fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    let mut settings = Settings::resolve(args, &context.config)?;
    let end = match args.action {
        Action::Rehearse => {
            let text = "a rehearsal needs the embedded GitHub, which is part of the `deploy-kit` program";
            return Err(Failure::usage(text).hint(Some("run `deploy-kit release rehearse`; in a workflow `org/deploy-kit@v1` with `run: release rehearse`".to_owned())));
        }
        Action::Plan | Action::Explain => {
            let repository = deploy_kit_version::open(&args.common.repository, settings.version(), context)?;
            preview(&mut settings, &repository, context)?
        }
        Action::Apply | Action::Resume => {
            settings.by_api = context.console.is_runner();
            release(&args.common.repository, &mut settings, context)?
        }
    };
    Ok(match end {
        End::Planned(plan) => report::plan(&plan, settings.explain, context),
        End::Applied(plan, outcome) => report::applied(&plan, &outcome, &settings, context),
        End::MovedOn { remote, here } => report::moved_on(&remote, here, context),
    })
}

/// Releases, or finishes what an earlier run has begun. The server is the one that the context's variables and
/// the repository's remote tell of; without a token there is none.
///
/// # Errors
/// What the repository or the server get wrong.
pub fn release(path: &Path, settings: &mut Settings, context: &Context) -> Result<End, Failure> {
    let repository = deploy_kit_version::open(path, settings.version(), context)?;
    let address = Address::find(settings, &repository, context)?;
    settings.on_server = address.is_some();
    settings.by_api &= settings.on_server;
    settings.pushes |= settings.on_server;
    match address {
        None if context.console.is_runner() && !settings.switches.dry_run => {
            let has_token = deploy_kit_github::token::from_environment(&context.environment).is_some();
            let (text, hint) = if has_token {
                (
                    "no repository on GitHub is known: nothing was done",
                    "set `GITHUB_REPOSITORY` to `owner/name`",
                )
            } else {
                (
                    "there is no token, and a release on a runner needs one: nothing was done",
                    "give the step a token (the input `token` of the action, else `env: GITHUB_TOKEN: ${{ github.token }}`) and the job `permissions: contents: write`",
                )
            };
            Err(Failure::usage(text).hint(Some(hint.to_owned())))
        }
        None => without_server(settings, &repository, context),
        Some(address) => runtime()?.block_on(async {
            let server = address.connect(context.now)?;
            on_server(settings, repository, server, context).await
        }),
    }
}

/// One thread is enough: the work is waiting.
fn runtime() -> Result<tokio::runtime::Runtime, Failure> {
    deploy_kit_http::runtime().map_err(Failure::world)
}

/// The plan as it stands here, without asking anybody.
fn preview(settings: &mut Settings, repository: &Repository, context: &Context) -> Result<End, Failure> {
    let version = deploy_kit_version::plan(settings.version(), repository, context)?;
    let start = Start::at(version.to);
    settings.pushes = false;
    Ok(End::Planned(make(settings, repository, context, start, version, Attach::No)?))
}

/// Commit and tags in this clone; what remains is said.
fn without_server(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
) -> Result<End, Failure> {
    let head = end(settings.version(), repository)?;
    let branch = repository.head().map_err(failure)?.branch().map(str::to_owned);
    settings.branch = settings.branch.take().or(branch);
    settings.has_remote = repository.remote_url(&settings.changelog.look.remote).is_some();
    let (start, version) = choose(settings, repository, context, local(head, repository)?)?
        .ok_or_else(|| Failure::world("the release's commit is not the one that would be made here"))?;
    let plan = make(settings, repository, context, start, version, Attach::No)?;
    if settings.switches.dry_run {
        return Ok(End::Planned(plan));
    }
    let site = Site { repository, server: None, console: &context.console };
    let outcome = runtime()?.block_on(apply::apply(&plan, settings, site))?;
    Ok(End::Applied(plan, outcome))
}

/// The whole release.
async fn on_server(
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
    let (mut recent, mut earlier, mut warnings) = (None, Vec::new(), Vec::new());
    for begun in unfinished(settings, &site, &version, start.tagged(), &mut recent).await? {
        let outcome = finish(settings.clone(), &site, begun, &mut earlier).await?;
        warnings.extend(outcome.warnings);
        recent = None;
    }
    let mut plan = make(settings, &repository, context, start, version, Attach::Yes)?;
    plan.earlier = earlier;
    let remote = read(&site, &plan, recent).await?;
    let is_left = plan.releases.iter().any(|release| !remote.is_finished(release));
    if is_left {
        category::check(settings, server).await?;
    }
    if settings.switches.dry_run {
        // What stands already is no plan: what comes after it is.
        let stands = !plan.releases.is_empty() && !is_left && plan.earlier.is_empty();
        return if stands { preview(&mut asked, &repository, context) } else { Ok(End::Planned(plan)) };
    }
    let site = Site { repository: &repository, server: Some((server, remote)), console: &context.console };
    let mut outcome = apply::apply(&plan, settings, site).await?;
    outcome.warnings.splice(..0, warnings);
    Ok(End::Applied(plan, outcome))
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
struct Where<'a> {
    repository: &'a Repository,
    server: &'a Server,
    remote: &'a Remote,
    context: &'a Context,
}

/// What stands of a plan on the server; a tag on another commit ends the run before anything is written.
async fn read(site: &Where<'_>, plan: &Plan, recent: Option<Recent>) -> Result<Remote, Failure> {
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

/// Releases of earlier commits that were begun and never finished.
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
async fn is_finished(server: &Server, tag: &str, recent: &mut Option<Recent>) -> Result<bool, Failure> {
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

/// The starts that the commit here offers, the likelier first.
fn local(head: Id, repository: &Repository) -> Result<Vec<Start>, Failure> {
    let before = Start::before(head, repository)?;
    Ok(before.into_iter().chain([Start::at(head)]).collect())
}

/// The first start whose plan is for the tags that its commit names.
fn choose(
    settings: &mut Settings,
    repository: &Repository,
    context: &Context,
    starts: Vec<Start>,
) -> Result<Option<(Start, VersionPlan)>, Failure> {
    for start in starts {
        let version = facts::version(settings, repository, context, &start)?;
        let released = version.packages.iter().filter(|package| package.should_release);
        let tags: BTreeSet<&str> = released.filter_map(|package| package.tag.as_deref()).collect();
        let is_same = |named: &BTreeSet<String>| named.iter().map(String::as_str).eq(tags.iter().copied());
        if start.commit.as_ref().is_none_or(|commit| is_same(&commit.tags)) {
            return Ok(Some((start, version)));
        }
    }
    Ok(None)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Attach {
    Yes,
    No,
}

fn make(
    settings: &Settings,
    repository: &Repository,
    context: &Context,
    start: Start,
    version: VersionPlan,
    attach: Attach,
) -> Result<Plan, Failure> {
    let mut facts = facts::gather(settings, repository, context, start, version)?;
    if attach == Attach::Yes {
        facts::attach(&mut facts, settings, repository)?;
    }
    plan::plan(settings, facts).map_err(Failure::usage)
}
