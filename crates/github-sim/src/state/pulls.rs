//! Pull requests beside the history they are about.

use git2::Oid;

use super::{Issue, Pull, World};
use crate::git::{Changed, Git};
use crate::wire::Problem;

/// What a push did to an open pull request.
enum Push {
    Nothing,
    /// Its commits are on the base now: GitHub calls that merged too.
    Merged,
    /// There is nothing left to compare, or one of the branches is gone.
    Closed,
    /// The branch was set to its base.
    Emptied,
}

impl World {
    /// Reads the branches of open pull requests again: they move with every push.
    pub(crate) fn refresh_pulls(&mut self) {
        let now = self.now();
        for issue in self.issues.iter_mut().filter(|issue| issue.open) {
            let Some(pull) = &mut issue.pull else { continue };
            let push = follow(&self.git, pull);
            if matches!(push, Push::Nothing) {
                continue;
            }
            if matches!(push, Push::Merged) {
                pull.merged_at = Some(now);
                pull.merge_sha = Some(pull.head_sha.clone());
            }
            pull.emptied = matches!(push, Push::Emptied);
            issue.open = false;
            issue.closed_at = Some(now);
        }
    }

    /// Why a closed pull request cannot be opened again; GitHub's words.
    pub(crate) fn refuses_reopening(&self, pull: &Pull) -> Option<String> {
        if pull.merged_at.is_some() {
            return Some("The pull request is merged.".to_owned());
        }
        let Ok(head) = self.git.branch(&pull.head) else {
            return Some(format!("The {} branch has been deleted.", pull.head));
        };
        if self.git.branch(&pull.base).is_err() {
            return Some(format!("The {} branch has been deleted.", pull.base));
        }
        let before = Oid::from_str(&pull.head_sha).ok();
        if pull.emptied || !before.is_some_and(|before| self.git.fast_forward(before, head.id())) {
            return Some(format!("The {} branch was force-pushed or recreated.", pull.head));
        }
        let same = |issue: &&Issue| {
            let other = issue.pull.as_ref();
            issue.open && other.is_some_and(|other| other.head == pull.head && other.base == pull.base)
        };
        let other = self.issues.iter().find(same);
        other.map(|_| format!("There is already an open pull request from {} to {}.", pull.head, pull.base))
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

/// Takes over where the branches of an open pull request are.
fn follow(git: &Git, pull: &mut Pull) -> Push {
    let (Ok(head), Ok(base)) = (git.branch(&pull.head), git.branch(&pull.base)) else {
        return Push::Closed;
    };
    let (head, base) = (head.id(), base.id());
    let before = std::mem::replace(&mut pull.head_sha, head.to_string());
    if !git.fast_forward(head, base) {
        pull.base_sha = base.to_string();
        return Push::Nothing;
    }
    let came = Oid::from_str(&before).is_ok_and(|before| git.fast_forward(before, base));
    match (came, head == base) {
        (true, _) => Push::Merged,
        (false, true) => Push::Emptied,
        (false, false) => Push::Closed,
    }
}
