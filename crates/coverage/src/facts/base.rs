//! What is compared with.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository, Side};

use crate::open::failure;
use crate::settings::Settings;
use crate::subject::Base;

/// Where a clone has its default branch, the likeliest first.
const DEFAULTS: [&str; 5] = ["origin/HEAD", "origin/main", "origin/master", "main", "master"];

/// The commit at which what is checked out left its base; `None` where there is nothing to compare with.
pub(super) fn find(
    settings: &Settings,
    repository: &Repository,
    head: Id,
    notes: &mut Vec<String>,
) -> Result<Option<Id>, Failure> {
    let (base, is_optional) = match &settings.base {
        Base::Named(name) => (repository.resolve(name).map_err(failure)?, false),
        Base::Commit(sha) => (known(repository, sha)?, true),
        Base::TrialMerge { merge, base } => match trial(repository, head, merge)? {
            Some(base) => return Ok(Some(base)),
            None => (known(repository, base)?, true),
        },
        Base::Default => match DEFAULTS.iter().find_map(|name| repository.resolve(name).ok()) {
            Some(base) => (base, true),
            None => return Ok(None),
        },
        Base::Nothing => return Ok(None),
    };
    match repository.merge_base(base, head).map_err(failure)? {
        Some(base) => Ok(Some(base)),
        // As after a push that wrote a branch anew, or where another project was merged.
        None if is_optional && !repository.is_shallow() => {
            notes.push(format!("{head} and its base {base} have no commit in common"));
            Ok(None)
        }
        None => {
            let text = format!("{head} and its base {base} have no commit in common");
            let hint = "fetch the whole history: `fetch-depth: 0` for actions/checkout".to_owned();
            Err(Failure::world(text).hint(hint))
        }
    }
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

/// A commit that an event names.
fn known(repository: &Repository, sha: &str) -> Result<Id, Failure> {
    repository.resolve(sha).map_err(|error| {
        let hint = "fetch the whole history: `fetch-depth: 0` for actions/checkout".to_owned();
        Failure::world(error).hint(hint)
    })
}
