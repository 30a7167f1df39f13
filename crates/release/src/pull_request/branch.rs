//! The branch of a release's pull request.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Commit, Id, Repository};
use deploy_kit_version::facts::failure;

use crate::facts::remote::writer;
use crate::facts::reopen;
use crate::marker;
use crate::run::on_server::Where;
use crate::settings::Settings;

/// How many commits people may put on top of ours.
const MOST: usize = 250;

/// The branch as it stands.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    /// Its newest commit.
    pub head: Id,
    /// The commit on it that an earlier run has made.
    pub generated: Generated,
    /// The commits of people on top of that, the newest first, those that merge aside.
    pub others: Vec<Id>,
    /// The newest commit of the base branch that it contains.
    pub base: Id,
}

/// A commit that an earlier run has made on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generated {
    /// The commit.
    pub id: Id,
    /// The commit that was planned at.
    pub base: Id,
    /// Its message.
    pub message: String,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
}

impl Generated {
    /// The tags that merging it makes.
    pub(super) fn tags(&self) -> Vec<String> {
        marker::tags_of_commit(&self.message, &self.base.to_string())
    }

    /// Those of them whose version a person has chosen.
    pub(super) fn chosen(&self) -> Vec<String> {
        marker::chosen_of_commit(&self.message)
    }
}

/// `deploy-kit/release/main`, `deploy-kit/release/main--core`. A folder for the packages could not stand beside the
/// branch of all of them.
pub(super) fn name(base: &str, package: Option<&str>) -> String {
    let kept = |c: char| if c.is_ascii_alphanumeric() || "-_./@".contains(c) { c } else { '-' };
    match package {
        None => format!("deploy-kit/release/{base}"),
        Some(package) => {
            format!("deploy-kit/release/{base}--{}", package.chars().map(kept).collect::<String>())
        }
    }
}

/// Reads the branch from its newest commit on, which is fetched if it is not here; `None` for a branch that holds no
/// commit of ours. Answers the repository with what was fetched.
///
/// # Errors
/// The commit can be neither found nor fetched.
pub(super) fn read(
    head: Id,
    site: &Where<'_>,
    settings: &Settings,
) -> Result<(Repository, Option<Branch>), Failure> {
    if site.repository.commit(head).is_err() {
        let remote = &settings.changelog.look.remote;
        writer(site.repository, remote, site.server).fetch(head).map_err(|error| {
            let hint = error.hint();
            Failure::world(error).hint(hint)
        })?;
    }
    let repository = reopen(site.repository)?;
    let branch = trace(head, &repository)?;
    Ok((repository, branch))
}

/// Follows the branch back to our commit. GitHub's button that brings a branch up to date merges the base into it:
/// such a merge's other parent is a commit of the base branch.
fn trace(head: Id, repository: &Repository) -> Result<Option<Branch>, Failure> {
    let (mut at, mut others, mut base) = (head, Vec::new(), None);
    for _ in 0..MOST {
        let commit = repository.commit(at).map_err(failure)?;
        let mut parents = commit.parents();
        let (first, second) = (parents.next(), parents.next());
        if let Some(generated) = generated(&commit, repository)? {
            let base = base.unwrap_or(generated.base);
            return Ok(Some(Branch { head, generated, others, base }));
        }
        match second {
            Some(second) => base = base.or(Some(second)),
            None => others.push(at),
        }
        let Some(first) = first else { break };
        at = first;
    }
    Ok(None)
}

/// The commit as one of ours.
pub(super) fn generated(commit: &Commit, repository: &Repository) -> Result<Option<Generated>, Failure> {
    let start = crate::facts::Start::before(commit.id, repository)?;
    Ok(start.map(|start| Generated {
        id: commit.id,
        base: start.base,
        message: commit.message().into_owned(),
        seconds: commit.committer_time().seconds,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_stand_beside_the_whole() {
        assert_eq!(name("main", None), "deploy-kit/release/main");
        assert_eq!(name("1.x", Some("@scope/web ui")), "deploy-kit/release/1.x--@scope/web-ui");
    }
}
