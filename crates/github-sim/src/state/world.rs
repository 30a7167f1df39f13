//! All of it.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::{
    CheckRun, Comment, CommitComment, CommitStatus, Deployment, Discussion, Environment, Issue, Label,
    Milestone, Release, Repository, Rules, Run, RunArtifact, Urls, WorkflowRun,
};
use crate::clock::Clock;
use crate::git::Git;
use crate::wire::Problem;

/// The repository and everything that stands on its pages.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) clock: Clock,
    pub(crate) urls: Urls,
    pub(crate) repository: Repository,
    pub(crate) git: Git,
    /// Where assets are kept.
    pub(crate) files: PathBuf,
    pub(crate) rules: Rules,
    /// The oldest first, as in every list here.
    pub(crate) releases: Vec<Release>,
    /// The release that was last made the latest one.
    pub(crate) latest: Option<u64>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) comments: Vec<Comment>,
    pub(crate) commit_comments: Vec<CommitComment>,
    pub(crate) discussions: Vec<Discussion>,
    pub(crate) labels: Vec<Label>,
    pub(crate) milestones: Vec<Milestone>,
    pub(crate) deployments: Vec<Deployment>,
    pub(crate) environments: Vec<Environment>,
    pub(crate) checks: Vec<CheckRun>,
    pub(crate) statuses: Vec<CommitStatus>,
    pub(crate) runs: Vec<Run>,
    /// Commits and tags that GitHub made itself, and therefore signed: their ids.
    pub(crate) signed: BTreeMap<String, i64>,
    /// What is left of the rate limits, as the server last counted.
    pub(crate) rates: serde_json::Value,
    last_id: u64,
}

impl World {
    pub(crate) fn new(clock: Clock, urls: Urls, repository: Repository, git: Git, files: PathBuf) -> Self {
        Self {
            clock,
            urls,
            repository,
            git,
            files,
            rules: Rules::default(),
            releases: Vec::new(),
            latest: None,
            issues: Vec::new(),
            comments: Vec::new(),
            commit_comments: Vec::new(),
            discussions: Vec::new(),
            labels: Vec::new(),
            milestones: Vec::new(),
            deployments: Vec::new(),
            environments: Vec::new(),
            checks: Vec::new(),
            statuses: Vec::new(),
            runs: Vec::new(),
            signed: BTreeMap::new(),
            rates: serde_json::Value::Null,
            last_id: 1000,
        }
    }

    /// Seconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.clock.now()
    }

    /// A number that nothing has yet.
    pub(crate) fn next_id(&mut self) -> u64 {
        self.last_id += 1;
        self.last_id
    }

    /// The next number of an issue, a pull request or a discussion: they share one count.
    pub(crate) fn next_number(&self) -> u64 {
        let issues = self.issues.iter().map(|issue| issue.number);
        issues.chain(self.discussions.iter().map(|it| it.number)).max().unwrap_or(0) + 1
    }

    /// Opens a discussion; answers its number.
    pub(crate) fn discuss(&mut self, author: &str, category: &str, title: &str, body: &str) -> u64 {
        let (id, number, created_at) = (self.next_id(), self.next_number(), self.now());
        self.discussions.push(Discussion {
            id,
            number,
            title: title.to_owned(),
            body: body.to_owned(),
            category: category.to_owned(),
            author: author.to_owned(),
            created_at,
            comments: Vec::new(),
        });
        number
    }

    /// Puts a run of a workflow in place; answers its id.
    pub(crate) fn ran(&mut self, mut of: WorkflowRun) -> u64 {
        let (id, number, created_at) = (self.next_id(), self.runs.len() as u64 + 1, self.now());
        let left = std::mem::take(&mut of.artifacts).into_iter();
        let artifacts = left
            .map(|it| RunArtifact { id: self.next_id(), name: it.name, zip: it.zip, expired: it.expired })
            .collect();
        self.runs.push(Run { id, number, of, created_at, artifacts });
        id
    }

    /// `https://api…/repos/owner/name`.
    pub(crate) fn api(&self) -> String {
        format!("{}/repos/{}", self.urls.api, self.repository.full_name())
    }

    /// `https://github…/owner/name`.
    pub(crate) fn page(&self) -> String {
        format!("{}/{}", self.urls.server, self.repository.full_name())
    }

    pub(crate) fn issue(&self, number: u64) -> Result<&Issue, Problem> {
        self.issues.iter().find(|issue| issue.number == number).ok_or_else(Problem::not_found)
    }

    pub(crate) fn issue_mut(&mut self, number: u64) -> Result<&mut Issue, Problem> {
        self.issues.iter_mut().find(|issue| issue.number == number).ok_or_else(Problem::not_found)
    }

    pub(crate) fn release(&self, id: u64) -> Result<&Release, Problem> {
        self.releases.iter().find(|release| release.id == id).ok_or_else(Problem::not_found)
    }

    pub(crate) fn release_mut(&mut self, id: u64) -> Result<&mut Release, Problem> {
        self.releases.iter_mut().find(|release| release.id == id).ok_or_else(Problem::not_found)
    }

    /// The latest release: what was made so, else the newest that is neither draft nor prerelease.
    pub(crate) fn latest(&self) -> Option<&Release> {
        let full = |release: &&Release| !release.draft && !release.prerelease;
        let made = self.latest.and_then(|id| self.releases.iter().find(|release| release.id == id));
        made.filter(full).or_else(|| {
            self.releases.iter().filter(full).max_by_key(|release| (release.published_at, release.id))
        })
    }
}
