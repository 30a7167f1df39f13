//! Where a release starts, and what it would be from there.

use std::collections::BTreeSet;

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::plan::Plan as VersionPlan;

use crate::facts::{self, Start};
use crate::plan::{self, Plan};
use crate::settings::Settings;

/// The starts that the commit here offers, the likelier first.
pub(super) fn local(head: Id, repository: &Repository) -> Result<Vec<Start>, Failure> {
    let before = Start::before(head, repository)?;
    Ok(before.into_iter().chain([Start::at(head)]).collect())
}

/// The first start whose plan is for the tags that its commit names.
pub(super) fn choose(
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

/// Whether the files to attach are looked for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Attach {
    Yes,
    No,
}

pub(crate) fn make(
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
