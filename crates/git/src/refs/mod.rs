//! Branches, tags and `HEAD` (gitrepository-layout(5), gitrevisions(7)).

mod packed;
mod resolve;
mod tags;

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::{Error, Id, Repository};

pub use tags::{Tag, Tags};

/// How many symbolic references may follow one another; git stops at five too.
const SYMBOLIC_LIMIT: usize = 5;

/// What is checked out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Head {
    /// A branch without commits, as `git init` leaves it.
    Unborn {
        /// The branch's short name: `main`.
        branch: String,
    },
    /// A branch.
    Branch {
        /// The branch's short name: `main`.
        name: String,
        /// Its latest commit.
        id: Id,
    },
    /// A commit without a branch, as a checkout of a tag or of a pull request leaves it.
    Detached {
        /// The commit.
        id: Id,
    },
}

impl Head {
    /// The commit that is checked out; an unborn branch has none.
    #[must_use]
    pub const fn id(&self) -> Option<Id> {
        match self {
            Self::Unborn { .. } => None,
            Self::Branch { id, .. } | Self::Detached { id } => Some(*id),
        }
    }

    /// The short name of the branch that is checked out, if one is.
    #[must_use]
    pub fn branch(&self) -> Option<&str> {
        match self {
            Self::Unborn { branch: name } | Self::Branch { name, .. } => Some(name),
            Self::Detached { .. } => None,
        }
    }
}

/// The content of a reference.
enum Target {
    Id(Id),
    Symbolic(String),
}

impl Repository {
    /// What is checked out.
    ///
    /// # Errors
    ///
    /// [`Error::Io`] and [`Error::Damaged`] for references that cannot be read.
    pub fn head(&self) -> Result<Head, Error> {
        let path = self.git_dir().join("HEAD");
        match read_loose(&path)? {
            Some(Target::Id(id)) => Ok(Head::Detached { id }),
            Some(Target::Symbolic(target)) => {
                let name = short_branch(&target).to_owned();
                Ok(match self.reference(&target)? {
                    Some(id) => Head::Branch { name, id },
                    None => Head::Unborn { branch: name },
                })
            }
            None => Err(Error::Damaged { path, reason: "there is no such file".to_owned() }),
        }
    }

    /// The object a reference points to, symbolic ones followed; `None` where there is no such reference.
    pub(crate) fn reference(&self, name: &str) -> Result<Option<Id>, Error> {
        let mut name = name.to_owned();
        for _ in 0..SYMBOLIC_LIMIT {
            match self.read_reference(&name)? {
                Some(Target::Id(id)) => return Ok(Some(id)),
                Some(Target::Symbolic(next)) => name = next,
                None => return packed::find(&self.common_dir().join("packed-refs"), &name),
            }
        }
        Err(Error::Damaged {
            path: self.common_dir().join(name),
            reason: "symbolic references lead on without end".to_owned(),
        })
    }

    /// A reference's own file: `HEAD` and its like belong to the worktree, all else to the common folder.
    fn read_reference(&self, name: &str) -> Result<Option<Target>, Error> {
        let private = !name.starts_with("refs/") || name.starts_with("refs/bisect/");
        let folder = if private { self.git_dir() } else { self.common_dir() };
        read_loose(&folder.join(name))
    }
}

/// `main` for `refs/heads/main`.
fn short_branch(name: &str) -> &str {
    name.strip_prefix("refs/heads/").unwrap_or(name)
}

/// Reads a reference's file; `None` where there is no such file.
fn read_loose(path: &Path) -> Result<Option<Target>, Error> {
    let content = match fs::read(path) {
        Ok(content) => content,
        // A folder `refs/tags/v1` beside a tag `v1` that was packed, or a file `refs/tags` in the way.
        Err(error)
            if matches!(
                error.kind(),
                ErrorKind::NotFound
                    | ErrorKind::IsADirectory
                    | ErrorKind::NotADirectory
                    | ErrorKind::InvalidFilename
            ) =>
        {
            return Ok(None);
        }
        Err(source) => {
            return Err(Error::Io { path: path.to_owned(), source });
        }
    };
    if let Some(target) = content.strip_prefix(b"ref:") {
        return Ok(Some(Target::Symbolic(String::from_utf8_lossy(target).trim().to_owned())));
    }
    match Id::from_hex(&content) {
        Some(id) => Ok(Some(Target::Id(id))),
        None => Err(Error::Damaged {
            path: path.to_owned(),
            reason: "it holds neither an object id nor `ref:`".to_owned(),
        }),
    }
}
