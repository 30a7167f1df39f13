//! What the notes need to know of the repository: all reads happen here.

mod all;
mod credit;
mod single;

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Mailmap, Repository};
use deploy_kit_version::facts::failure;
use deploy_kit_version::history::{Commit, Entry};
use deploy_kit_version::plan::Plan;
use deploy_kit_version::tag::Tag;

pub use credit::Credits;

use crate::forge::Remote;
use crate::settings::{Scope, Settings};

/// The facts, as plain data.
#[derive(Debug)]
pub struct Facts {
    /// Where the repository's pages are, if its remote tells.
    pub remote: Option<Remote>,
    /// The packages that were asked for, in the order of the configuration.
    pub packages: Vec<PackageFacts>,
}

/// The releases of one package.
#[derive(Debug)]
pub struct PackageFacts {
    /// Its name; `None` where the repository is the one package.
    pub name: Option<String>,
    /// Its changelog, from the repository's root.
    pub changelog: String,
    /// The releases that were asked for, newest first.
    pub releases: Vec<ReleaseFacts>,
}

/// One release, or what is not released yet.
#[derive(Debug)]
pub struct ReleaseFacts {
    /// Its tag; `None` for what has no version yet.
    pub tag: Option<Tag>,
    /// The release before it.
    pub previous: Option<Tag>,
    /// Seconds since 1970-01-01T00:00:00Z: the commit's time, or now.
    pub seconds: i64,
    /// What its commits say.
    pub changes: Changes,
    /// Who wrote them.
    pub credits: Credits,
}

/// The commits of a release, read already or not.
#[derive(Debug)]
pub enum Changes {
    /// Entries of a plan.
    Read(Vec<Entry>),
    /// Commits, newest first, each with whether it belongs to the package. Of one that does not, only the
    /// place in the history is kept.
    Unread(Vec<(Commit, bool)>),
}

/// Reads the facts.
///
/// # Errors
/// As [`deploy_kit_version::facts::gather`].
pub fn gather(settings: &Settings, repository: &Repository, context: &Context) -> Result<Facts, Failure> {
    let gatherer = Gatherer::new(settings, repository, context);
    let packages = match settings.scope {
        Scope::All => gatherer.all()?,
        Scope::Latest => gatherer.latest()?,
        Scope::Unreleased | Scope::Range => gatherer.planned()?,
    };
    Ok(Facts { remote: remote(repository, &settings.look.remote)?, packages })
}

/// The facts of a plan that stands, so that it need not be made again.
///
/// # Errors
/// The commits of the plan cannot be read.
pub fn of_plan(
    settings: &Settings,
    repository: &Repository,
    context: &Context,
    plan: Plan,
) -> Result<Facts, Failure> {
    let gatherer = Gatherer::new(settings, repository, context);
    let packages = gatherer.packages_of(plan)?;
    Ok(Facts { remote: remote(repository, &settings.look.remote)?, packages })
}

/// Where the repository's pages are.
///
/// # Errors
/// The repository's configuration cannot be read.
pub fn remote(repository: &Repository, name: &str) -> Result<Option<Remote>, Failure> {
    let remote = repository.remote(name).map_err(failure)?;
    Ok(remote.map(|remote| Remote { host: remote.host, owner: remote.owner, name: remote.name }))
}

struct Gatherer<'a> {
    settings: &'a Settings,
    repository: &'a Repository,
    context: &'a Context,
    mailmap: Mailmap,
    wants_people: bool,
}

impl<'a> Gatherer<'a> {
    fn new(settings: &'a Settings, repository: &'a Repository, context: &'a Context) -> Self {
        let wants_people = settings.look.wants_people();
        let mailmap = if wants_people { repository.mailmap() } else { Mailmap::default() };
        Self { settings, repository, context, mailmap, wants_people }
    }
}
