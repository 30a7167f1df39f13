//! What can go wrong when a repository is read.

use std::io;
use std::path::PathBuf;

use crate::Id;

/// A repository that cannot be read, or a question it cannot answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Neither the folder nor any of its parents holds a repository.
    #[error("`{}` is not in a git repository", path.display())]
    NotFound {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The repository uses something this crate does not read.
    #[error("the repository at `{}` uses {what}, which is not supported", path.display())]
    Unsupported {
        /// The repository's git folder.
        path: PathBuf,
        /// The feature, in words.
        what: String,
    },
    /// A file of the repository could not be read.
    #[error("failed to read `{}`", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the repository holds something else than it should.
    #[error("`{}` is damaged: {reason}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The git program could not do what it was asked.
    #[error("git failed to {what}")]
    Git {
        /// What it was asked.
        what: String,
        /// What it said.
        source: io::Error,
    },
    /// The branch that is checked out has no commit.
    #[error("branch `{branch}` has no commits yet")]
    NoCommits {
        /// The branch's short name.
        branch: String,
    },
    /// No branch, tag or commit has this name.
    #[error("`{revision}` names no branch, tag or commit")]
    UnknownRevision {
        /// The name asked for.
        revision: String,
        /// The existing name that resembles it most.
        nearest: Option<String>,
    },
    /// An abbreviated id fits several objects.
    #[error("`{revision}` is the start of more than one object's id")]
    Ambiguous {
        /// The abbreviated id.
        revision: String,
    },
    /// An object is not in the repository.
    #[error("{kind} `{id}` is not in the repository")]
    Missing {
        /// The object's id.
        id: Id,
        /// What the object was expected to be.
        kind: &'static str,
        /// The repository is a partial clone, which leaves objects out on purpose.
        partial: bool,
    },
    /// An object is of another kind than it is used as.
    #[error("object `{id}` is a {found}, not a {expected}")]
    Kind {
        /// The object's id.
        id: Id,
        /// What was needed.
        expected: &'static str,
        /// What it is.
        found: &'static str,
    },
    /// An object's bytes cannot be read.
    #[error("object `{id}` is corrupt: {reason}")]
    Corrupt {
        /// The object's id.
        id: Id,
        /// What is wrong with it.
        reason: String,
    },
    /// History is cut before the question is answered; any answer would be a guess.
    #[error("the clone is shallow and its history ends at `{boundary}`, before the answer")]
    Shallow {
        /// The commit whose parents were not fetched.
        boundary: Id,
    },
}

impl Error {
    /// One thing to do about it, as a sentence without a final period.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::NotFound { .. } => {
                Some("run it inside a clone, or name one with `--repository`; in a workflow `actions/checkout` comes before".to_owned())
            }
            Self::NoCommits { .. } => Some("make a first commit".to_owned()),
            Self::UnknownRevision { nearest, .. } => {
                nearest.as_ref().map(|name| format!("did you mean `{name}`?"))
            }
            Self::Ambiguous { .. } => Some("give more digits of the id".to_owned()),
            Self::Missing { partial: true, .. } => Some(
                "the clone is partial: fetch what it left out with `git fetch --refetch --filter=blob:none`"
                    .to_owned(),
            ),
            Self::Missing { .. } | Self::Corrupt { .. } | Self::Damaged { .. } => {
                Some("check the repository with `git fsck`".to_owned())
            }
            // What is cut off is what git misses most often.
            Self::Shallow { .. } | Self::Git { .. } => Some(FETCH_DEPTH.to_owned()),
            Self::Unsupported { .. } | Self::Io { .. } | Self::Kind { .. } => None,
        }
    }
}

/// What to tell the owner of a workflow whose checkout is shallow.
pub(crate) const FETCH_DEPTH: &str =
    "fetch the whole history: `git fetch --unshallow --tags`, or `fetch-depth: 0` for actions/checkout";
