//! The branch of a release's pull request.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Range, Repository};
use deploy_kit_version::facts::failure;

use crate::facts::remote::writer;
use crate::facts::reopen;
use crate::marker::{self, Trailers};
use crate::run::on_server::Where;
use crate::settings::Settings;

/// What the commits of a branch are that its base does not have.
#[derive(Debug, Clone)]
pub(super) enum Traced {
    /// There are none.
    Empty,
    /// One of them is ours.
    Ours(Branch),
    /// None of them is ours: somebody has made the branch anew.
    Foreign,
}

/// The branch as it stands.
#[derive(Debug, Clone)]
pub(super) struct Branch {
    /// Its newest commit.
    pub(super) head: Id,
    /// The commit on it that an earlier run has made.
    pub(super) generated: Generated,
    /// The commits of people, the newest first, those that bring it up to date aside.
    pub(super) others: Vec<Id>,
    /// The newest commit of the base branch that it contains.
    pub(super) base: Id,
}

/// A commit that an earlier run has made, wherever it stands by now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Generated {
    /// The commit.
    pub(super) id: Id,
    /// The commit before it.
    pub(super) parent: Id,
    /// The commit that was planned at: that before it, unless somebody has moved it.
    pub(super) base: Option<Id>,
    /// Its message.
    pub(super) message: String,
    /// When it was made, in seconds since 1970-01-01T00:00:00Z.
    pub(super) seconds: i64,
}

impl Generated {
    /// What its message says.
    pub(super) fn trailers(&self) -> Trailers {
        marker::trailers(&self.message).unwrap_or_default()
    }

    /// Whether it was planned at this commit, and stands on it.
    pub(super) fn is_on(&self, commit: Id) -> bool {
        self.parent == commit && self.base == Some(commit)
    }
}

/// `deploy-kit/release/main`, `deploy-kit/release/main--core`. A folder for the packages could not stand beside the
/// branch of all of them.
pub(super) fn name(base: &str, package: Option<&str>) -> String {
    match package {
        None => format!("deploy-kit/release/{base}"),
        Some(package) => format!("deploy-kit/release/{base}--{}", escaped(package)),
    }
}

/// A package's name as the end of a branch's; no two names become one. What git takes in every place of a name stays,
/// all else becomes `%` and the byte (git-check-ref-format).
fn escaped(package: &str) -> String {
    let mut text = String::with_capacity(package.len());
    for (at, c) in package.char_indices() {
        let (before, after) =
            (package[..at].chars().next_back(), package[at + c.len_utf8()..].chars().next());
        let is_kept = match c {
            '.' => {
                let ends = after.is_none_or(|after| "./".contains(after));
                let is_lock = package[at..]
                    .strip_prefix(".lock")
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
                !ends && !is_lock && before != Some('/')
            }
            '/' => before.is_some_and(|before| before != '/') && after.is_some(),
            _ => c.is_ascii_alphanumeric() || "-_@".contains(c),
        };
        match is_kept {
            true => text.push(c),
            false => {
                c.encode_utf8(&mut [0; 4]).bytes().for_each(|byte| text.push_str(&format!("%{byte:02X}")))
            }
        }
    }
    text
}

/// Two packages of which one's branch would have to be a folder that holds the other's.
pub(super) fn clash<'a>(packages: &[&'a str]) -> Option<(&'a str, &'a str)> {
    let names: BTreeMap<String, &str> = packages.iter().map(|package| (escaped(package), *package)).collect();
    names.iter().find_map(|(name, package)| {
        let folders = name.match_indices('/').map(|(at, _)| &name[..at]);
        folders.filter_map(|folder| names.get(folder)).map(|other| (*other, *package)).next()
    })
}

/// The repository with a commit, which is fetched if it is not here.
///
/// # Errors
/// The commit can be neither found nor fetched.
pub(super) fn fetched(commit: Id, site: &Where<'_>, settings: &Settings) -> Result<Repository, Failure> {
    if site.repository.commit(commit).is_err() {
        let remote = &settings.changelog.look.remote;
        writer(site.repository, remote, site.server).fetch(commit).map_err(|error| {
            let hint = error.hint();
            Failure::world(error).hint(hint)
        })?;
    }
    reopen(site.repository)
}

