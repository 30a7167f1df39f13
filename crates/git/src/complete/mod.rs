//! Completing a shallow clone: the one place where this crate writes, through the git program.

use std::ffi::OsString;
use std::time::Duration;

use crate::program::{self, Git, Hooks, Outcome, Redaction, after_colon};
use crate::repository::Promise;
use crate::{Error, Head, Range, Remote, Repository};

/// What to fetch, from where, and for how long to try.
pub struct Completion<'a> {
    /// The remote's name; `origin` as a rule.
    pub remote: &'a str,
    /// Whether the history's trees are needed, as path filters do; else commits and tags alone are fetched.
    pub trees: bool,
    /// A token to try where the credentials in git's configuration do not suffice. It is handed to git in the
    /// environment, never as an argument.
    pub token: Option<&'a str>,
    /// When to give up.
    pub timeout: Duration,
    /// Gets a line for each stage that git has finished: `Receiving objects: 100% …, done.`
    pub progress: Option<&'a mut dyn FnMut(&str)>,
}

impl Default for Completion<'_> {
    /// Commits and tags of `origin`, without a token, within two minutes.
    fn default() -> Self {
        Self {
            remote: "origin",
            trees: false,
            token: None,
            timeout: Duration::from_secs(120),
            progress: None,
        }
    }
}

/// Why a clone could not be completed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompleteError {
    /// There is nowhere to fetch from.
    #[error("the clone's history is incomplete and it has no remote `{remote}` to fetch the rest from")]
    NoRemote {
        /// The remote asked for.
        remote: String,
    },
    /// The git program cannot be run.
    #[error("failed to run `git fetch`, which would complete the clone's history")]
    NoProgram {
        /// What the system said.
        source: std::io::Error,
    },
    /// The fetch took too long and was stopped.
    #[error("`git fetch` did not complete the clone's history within {seconds} s{}", after_colon(said))]
    TimedOut {
        /// The time it was given.
        seconds: u64,
        /// The last lines that git printed, without secrets.
        said: String,
    },
    /// git could not fetch: offline, not permitted, not found.
    #[error("`git fetch` failed to complete the clone's history{}", after_colon(said))]
    Failed {
        /// The last lines that git printed, without secrets.
        said: String,
    },
    /// The repository cannot be read.
    #[error(transparent)]
    Repository(#[from] Error),
}

impl CompleteError {
    /// One thing to do about it, as a sentence without a final period.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Repository(error) => error.hint(),
            _ => Some(crate::error::FETCH_DEPTH.to_owned()),
        }
    }
}

impl Repository {
    /// Fetches what a shallow clone lacks: the history of the commit that is checked out, and every tag. Without
    /// trees and files that is a tenth of a full fetch. Answers `false` where nothing was missing.
    ///
    /// The remote becomes a promisor (git's partial clones): git fetches what it later misses by itself.
    /// The clone's own fetches are not filtered. Hooks are not run, files are not touched, `FETCH_HEAD` is not
    /// written.
    ///
    /// # Errors
    ///
    /// [`CompleteError`]; the clone is then as it was.
    pub fn complete(&mut self, mut completion: Completion<'_>) -> Result<bool, CompleteError> {
        let refetch = !self.is_shallow();
        if refetch && !(completion.trees && self.lacks_trees()?) {
            return Ok(false);
        }
        let Some(url) = self.remote_url(completion.remote) else {
            return Err(CompleteError::NoRemote { remote: completion.remote.to_owned() });
        };
        let redaction = Redaction::new(completion.token);
        let was_partial = self.is_partial();
        let token = completion.token.filter(|_| Remote::is_http(&url));
        let header = token.map(|token| program::authorization(&url, token));
        let mut said = String::new();
        let mut done = false;
        let mut needs_token = false;
        for (target, header) in self.attempts(completion.remote, header.as_ref())? {
            let arguments = fetch_arguments(&completion, refetch, &target);
            let mut git = Git::new(self.folder(), &redaction, header, Hooks::Off);
            let no_program = |source| CompleteError::NoProgram { source };
            match git.run(&arguments, completion.timeout, &mut completion.progress).map_err(no_program)? {
                Outcome::Done => {
                    done = true;
                    needs_token = header.is_some();
                    break;
                }
                Outcome::Failed(text) => said = text,
                Outcome::TimedOut(said) => {
                    let seconds = completion.timeout.as_secs();
                    return Err(CompleteError::TimedOut { seconds, said });
                }
            }
        }
        if !done {
            return Err(CompleteError::Failed { said });
        }
        self.tidy(&completion, was_partial, &redaction)?;
        *self = Self::open(self.folder())?;
        let promise = token.zip(header).filter(|_| needs_token);
        self.keep(promise.map(|(token, header)| Promise { token: token.to_owned(), header }));
        Ok(true)
    }

