//! The files and their commit.

use std::path::Path;

use deploy_kit_changelog::apply::{Write, write};
use deploy_kit_core::tool::Failure;
use deploy_kit_git::Id;
use deploy_kit_github::Kind;
use deploy_kit_github::commits::{Addition, NewCommitOnBranch};

use super::{Done, Error, Run, unfinished};
use crate::facts::remote::id;
use crate::marker;
use crate::server::{Server, refused};

/// How often the branch's head is read again after a commit whose answer was lost.
const ROUNDS: usize = 3;

impl Run<'_> {
    /// Refuses to overwrite what is not committed, before the first file is written. What an earlier run wrote and
    /// did not come to commit, on whatever day, is not in the way.
    pub(super) fn check_files(&self) -> Result<(), Failure> {
        let Some(root) = self.site.repository.work_dir() else { return Ok(()) };
        for file in &self.plan.files {
            let stands =
                deploy_kit_changelog::apply::read(&root.join(&file.write.path)).map_err(Failure::world)?;
            if !stands.is_empty() && !self.is_known(&file.write, &normal(&stands)) {
                return Err(Error::Uncommitted { path: file.write.path.display().to_string() }.into());
            }
        }
        Ok(())
    }

    /// Whether a text is the one that is committed, or the one that a run of this plan leaves.
    fn is_known(&self, write: &Write, stands: &str) -> bool {
        let after = normal(&write.after);
        let mut days = self.plan.releases.iter().flat_map(|release| &release.notes).map(|notes| &notes.date);
        stands == normal(&write.before)
            || stands == after
            || days.any(|day| unfinished::is_of_another_day(stands, &after, day))
    }

    /// Writes a file into the work tree: later steps of the job, and hooks, find the version that is released.
    pub(super) fn write(&self, path: &Path) -> Result<Done, Failure> {
        let file = self.plan.files.iter().find(|file| file.write.path == path);
        let (Some(file), Some(root)) = (file, self.site.repository.work_dir()) else {
            return Ok(Done::Before);
        };
        let at = root.join(path);
        let stands = deploy_kit_changelog::apply::read(&at).map_err(Failure::world)?;
        if stands == file.write.after {
            return Ok(Done::Before);
        }
        write(&Write { path: at, before: stands, after: file.write.after.clone() })
            .map_err(Failure::world)?;
        Ok(Done::Now)
    }

    /// Makes the commit.
    pub(super) async fn commit(&mut self) -> Result<Done, Failure> {
        let Some(message) = &self.plan.message else { return Ok(Done::Before) };
        let commit = match &self.site.server {
            Some((server, remote)) if !self.plan.by_git => {
                self.commit_by_api(server, &remote.branch, message).await?
            }
            _ => self.commit_by_git(message)?,
        };
        self.outcome.commit = Some(commit);
        Ok(Done::Now)
    }

    /// GitHub makes the commit and signs it. It is refused if the branch is not where the plan was made: then
    /// the branch is read again, and the commit may be there already.
    async fn commit_by_api(&self, server: &Server, branch: &str, message: &str) -> Result<Id, Failure> {
        let (headline, body) = message.split_once("\n\n").unwrap_or((message, ""));
        let additions = self.plan.files.iter().map(|file| Addition {
            path: file.write.path.to_string_lossy().replace('\\', "/"),
            bytes: file.write.after.clone().into_bytes(),
        });
        let base = self.plan.start.base;
        let new = NewCommitOnBranch {
            branch: branch.to_owned(),
            expected_head: base.to_string(),
            headline: headline.to_owned(),
            body: body.trim_end().to_owned(),
            additions: additions.collect(),
            deletions: Vec::new(),
        };
        let mut last = None;
        for _ in 0..ROUNDS {
            let error = match server.repo.commits().create_on_branch(&new).await {
                Ok(created) => return id(&created.sha),
                Err(error) => error,
            };
            // Whatever was answered, the branch tells what is so.
            match self.head_of(server, branch).await? {
                Some(head) if head == base => {}
                Some(head) if self.is_release(server, head).await? => return Ok(head),
                Some(head) => return Err(Error::MovedOn { branch: branch.to_owned(), head }.into()),
                None => return Err(refused(error)),
            }
            if !error.is_ambiguous() {
                return Err(self.not_taken(error, branch));
            }
            last = Some(error);
        }
        Err(last.map_or_else(|| Error::NoBranch.into(), refused))
    }

    fn not_taken(&self, error: deploy_kit_github::Error, branch: &str) -> Failure {
        // The branch stands where it stood, and the token may write: what is left are the branch's own rules, in
        // words of many kinds.
        match error.kind() {
            Kind::Graphql { .. } | Kind::Validation { .. } | Kind::Conflict { .. } => {
                Error::Refused { branch: branch.to_owned(), reason: error.to_string() }.into()
            }
            _ => refused(error),
        }
    }

    async fn head_of(&self, server: &Server, branch: &str) -> Result<Option<Id>, Failure> {
        let found = server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
        found.map(|found| id(&found.object.sha)).transpose()
    }

    /// Whether a commit is the one of this plan, made by an attempt whose answer was lost or by another run.
    async fn is_release(&self, server: &Server, head: Id) -> Result<bool, Failure> {
        let commit = server.repo.git().commit(&head.to_string()).await.map_err(refused)?;
        let Some(commit) = commit else { return Ok(false) };
        let parents: Vec<&str> = commit.parents.iter().map(|parent| parent.sha.as_str()).collect();
        let tags = marker::tags_of_commit(&commit.message, &self.plan.start.base.to_string());
        Ok(parents == [self.plan.start.base.to_string()]
            && self.plan.tags().all(|tag| tags.iter().any(|own| own == tag)))
    }

    /// git makes the commit, with the name, the key and the hooks of its user.
    fn commit_by_git(&self, message: &str) -> Result<Id, Failure> {
        let paths = self.plan.files.iter().map(|file| file.write.path.as_path());
        Ok(self.writer().commit(paths, message).map_err(Error::from)?)
    }

    /// Pushes the commit to the branch.
    pub(super) fn push(&self) -> Result<Done, Failure> {
        let commit = self.tagged()?;
        let remote = self.site.server.as_ref().map(|(_, remote)| remote);
        if remote.is_some_and(|remote| remote.head == Some(commit)) {
            return Ok(Done::Before);
        }
        let branch = remote.map(|remote| remote.branch.as_str()).or(self.settings.branch.as_deref());
        let branch = branch.ok_or(Error::NoBranch)?;
        self.writer().push(&[format!("{commit}:refs/heads/{branch}")]).map_err(|error| {
            let is_rule = error.is_rejection() && error.hint().is_none();
            let reason = error.to_string();
            if is_rule { Error::Refused { branch: branch.to_owned(), reason } } else { Error::from(error) }
        })?;
        Ok(Done::Now)
    }
}

/// On Windows git may have changed the line endings.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n")
}