/// Reads the commits from `head` on that the base branch, which stands at `base`, does not have.
///
/// # Errors
/// A commit cannot be read.
pub(super) fn trace(head: Id, base: Id, repository: &Repository) -> Result<Traced, Failure> {
    let mut commits = Vec::new();
    for commit in repository.commits(Range { from: vec![base], to: head }).map_err(failure)? {
        commits.push(commit.map_err(failure)?);
    }
    if commits.is_empty() {
        return Ok(Traced::Empty);
    }
    let own: HashSet<Id> = commits.iter().map(|commit| commit.id).collect();
    let (mut generated, mut others, mut brought) = (None, Vec::new(), None);
    for commit in &commits {
        let parents: Vec<Id> = commit.parents().collect();
        // GitHub's button that brings a branch up to date merges the base into it.
        if let [first, second] = parents[..]
            && own.contains(&first)
            && !own.contains(&second)
        {
            brought = brought.or(Some(second));
            continue;
        }
        let trailers = marker::trailers(&commit.message());
        match (&generated, trailers, &parents[..]) {
            (None, Some(trailers), [parent]) => {
                generated = Some(Generated {
                    id: commit.id,
                    parent: *parent,
                    base: trailers.base.parse().ok().filter(|base| repository.commit(*base).is_ok()),
                    message: commit.message().into_owned(),
                    seconds: commit.committer_time().seconds,
                });
            }
            _ => others.push(commit.id),
        }
    }
    let Some(generated) = generated else { return Ok(Traced::Foreign) };
    let base = match brought {
        Some(base) => base,
        None => root(generated.parent, &own, repository)?,
    };
    Ok(Traced::Ours(Branch { head, generated, others, base }))
}

/// The first commit back from here that is none of the branch's own.
fn root(mut at: Id, own: &HashSet<Id>, repository: &Repository) -> Result<Id, Failure> {
    while own.contains(&at) {
        match repository.commit(at).map_err(failure)?.parents().next() {
            Some(parent) => at = parent,
            None => break,
        }
    }
    Ok(at)
}

/// The paths in which two commits differ.
///
/// # Errors
/// A commit cannot be read.
pub(super) fn between(one: Id, other: Id, repository: &Repository) -> Result<BTreeSet<String>, Failure> {
    let paths = repository.paths_between(one, other).map_err(failure)?;
    Ok(paths.into_iter().filter_map(|path| String::from_utf8(path).ok()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packages_stand_beside_the_whole() {
        assert_eq!(name("main", None), "deploy-kit/release/main");
        assert_eq!(name("1.x", Some("@scope/web-ui")), "deploy-kit/release/1.x--@scope/web-ui");
    }

    #[test]
    fn no_two_names_become_one_and_git_takes_each() {
        let plain = ["core", "a.b_c-d", "@scope/web", ".github"];
        assert_eq!(plain.map(escaped), plain);
        let others = [
            "a b", "a-b", "a%20b", "a..b", "a.lock", "a.lock/b", "a/", "a//b", "/a", "a/.b", "a.", "\u{e9}",
            "a:b", "a\\b",
        ];
        let names: BTreeSet<String> = others.into_iter().map(escaped).collect();
        assert_eq!(names.len(), others.len(), "{names:?}");
        for name in names {
            let name = format!("refs/heads/x--{name}");
            deploy_kit_tests::run_git(std::path::Path::new("."), &["check-ref-format", &name]);
        }
    }

    #[test]
    fn a_folder_of_branches_is_no_branch() {
        assert_eq!(clash(&["@scope/web", "tools", "core"]), None);
        assert_eq!(clash(&["tools/gen/x", "core", "tools"]), Some(("tools", "tools/gen/x")));
    }
}
