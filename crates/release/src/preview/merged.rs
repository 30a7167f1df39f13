//! The history as it would be if a pull request were merged.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::{Facts, failure};
use deploy_kit_version::history::Commit;

use crate::args::MergeMethod;

/// The commits of a pull request, and the trial merge of it that is checked out.
#[derive(Debug, Clone)]
pub(super) struct Own {
    /// The trial merge.
    pub(super) merge: Id,
    /// The base's commit in it.
    pub(super) base: Id,
    /// The pull request's newest commit.
    pub(super) tip: Id,
    /// Its commits, the newest first.
    pub(super) commits: Vec<Id>,
}

impl Own {
    /// The messages of its commits, the oldest first, merges aside.
    pub(super) fn messages(&self, repository: &Repository) -> Result<Vec<String>, Failure> {
        let mut messages = Vec::with_capacity(self.commits.len());
        for &id in self.commits.iter().rev() {
            let commit = repository.commit(id).map_err(failure)?;
            if !commit.is_merge() {
                messages.push(commit.message().into_owned());
            }
        }
        Ok(messages)
    }

    /// Whether a commit is one that merging in this way would add.
    pub(super) fn adds(&self, method: MergeMethod, id: Id) -> bool {
        match method {
            MergeMethod::Squash => id == self.tip,
            MergeMethod::Merge | MergeMethod::Rebase => id == self.merge || self.commits.contains(&id),
        }
    }

    /// The facts after merging in one way. A squash takes the name of the newest commit, whose author it has;
    /// `message` is that of the commit which squashing or merging makes.
    pub(super) fn merged(&self, facts: &Facts, method: MergeMethod, message: &str) -> Facts {
        let mut facts = facts.clone();
        let own: Vec<usize> =
            (0..facts.commits.len()).filter(|&at| self.is_own(&facts.commits[at])).collect();
        let kept: Vec<usize> = match method {
            MergeMethod::Merge => {
                for commit in facts.commits.iter_mut().filter(|commit| commit.id == self.merge) {
                    message.clone_into(&mut commit.message);
                }
                return facts;
            }
            MergeMethod::Squash => self.squash(&mut facts, &own, message),
            MergeMethod::Rebase => self.rebase(&mut facts, &own),
        };
        for package in &mut facts.packages {
            for list in [&mut package.commits, &mut package.since_pre] {
                if list.iter().any(|at| own.contains(at)) {
                    list.retain(|at| !own.contains(at));
                    list.splice(..0, kept.iter().copied());
                }
            }
        }
        facts
    }

    /// The facts without the pull request.
    pub(super) fn without(&self, facts: &Facts) -> Facts {
        let mut facts = facts.clone();
        let is_own: Vec<bool> = facts.commits.iter().map(|commit| self.is_own(commit)).collect();
        for package in &mut facts.packages {
            package.commits.retain(|&at| !is_own[at]);
            package.since_pre.retain(|&at| !is_own[at]);
        }
        facts
    }

    fn is_own(&self, commit: &Commit) -> bool {
        commit.id == self.merge || self.commits.contains(&commit.id)
    }

    /// One commit in the place of all.
    fn squash(&self, facts: &mut Facts, own: &[usize], message: &str) -> Vec<usize> {
        let mut paths: Vec<String> =
            own.iter().flat_map(|&at| facts.commits[at].paths.iter().cloned()).collect();
        paths.sort();
        paths.dedup();
        let squashed = Commit { id: self.tip, parents: vec![self.base], message: message.to_owned(), paths };
        facts.commits.push(squashed);
        vec![facts.commits.len() - 1]
    }

    /// The commits one after the other on top of the base, without merges.
    fn rebase(&self, facts: &mut Facts, own: &[usize]) -> Vec<usize> {
        let kept: Vec<usize> =
            own.iter().copied().filter(|&at| facts.commits[at].parents.len() < 2).collect();
        for (place, &at) in kept.iter().enumerate() {
            let parent = kept.get(place + 1).map_or(self.base, |&before| facts.commits[before].id);
            facts.commits[at].parents = vec![parent];
        }
        kept
    }
}
