//! A repository on disk: where its parts are, and the questions it answers.

mod discover;

use std::fmt;
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::objects::Objects;
use crate::program::Header;
use crate::{Error, Id};

/// A git repository, open for reading.
pub struct Repository {
    git_dir: PathBuf,
    common_dir: PathBuf,
    work_dir: Option<PathBuf>,
    config: Config,
    shallow: Vec<Id>,
    objects: Objects,
    promise: Option<Promise>,
}

/// What got the history, and gets what git misses of it later.
pub(crate) struct Promise {
    pub(crate) token: String,
    pub(crate) header: Header,
}

impl Repository {
    /// Opens the repository that `path` is in: the folder itself, its `.git`, or any parent.
    ///
    /// Bare repositories, linked worktrees, submodules, shallow and partial clones and folders that belong
    /// to another user are all opened: nothing in them is executed. The user's and the system's
    /// configuration are not read, so that the same repository gives the same answers everywhere.
    ///
    /// # Errors
    ///
    /// [`Error::NotFound`] where there is no repository, [`Error::Unsupported`] for SHA-256 ids, reftables
    /// and formats later than 1, [`Error::Io`] and [`Error::Damaged`] for files that cannot be read.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let found = discover::discover(path)?;
        let config = Config::read(&found.common_dir)?;
        config.check(&found.git_dir)?;
        let work_dir = discover::work_dir(&found, &config);
        let shallow = discover::shallow(&found.common_dir)?;
        let objects = Objects::open(found.common_dir.join("objects"), config.is_partial())?;
        Ok(Self {
            git_dir: found.git_dir,
            common_dir: found.common_dir,
            work_dir,
            config,
            shallow,
            objects,
            promise: None,
        })
    }

    /// The repository's own folder: `.git`, the folder of a bare one, or `.git/worktrees/<name>`.
    #[must_use]
    pub fn git_dir(&self) -> &Path {
        &self.git_dir
    }

    /// The folder with the files that are checked out; a bare repository has none.
    #[must_use]
    pub fn work_dir(&self) -> Option<&Path> {
        self.work_dir.as_deref()
    }

    /// Whether history was cut when the repository was cloned (`--depth`).
    #[must_use]
    pub fn is_shallow(&self) -> bool {
        !self.shallow.is_empty()
    }

    /// Whether objects were left out when the repository was cloned (`--filter`).
    #[must_use]
    pub fn is_partial(&self) -> bool {
        self.config.is_partial()
    }

    /// The folder that all worktrees share: objects, branches, tags, configuration.
    #[must_use]
    pub fn common_dir(&self) -> &Path {
        &self.common_dir
    }

    /// The repository's own configuration file.
    pub(crate) fn config(&self) -> &Config {
        &self.config
    }

    /// The commits whose parents were not fetched, in order.
    pub(crate) fn shallow(&self) -> &[Id] {
        &self.shallow
    }

    /// The token by which git gets what was left out when the history was completed.
    pub(crate) fn promise(&self) -> Option<&Promise> {
        self.promise.as_ref()
    }

    /// Keeps it.
    pub(crate) fn keep(&mut self, promise: Option<Promise>) {
        self.promise = promise;
    }

    /// The object store.
    pub(crate) fn objects(&self) -> &Objects {
        &self.objects
    }
}

impl fmt::Debug for Repository {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Repository")
            .field("git_dir", &self.git_dir)
            .field("work_dir", &self.work_dir)
            .field("shallow", &self.is_shallow())
            .field("partial", &self.is_partial())
            .finish()
    }
}
