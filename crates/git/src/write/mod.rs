//! Writing, through the git program: its user has set up names, signing, hooks and credentials there.

mod pick;

use std::ffi::OsString;
use std::path::Path;
use std::time::Duration;

use crate::program::{self, Git, Hooks, Outcome, Redaction, after_colon};
use crate::{Error, Id, Repository};

pub use pick::{Pick, Picked};

/// Writes to a repository and its remote. Each call may be repeated: what stands already is left as it is.
#[derive(Debug, Clone, Copy)]
pub struct Writer<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The remote's name; `origin` as a rule.
    pub remote: &'a str,
    /// A token for the remote, where git's own credentials are not to be used. It is handed to git in the
    /// environment, never as an argument.
    pub token: Option<&'a str>,
    /// When to give up one call.
    pub timeout: Duration,
    /// Under which name to commit and to tag, in place of the configured one; variables of git's own still win.
    pub identity: Option<Identity<'a>>,
}

/// A name and an address for commits and tags.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Identity<'a> {
    /// `user.name`.
    pub name: &'a str,
    /// `user.email`.
    pub email: &'a str,
}

/// Whether git may make an address from the names of the user and the machine, as it does where these have a
/// domain (git-commit(1), "Commit information").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Guess {
    /// It may.
    Allowed,
    /// Only what is configured counts: `user.useConfigOnly`.
    Refused,
}

/// Why something was not written.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum WriteError {
    /// The git program cannot be run.
    #[error("failed to run `{command}`")]
    NoProgram {
        /// What was run.
        command: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// It took too long and was stopped.
    #[error("`{command}` did not end within {seconds} s{}", after_colon(said))]
    TimedOut {
        /// What was run.
        command: String,
        /// The time it was given.
        seconds: u64,
        /// The last lines that git printed, without secrets.
        said: String,
    },
    /// git refused.
    #[error("`{command}` failed{}", after_colon(said))]
    Failed {
        /// What was run.
        command: String,
        /// The last lines that git printed, without secrets.
        said: String,
    },
    /// The repository cannot be read.
    #[error(transparent)]
    Repository(#[from] Error),
}

impl WriteError {
    /// Whether the remote has something else at that place by now, or its rules forbid the push.
    #[must_use]
    pub fn is_rejection(&self) -> bool {
        matches!(self, Self::Failed { said, .. } if said.contains("rejected") || said.contains("declined"))
    }

    /// One thing to do about it, as a sentence without a final period.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NoProgram { .. } => Some("install git, or put it on `PATH`".to_owned()),
            // Of git's long text the end alone is left.
            Self::Failed { command, .. } if command == "git merge-tree" => {
                Some("this needs git 2.38 or newer".to_owned())
            }
            Self::Failed { said, .. } if said.contains("user.name") || said.contains("ident name") => {
                Some("set `git config user.name` and `git config user.email`".to_owned())
            }
            Self::Failed { said, .. }
                if said.contains("non-fast-forward") || said.contains("fetch first") =>
            {
                Some("the branch has moved on: `git pull --rebase`, then run this again".to_owned())
            }
            Self::Repository(error) => error.hint(),
            _ => None,
        }
    }
}