    /// What to ask for, in turn: the very commit that is checked out, which servers before git 2.26 may refuse,
    /// then its branch; each with the configured credentials, then with the token.
    fn attempts<'h, H>(
        &self,
        remote: &str,
        header: Option<&'h H>,
    ) -> Result<Vec<(String, Option<&'h H>)>, Error> {
        let mut targets = Vec::new();
        match self.head()? {
            Head::Branch { name, id } => {
                targets.push(id.to_string());
                targets.push(format!("+refs/heads/{name}:refs/remotes/{remote}/{name}"));
            }
            Head::Detached { id } => targets.push(id.to_string()),
            Head::Unborn { branch } => return Err(Error::NoCommits { branch }),
        }
        let headers = [None, header];
        let used = if header.is_some() { &headers[..] } else { &headers[..1] };
        let pairs = targets.iter().flat_map(|target| used.iter().map(|header| (target.clone(), *header)));
        Ok(pairs.collect())
    }

    /// Whether the clone left trees out. Only the objects themselves tell: git changes the filter that it notes
    /// when it fetches single objects later.
    fn lacks_trees(&self) -> Result<bool, Error> {
        let Some(to) = self.head()?.id().filter(|_| self.is_partial()) else {
            return Ok(false);
        };
        for commit in self.commits(Range { from: Vec::new(), to })? {
            if !self.has_tree(&commit?)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Packs the references, which git leaves as a file each, and takes back the filter: what the clone's owner
    /// fetches later comes whole.
    fn tidy(
        &self,
        completion: &Completion<'_>,
        was_partial: bool,
        redaction: &Redaction,
    ) -> Result<(), CompleteError> {
        let filter = format!("remote.{}.partialclonefilter", completion.remote);
        let unset: &[&str] = &["config", "--local", "--unset", &filter];
        let pack: &[&str] = &["pack-refs", "--all"];
        let commands = [(!was_partial).then_some(unset), Some(pack)];
        for arguments in commands.into_iter().flatten() {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            // The history is complete by now; neither is worth failing for.
            let mut git = Git::new(self.folder(), redaction, None, Hooks::Off);
            git.run(&arguments, completion.timeout, &mut None)
                .map_err(|source| CompleteError::NoProgram { source })?;
        }
        Ok(())
    }

    /// The folder to run git in.
    pub(crate) fn folder(&self) -> &std::path::Path {
        self.work_dir().filter(|folder| folder.is_dir()).unwrap_or(self.git_dir())
    }
}

fn fetch_arguments(completion: &Completion<'_>, refetch: bool, target: &str) -> Vec<OsString> {
    let filter = if completion.trees { "--filter=blob:none" } else { "--filter=tree:0" };
    let depth = if refetch { "--refetch" } else { "--unshallow" };
    let mut arguments = vec![
        "fetch",
        depth,
        filter,
        "--no-tags",
        "--no-auto-maintenance",
        "--no-write-fetch-head",
        "--no-recurse-submodules",
        "--no-write-commit-graph",
        "--no-show-forced-updates",
    ];
    arguments.push(if completion.progress.is_some() { "--progress" } else { "--quiet" });
    arguments.extend([completion.remote, target, "+refs/tags/*:refs/tags/*"]);
    arguments.into_iter().map(OsString::from).collect()
}
