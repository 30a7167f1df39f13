//! Merging pull requests: by one, and by several in a queue.

mod message;

use git2::Oid;

use crate::git::{Git, Person};
use crate::shapes;
use crate::state::{MergeMethod, Pull, World};
use crate::wire::Problem;
use message::{Part, Subject};

/// What is asked for beside the method.
#[derive(Debug, Default)]
pub(crate) struct Wish<'a> {
    pub(crate) method: MergeMethod,
    pub(crate) title: Option<&'a str>,
    pub(crate) message: Option<&'a str>,
    /// The head that the pull request has to have.
    pub(crate) sha: Option<&'a str>,
}

fn not_allowed(message: &str) -> Problem {
    Problem::new(405, message)
}

fn not_mergeable() -> Problem {
    not_allowed("Pull Request is not mergeable")
}

impl World {
    /// Merges a pull request into its base. Answers the base's new head.
    pub(crate) fn merge(&mut self, number: u64, wish: &Wish<'_>, by: &str) -> Result<Oid, Problem> {
        self.refresh_pulls();
        let base = self.pull(number)?.base.clone();
        let onto = self.git.branch(&base)?.id();
        let id = self.merged_onto(number, onto, wish, by)?;
        self.git.point(&format!("refs/heads/{base}"), id)?;
        self.finish_merge(number, id, by)?;
        self.refresh_pulls();
        Ok(id)
    }

    /// Merges several pull requests of one base, each onto the one before; the base moves once, as by GitHub's
    /// merge queue.
    pub(crate) fn merge_group(
        &mut self,
        group: &[(u64, MergeMethod)],
        by: &str,
    ) -> Result<Option<Oid>, Problem> {
        self.refresh_pulls();
        let Some(&(first, _)) = group.first() else { return Ok(None) };
        let base = self.pull(first)?.base.clone();
        let mut onto = self.git.branch(&base)?.id();
        let mut merged = Vec::new();
        for &(number, method) in group {
            if self.pull(number)?.base != base {
                return Err(not_mergeable());
            }
            onto = self.merged_onto(number, onto, &Wish { method, ..Wish::default() }, by)?;
            merged.push((number, onto));
        }
        self.git.point(&format!("refs/heads/{base}"), onto)?;
        for (number, id) in merged {
            self.finish_merge(number, id, by)?;
        }
        self.refresh_pulls();
        Ok(Some(onto))
    }

    fn pull(&self, number: u64) -> Result<&Pull, Problem> {
        self.issue(number)?.pull.as_ref().ok_or_else(Problem::not_found)
    }

    /// The commit that a merge makes; no ref moves.
    fn merged_onto(&mut self, number: u64, onto: Oid, wish: &Wish<'_>, by: &str) -> Result<Oid, Problem> {
        self.check(number, wish)?;
        let pull = self.pull(number)?.clone();
        let head = Oid::from_str(&pull.head_sha).map_err(|_| Problem::not_found())?;
        let id = match wish.method {
            MergeMethod::Rebase => self.rebased(&pull, onto, by)?,
            method => self.joined(number, &pull, (head, onto), wish, method, by)?,
        };
        if wish.method != MergeMethod::Rebase {
            let now = self.now();
            self.signed.insert(id.to_string(), now);
        }
        Ok(id)
    }

    fn check(&self, number: u64, wish: &Wish<'_>) -> Result<(), Problem> {
        let issue = self.issue(number)?;
        let pull = self.pull(number)?;
        if pull.merged_at.is_some() || !issue.open {
            return Err(not_mergeable());
        }
        if pull.draft {
            return Err(not_allowed("Pull Request is still a draft"));
        }
        if !self.repository.merging.allow(wish.method) {
            return Err(not_allowed(match wish.method {
                MergeMethod::Merge => "Merge commits are not allowed on this repository.",
                MergeMethod::Squash => "Squash merges are not allowed on this repository.",
                MergeMethod::Rebase => "Rebase merges are not allowed on this repository.",
            }));
        }
        if wish.sha.is_some_and(|sha| sha != pull.head_sha) {
            return Err(Problem::new(409, "Head branch was modified. Review and try the merge again."));
        }
        Ok(())
    }

