//! Why a release cannot go on.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, WriteError};

/// Why a release cannot go on.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A tag of that name is on another commit.
    #[error("the tag `{name}` stands already, on {}, not on {}", on.short(7), wanted.short(7))]
    TagElsewhere {
        /// The tag.
        name: String,
        /// Where it is.
        on: Id,
        /// Where it should be.
        wanted: Id,
    },
    /// The branch has moved while this run was at work.
    #[error("the branch `{branch}` has moved on to {} while this run was at work; nothing is tagged", head.short(7))]
    MovedOn {
        /// The branch.
        branch: String,
        /// Where it is now.
        head: Id,
    },
    /// The branch does not take the commit.
    #[error("the branch `{branch}` does not take the release's commit, and nothing is tagged: {reason}")]
    Refused {
        /// The branch.
        branch: String,
        /// GitHub's or git's words.
        reason: String,
    },
    /// The tag belonged to an immutable release that is gone.
    #[error(
        "the tag `{tag}` was used by an immutable release that was deleted: its name is burned; nothing is written"
    )]
    Burned {
        /// The tag.
        tag: String,
    },
    /// The server has other bytes than were sent.
    #[error("the asset `{name}` of `{tag}` has the digest {there} on GitHub, and {here} here")]
    OtherBytes {
        /// The asset.
        name: String,
        /// The release's tag.
        tag: String,
        /// The server's digest.
        there: String,
        /// The file's.
        here: String,
    },
    /// A published release that cannot be changed lacks an asset.
    #[error("the release `{tag}` is published and immutable, and lacks the asset `{name}`")]
    Immutable {
        /// The asset.
        name: String,
        /// The release's tag.
        tag: String,
    },
    /// A file has changes that are not committed.
    #[error("`{path}` has changes that are not committed, which the release would overwrite")]
    Uncommitted {
        /// The file.
        path: String,
    },
    /// git does not know whose commit and tags it would make.
    #[error("git knows no name and address for the release's commit and tags; nothing is written")]
    NoIdentity,
    /// There is no branch to commit to.
    #[error("there is no branch to put the release's commit on")]
    NoBranch,
    /// git refused.
    #[error(transparent)]
    Git(#[from] WriteError),
}

impl Error {
    /// What to do about it.
    #[must_use]
    pub fn hint(&self) -> Option<String> {
        let hint = match self {
            Self::TagElsewhere { .. } => {
                "if it is the release, `git fetch --tags` and run this again; else delete it on the server"
            }
            Self::MovedOn { .. } => "run this again on the newest commit",
            Self::Refused { .. } => {
                "let the token's app bypass the branch's rules, or release through a pull request"
            }
            Self::Burned { .. } => "release the next version: add `Release-As: <version>` to a commit",
            Self::OtherBytes { .. } => "build the assets once, and release them from the same files",
            Self::Immutable { .. } => "release the next version with the asset",
            Self::Uncommitted { .. } => "commit them or take them back, then run this again",
            Self::NoIdentity => "set them: `git config --global user.name <name>`, and `user.email` likewise",
            Self::NoBranch => "check out the branch, or name it with `--branch`",
            Self::Git(error) => return error.hint(),
        };
        Some(hint.to_owned())
    }
}

impl Error {
    /// The burned tag that a failure is of.
    pub(crate) fn burned(failure: &Failure) -> Option<&str> {
        match failure.source_as()? {
            Self::Burned { tag } => Some(tag),
            _ => None,
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        let hint = error.hint();
        Self::world(error).hint(hint)
    }
}
