//! What is compared with.

use deploy_kit_core::actions::Secret;
use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository, Side, Writer};

use crate::open::failure;
use crate::settings::Settings;
use crate::subject::Base;

/// Where a clone has its default branch, the likeliest first.
const DEFAULTS: [&str; 5] = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/// The commit at which what is checked out left its base; `None` where there is nothing to compare with. What the event
/// names and what is not to be had, as after a push that wrote a branch anew, is a note: rules that need it say that they
/// do not know.
pub(super) fn find(
    settings: &Settings,
    repository: &Repository,
    head: Id,
    notes: &mut Vec<String>,
) -> Result<Option<Id>, Failure> {
    let base = match &settings.base {
        Base::Named(name) => {
            let base = repository.resolve(name).map_err(failure)?;
            return left(repository, base, head)?.map(Some).ok_or_else(|| {
                let hint = "fetch the whole history: `fetch-depth: 0` for actions/checkout".to_owned();
                Failure::world(format!("`{name}` and what is checked out have no commit in common"))
                    .hint(hint)
            });
        }
        Base::Commit(sha) => event(settings, repository, sha),
        Base::TrialMerge { merge, base } => match trial(repository, head, merge)? {
            Some(base) => return Ok(Some(base)),
            None => event(settings, repository, base),
        },
        Base::Default => DEFAULTS.iter().find_map(|name| repository.resolve(name).ok()),
        Base::Nothing => None,
    };
    let base = match base {
        Some(base) => left(repository, base, head)?,
        None => None,
    };
    // A branch's first push has nothing before it.
    if base.is_none() && settings.base != Base::Nothing && settings.needs_comparison() {
        let what = match &settings.base {
            Base::Commit(sha) | Base::TrialMerge { base: sha, .. } => {
                format!("the commit {sha} is not to be had")
            }
            _ => "the event names no commit to compare with, and the clone no default branch".to_owned(),
        };
        notes.push(format!(
            "{what}: `fetch-depth: 0` for actions/checkout fetches all, `--base` names another"
        ));
    }
    Ok(base)
}

fn left(repository: &Repository, base: Id, head: Id) -> Result<Option<Id>, Failure> {
    repository.merge_base(base, head).map_err(failure)
}

/// A commit that an event names. It is fetched where it is missing, as a base that has moved on.
fn event(settings: &Settings, repository: &Repository, sha: &str) -> Option<Id> {
    if let Ok(id) = repository.resolve(sha) {
        return Some(id);
    }
    let id: Id = sha.parse().ok()?;
    let writer = Writer {
        repository,
        remote: "origin",
        token: settings.token.as_ref().map(Secret::expose),
        timeout: settings.timeout,
        identity: None,
    };
    writer.fetch(id).ok()?;
    Some(id)
}

/// What is compared: on a runner the commit, in a terminal the files, which is what was measured.
pub(super) fn side(settings: &Settings, head: Id) -> Side {
    if settings.run_url.is_some() { Side::Commit(head) } else { Side::WorkTree }
}

/// The first parent of what is checked out, if that is the pull request's trial merge.
fn trial(repository: &Repository, head: Id, merge: &str) -> Result<Option<Id>, Failure> {
    if head.to_string() != merge {
        return Ok(None);
    }
    let commit = repository.commit(head).map_err(failure)?;
    let mut parents = commit.parents();
    let (first, second) = (parents.next(), parents.next());
    Ok(first.filter(|_| second.is_some()))
}