    /// A merge commit, or a squash commit.
    fn joined(
        &self,
        number: u64,
        pull: &Pull,
        (head, onto): (Oid, Oid),
        wish: &Wish<'_>,
        method: MergeMethod,
        by: &str,
    ) -> Result<Oid, Problem> {
        let tree = self.git.merged_tree(onto, head)?.ok_or_else(not_mergeable)?;
        let issue = self.issue(number)?;
        let owner = pull.fork.as_deref().and_then(|fork| fork.split('/').next());
        let from = format!("{}/{}", owner.unwrap_or(&self.repository.owner), pull.head);
        let body = issue.body.as_deref().unwrap_or_default().trim();
        let subject = Subject { number, title: &issue.title, body, head: &from };
        let (author, parents, (title, text)) = if method == MergeMethod::Squash {
            let author = self.account(&issue.author);
            let default = message::squash(&self.repository.merging, &subject, &self.parts(pull)?, &author);
            (author, vec![onto], default)
        } else {
            let default = message::merge(&self.repository.merging, &subject);
            (self.account(by), vec![onto, head], default)
        };
        let title = wish.title.unwrap_or(&title);
        let text = wish.message.unwrap_or(&text);
        let message = if text.is_empty() { title.to_owned() } else { format!("{title}\n\n{text}") };
        let github = Person::new("GitHub", "noreply@github.com", author.time);
        self.git.write_commit(&message, tree, &parents, &author, &github)
    }

    /// Copies of its commits: the author stays, the committer is who merges. GitHub makes new ones even where
    /// the old ones would do ("About pull request merges").
    fn rebased(&self, pull: &Pull, onto: Oid, by: &str) -> Result<Oid, Problem> {
        let unfit = || not_allowed("This branch can't be rebased");
        let repository = &self.git.repository;
        let mut onto = onto;
        for id in self.pull_commits(pull)? {
            let commit = repository.find_commit(id)?;
            if commit.parent_count() > 1 {
                continue;
            }
            let base = repository.find_commit(onto)?;
            let mut index = repository.cherrypick_commit(&commit, &base, 0, None)?;
            if index.has_conflicts() {
                return Err(unfit());
            }
            let tree = index.write_tree_to(repository)?;
            // What the base has already is left out.
            let changes = commit.parent(0).is_ok_and(|parent| parent.tree_id() != commit.tree_id());
            if changes && tree == base.tree_id() {
                continue;
            }
            let message = String::from_utf8_lossy(commit.message_raw_bytes()).into_owned();
            let author = Person::of(&commit.author());
            onto = self.git.write_commit(&message, tree, &[onto], &author, &self.account(by))?;
        }
        Ok(onto)
    }

    fn parts(&self, pull: &Pull) -> Result<Vec<Part>, Problem> {
        let mut parts = Vec::new();
        for id in self.pull_commits(pull)? {
            let commit = self.git.repository.find_commit(id)?;
            if commit.parent_count() < 2 {
                let message = String::from_utf8_lossy(commit.message_bytes()).into_owned();
                parts.push(Part { author: Person::of(&commit.author()), message });
            }
        }
        Ok(parts)
    }

    /// Who a login is in a commit.
    fn account(&self, login: &str) -> Person {
        let email = format!("{}+{login}@users.noreply.github.com", shapes::user_id(login));
        Person::new(login, &email, self.now())
    }

    fn finish_merge(&mut self, number: u64, id: Oid, by: &str) -> Result<(), Problem> {
        let (now, deletes) = (self.now(), self.repository.merging.delete_branch_on_merge);
        let issue = self.issue_mut(number)?;
        issue.open = false;
        issue.closed_at = Some(now);
        issue.updated_at = now;
        let Some(pull) = &mut issue.pull else { return Ok(()) };
        pull.merged_at = Some(now);
        pull.merged_by = Some(by.to_owned());
        pull.merge_sha = Some(id.to_string());
        let (head, base) = (pull.head.clone(), pull.base.clone());
        if deletes && pull.fork.is_none() && head != base {
            self.delete_merged(&head, &base)?;
        }
        Ok(())
    }

    /// Deletes a merged branch; pull requests that went to it go to where it went.
    fn delete_merged(&mut self, head: &str, base: &str) -> Result<(), Problem> {
        for issue in self.issues.iter_mut().filter(|issue| issue.open) {
            if let Some(pull) = issue.pull.as_mut().filter(|pull| pull.base == head) {
                base.clone_into(&mut pull.base);
            }
        }
        self.git.remove(&format!("refs/heads/{head}"))
    }
}

impl Git {
    /// The tree that merging a commit gives; none where there are conflicts.
    pub(crate) fn merged_tree(&self, onto: Oid, head: Oid) -> Result<Option<Oid>, Problem> {
        let (base, head) = (self.repository.find_commit(onto)?, self.repository.find_commit(head)?);
        let mut index = self.repository.merge_commits(&base, &head, None)?;
        if index.has_conflicts() {
            return Ok(None);
        }
        Ok(Some(index.write_tree_to(&self.repository)?))
    }

    /// Whether a merge would have no conflicts. Writes nothing.
    pub(crate) fn merges(&self, onto: &str, head: &str) -> bool {
        let commit = |sha: &str| {
            let id = Oid::from_str(sha).ok()?;
            self.repository.find_commit(id).ok()
        };
        let (Some(onto), Some(head)) = (commit(onto), commit(head)) else { return false };
        self.repository.merge_commits(&onto, &head, None).is_ok_and(|index| !index.has_conflicts())
    }
}