impl Writer<'_> {
    /// Whether git knows under which name to commit and to tag.
    ///
    /// # Errors
    ///
    /// [`WriteError`]
    pub fn knows_identity(&self, guess: Guess) -> Result<bool, WriteError> {
        for variable in ["GIT_AUTHOR_IDENT", "GIT_COMMITTER_IDENT"] {
            let own: &[&str] = if guess == Guess::Refused { &["-c", "user.useConfigOnly=true"] } else { &[] };
            match self.run(&[own, &["var", variable]].concat(), Hooks::Off) {
                Ok(()) => {}
                Err(WriteError::Failed { .. }) => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        Ok(true)
    }

    /// Fetches a commit, with its history up to what is there already.
    ///
    /// # Errors
    ///
    /// [`WriteError`]
    pub fn fetch(&self, commit: Id) -> Result<(), WriteError> {
        let id = commit.to_string();
        let options = ["--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--quiet"];
        let mut arguments = vec!["fetch"];
        arguments.extend(options);
        arguments.extend([self.remote, &id]);
        self.run(&arguments, Hooks::Off)
    }

    /// Fetches tags.
    ///
    /// # Errors
    ///
    /// [`WriteError`], also where a tag of that name stands here and leads elsewhere.
    pub fn fetch_tags<'t>(&self, names: impl IntoIterator<Item = &'t str>) -> Result<(), WriteError> {
        let mut arguments = vec!["fetch".to_owned()];
        let options = ["--no-tags", "--no-write-fetch-head", "--no-auto-maintenance", "--quiet"];
        arguments.extend(options.map(str::to_owned));
        arguments.push(self.remote.to_owned());
        arguments.extend(names.into_iter().map(|name| format!("refs/tags/{name}:refs/tags/{name}")));
        self.run_words(arguments.into_iter().map(OsString::from).collect(), Hooks::Off)
    }

    /// Commits these files as they stand in the work tree, and nothing else; paths are those from the
    /// repository's root. Answers the new commit.
    ///
    /// # Errors
    ///
    /// [`WriteError`], also where a hook of the repository refuses the commit.
    pub fn commit<'p>(&self, paths: impl Iterator<Item = &'p Path>, message: &str) -> Result<Id, WriteError> {
        let paths: Vec<OsString> = paths.map(|path| path.as_os_str().to_owned()).collect();
        let with = |words: &[&str]| {
            let mut arguments: Vec<OsString> = words.iter().map(OsString::from).collect();
            arguments.extend(paths.iter().cloned());
            arguments
        };
        self.run_words(with(&["add", "--"]), Hooks::On)?;
        let commit = with(&["commit", "--quiet", "--only", "--message", message, "--"]);
        self.run_words(commit, Hooks::On)?;
        let repository = Repository::open(self.repository.folder())?;
        let head = repository.head()?;
        head.id().ok_or_else(|| {
            let branch = head.branch().unwrap_or("HEAD").to_owned();
            Error::NoCommits { branch }.into()
        })
    }

    /// Makes an annotated tag.
    ///
    /// # Errors
    ///
    /// [`WriteError`], also where a tag of that name stands.
    pub fn tag(&self, name: &str, commit: Id, message: &str) -> Result<(), WriteError> {
        // The message is ours to the letter: `#` starts no comment.
        let options = ["--annotate", "--cleanup=verbatim", "--message", message];
        let id = commit.to_string();
        let mut arguments = vec!["tag"];
        arguments.extend(options);
        arguments.extend([name, &id]);
        self.run(&arguments, Hooks::On)
    }

    /// Pushes references, each as `<source>:<name on the remote>`; all of them or none.
    ///
    /// # Errors
    ///
    /// [`WriteError`]; [`WriteError::is_rejection`] tells a refusal by the remote.
    pub fn push(&self, references: &[String]) -> Result<(), WriteError> {
        let mut arguments = vec!["push", "--quiet", "--atomic", self.remote];
        arguments.extend(references.iter().map(String::as_str));
        self.run(&arguments, Hooks::On)
    }

    fn run(&self, arguments: &[&str], hooks: Hooks) -> Result<(), WriteError> {
        self.run_words(arguments.iter().map(OsString::from).collect(), hooks)
    }

    fn run_words(&self, arguments: Vec<OsString>, hooks: Hooks) -> Result<(), WriteError> {
        let redaction = Redaction::new(self.token);
        let verb = verb(&arguments);
        let command = format!("git {verb}");
        let arguments = match self.identity.filter(|_| matches!(verb.as_str(), "commit" | "tag")) {
            Some(Identity { name, email }) => {
                let own =
                    ["-c".into(), format!("user.name={name}"), "-c".into(), format!("user.email={email}")];
                own.into_iter().map(OsString::from).chain(arguments).collect()
            }
            None => arguments,
        };
        // Hooks of commit and tag are somebody's programs, and plain HTTP is everybody's: neither gets the token.
        let sends = matches!(verb.as_str(), "fetch" | "push");
        let url = self.repository.remote_url(self.remote).filter(|url| sends && url.starts_with("https://"));
        let header = self.token.zip(url).map(|(token, url)| program::authorization(&url, token));
        let mut git = Git::new(self.repository.folder(), &redaction, header.as_ref(), hooks);
        match git.run(&arguments, self.timeout, &mut None) {
            Ok(Outcome::Done) => Ok(()),
            Ok(Outcome::Failed(said)) => Err(WriteError::Failed { command, said }),
            Ok(Outcome::TimedOut(said)) => {
                Err(WriteError::TimedOut { command, seconds: self.timeout.as_secs(), said })
            }
            Err(source) => Err(WriteError::NoProgram { command, source }),
        }
    }
}

/// What git is to do: the first word that is neither `-c` nor its value.
fn verb(arguments: &[OsString]) -> String {
    let mut words = arguments.iter().map(|word| word.to_string_lossy());
    loop {
        match words.next() {
            Some(word) if word == "-c" => drop(words.next()),
            word => return word.unwrap_or_default().into_owned(),
        }
    }
}
