//! Pull requests beside the history they are about.

use git2::Oid;

use super::{Issue, Pull, World};
use crate::git::Changed;
use crate::wire::Problem;

impl World {
    /// Reads the branches of open pull requests again: they move with every push.
    pub(crate) fn refresh_pulls(&mut self) {
        let now = self.now();
        for issue in self.issues.iter_mut().filter(|issue| issue.open) {
            let Some(pull) = &mut issue.pull else { continue };
            if let Ok(head) = self.git.branch(&pull.head) {
                pull.head_sha = head.id().to_string();
            }
            let Ok(base) = self.git.branch(&pull.base) else { continue };
            // Pushed to its base by hand: GitHub calls that merged too.
            let head = Oid::from_str(&pull.head_sha).ok();
            if head.is_some_and(|head| {
                self.git.fast_forward(head, base.id()) && pull.base_sha != base.id().to_string()
            }) {
                pull.merged_at = Some(now);
                pull.merge_sha = Some(pull.head_sha.clone());
                issue.open = false;
                issue.closed_at = Some(now);
            } else {
                pull.base_sha = base.id().to_string();
            }
        }
    }

    /// Where a pull request's own commits begin and end.
    fn ends(&self, pull: &Pull) -> Result<(Oid, Oid), Problem> {
        let id = |sha: &str| Oid::from_str(sha).map_err(|_| Problem::not_found());
        let (base, head) = (id(&pull.base_sha)?, id(&pull.head_sha)?);
        let base = self.git.repository.merge_base(base, head).unwrap_or(base);
        Ok((base, head))
    }

    /// Its commits, the oldest first.
    pub(crate) fn pull_commits(&self, pull: &Pull) -> Result<Vec<Oid>, Problem> {
        let (base, head) = self.ends(pull)?;
        let mut commits = self.git.walk(head, &[base], |_| true, 0, 250)?;
        commits.reverse();
        Ok(commits)
    }

    /// The files it changes.
    pub(crate) fn pull_changes(&self, pull: &Pull) -> Result<Vec<Changed>, Problem> {
        let (base, head) = self.ends(pull)?;
        let tree = |id| self.git.repository.find_commit(id).and_then(|commit| commit.tree());
        self.git.changes(Some(&tree(base)?), &tree(head)?)
    }

    /// The pull requests that a commit came with: merged as it, or holding it.
    pub(crate) fn pulls_of(&self, id: Oid) -> Vec<(&Issue, &Pull)> {
        let sha = id.to_string();
        let all = self.issues.iter().filter_map(|issue| Some((issue, issue.pull.as_ref()?)));
        let came = |pull: &Pull| {
            pull.merge_sha.as_deref() == Some(&sha)
                || self.pull_commits(pull).is_ok_and(|commits| commits.contains(&id))
        };
        all.filter(|(_, pull)| came(pull)).collect()
    }
}
