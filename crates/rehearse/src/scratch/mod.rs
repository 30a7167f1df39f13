//! Copies of a repository that borrow its objects: a clone to work in, and the server's bare repository.

mod carried;
mod copy;
mod sweep;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Head, Id, Repository, Setting};
use deploy_kit_version::facts::failure;
use tempfile::TempDir;

pub(crate) use carried::Unrehearsed;

use copy::Copy;
use sweep::Claim;

/// What the clone's remote is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Origin {
    /// That of the repository, if it has one.
    AsItIs,
    /// One is made up where there is none.
    Always,
}

/// The copies; they go when this is dropped.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    /// Kept until the copies are gone.
    _claim: Claim,
    work: PathBuf,
    head: Id,
    /// The branch that is released on.
    pub(crate) branch: String,
    /// What a real run by git would do besides.
    pub(crate) unrehearsed: Unrehearsed,
}

impl Scratch {
    /// Makes the clone to work in: references are copied, objects are borrowed. Of the files it has none until
    /// [`bring`](Self::bring) is told to.
    pub(crate) fn over(
        repository: &Repository,
        branch: Option<&str>,
        remote: &str,
        origin: Origin,
    ) -> Result<Self, Failure> {
        let head = repository.head().map_err(failure)?;
        let branch = match (branch, &head) {
            (Some(branch), _) => branch.to_owned(),
            (None, Head::Branch { name, .. } | Head::Unborn { branch: name }) => name.clone(),
            (None, Head::Detached { .. }) => "main".to_owned(),
        };
        let Some(head) = head.id() else {
            return Err(Failure::usage(format!(
                "the branch `{branch}` has no commit yet, so there is nothing to release"
            ))
            .hint(Some("make the first commit, then run this again".to_owned())));
        };
        sweep::sweep(&std::env::temp_dir());
        let (folder, claim) = sweep::claim(&std::env::temp_dir()).map_err(Failure::world)?;
        // Where git cannot be run there is nothing that it is set up with; a step that needs it says so.
        let settings = repository.settings().unwrap_or_default();
        let is_bare = repository.work_dir().is_none();
        let work = folder.path().join(if is_bare { "clone.git" } else { "clone" });
        let unrehearsed = Unrehearsed::find(repository, &settings);
        let scratch = Self { folder, _claim: claim, work, head, branch, unrehearsed };
        scratch.clone(repository, remote, origin, &settings).map_err(Failure::world)?;
        scratch.bring(repository, Path::new(".mailmap")).map_err(Failure::world)?;
        Ok(scratch)
    }

    /// The clone to work in.
    pub(crate) fn work(&self) -> &Path {
        &self.work
    }

    /// Where the server may keep its files.
    pub(crate) fn files(&self) -> PathBuf {
        self.folder.path().join("files")
    }

    /// Brings a file of the work tree along, as it lies there.
    pub(crate) fn bring(&self, repository: &Repository, path: &Path) -> io::Result<()> {
        let Some(root) = repository.work_dir() else { return Ok(()) };
        let (from, to) = (root.join(path), self.work.join(path));
        if !fs::symlink_metadata(&from).is_ok_and(|file| file.is_file()) {
            return Ok(());
        }
        fs::create_dir_all(to.parent().unwrap_or(&self.work))?;
        fs::copy(from, to).map(drop)
    }

    /// Makes the server's bare repository, with the history that the clone has by now.
    pub(crate) fn serve(&self, repository: &Repository) -> io::Result<PathBuf> {
        let completed = Repository::open(&self.work).map_err(io::Error::other)?;
        let borrowed = [repository.common_dir(), completed.common_dir()];
        let copy =
            Copy { from: completed.common_dir(), borrowed: &borrowed, branch: &self.branch, head: self.head };
        let server = self.server();
        copy.git_folder(&server, "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")?;
        Ok(server)
    }

    fn server(&self) -> PathBuf {
        self.folder.path().join("server.git")
    }

    /// The remote keeps its name and address, so that links read as they would; what is pushed goes to the copy of
    /// the server.
    fn clone(
        &self,
        repository: &Repository,
        remote: &str,
        origin: Origin,
        settings: &[Setting],
    ) -> io::Result<()> {
        let is_bare = repository.work_dir().is_none();
        let fetches = repository.is_shallow() || repository.is_partial();
        let mut config = carried::config(settings, remote, fetches);
        config.push_str(&format!("[core]\n\trepositoryformatversion = 0\n\tbare = {is_bare}\n"));
        config.push_str(&carried::quiet(&self.folder.path().join("no-hooks")));
        let server = carried::quoted(&self.server().to_string_lossy());
        let url = repository.remote_url(remote).map(|url| carried::quoted(&url));
        if let Some(url) = url.or((origin == Origin::Always).then(|| server.clone())) {
            config.push_str(&format!(
                "[remote \"{remote}\"]\n\turl = {url}\n\tpushurl = {server}\n\tfetch = \
                 +refs/heads/*:refs/remotes/{remote}/*\n"
            ));
        }
        let common = repository.common_dir();
        let copy = Copy { from: common, borrowed: &[common], branch: &self.branch, head: self.head };
        let folder = if is_bare { self.work.clone() } else { self.work.join(".git") };
        copy.git_folder(&folder, &config)
    }
}
