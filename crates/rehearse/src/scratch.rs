//! Copies of a repository that borrow its objects: a clone to work in, and the server's bare repository.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Head, Id, Repository};
use deploy_kit_version::facts::failure;
use tempfile::TempDir;

/// The copies; they go when this is dropped.
#[derive(Debug)]
pub(crate) struct Scratch {
    folder: TempDir,
    server: PathBuf,
    /// The branch that is released on.
    pub(crate) branch: String,
}

impl Scratch {
    /// Copies a repository's references; its objects are borrowed.
    pub(crate) fn over(repository: &Repository, branch: Option<&str>, remote: &str) -> Result<Self, Failure> {
        let head = repository.head().map_err(failure)?;
        let branch = match (branch, &head) {
            (Some(branch), _) => branch.to_owned(),
            (None, Head::Branch { name, .. } | Head::Unborn { branch: name }) => name.clone(),
            (None, Head::Detached { .. }) => "main".to_owned(),
        };
        let Some(id) = head.id() else {
            return Err(Failure::usage(format!(
                "the branch `{branch}` has no commit yet, so there is nothing to release"
            ))
            .hint(Some("make the first commit, then run this again".to_owned())));
        };
        let folder =
            tempfile::Builder::new().prefix("deploy-kit-rehearsal-").tempdir().map_err(Failure::world)?;
        let server = folder.path().join("server.git");
        let url = repository.remote_url(remote);
        let copy = Copy { repository, branch: &branch, head: id };
        copy.bare(&server).map_err(Failure::world)?;
        copy.work(&folder.path().join("clone"), &server, remote, url.as_deref()).map_err(Failure::world)?;
        Ok(Self { folder, server, branch })
    }

    /// The clone to work in.
    pub(crate) fn work(&self) -> PathBuf {
        self.folder.path().join("clone")
    }

    /// The bare repository.
    pub(crate) fn server(&self) -> &Path {
        &self.server
    }
}

struct Copy<'a> {
    repository: &'a Repository,
    branch: &'a str,
    head: Id,
}

impl Copy<'_> {
    fn bare(&self, folder: &Path) -> io::Result<()> {
        self.git_folder(folder, "[core]\n\trepositoryformatversion = 0\n\tbare = true\n")
    }

    /// A clone whose remote keeps its name and address, so that links read as they would; what is pushed goes to the
    /// copy of the server.
    fn work(&self, folder: &Path, server: &Path, remote: &str, url: Option<&str>) -> io::Result<()> {
        let server = quoted(&server.to_string_lossy());
        let url = url.map_or_else(|| server.clone(), quoted);
        let config = format!(
            "[core]\n\trepositoryformatversion = 0\n\tbare = false\n[remote \"{remote}\"]\n\turl = {url}\n\t\
             pushurl = {server}\n\tfetch = +refs/heads/*:refs/remotes/{remote}/*\n"
        );
        self.git_folder(&folder.join(".git"), &config)
    }

    fn git_folder(&self, folder: &Path, config: &str) -> io::Result<()> {
        let common = self.repository.common_dir();
        fs::create_dir_all(folder.join("objects/info"))?;
        fs::create_dir_all(folder.join("refs/heads"))?;
        fs::create_dir_all(folder.join("refs/tags"))?;
        fs::write(folder.join("config"), config)?;
        fs::write(folder.join("HEAD"), format!("ref: refs/heads/{}\n", self.branch))?;
        let objects = fs::canonicalize(common.join("objects"))?;
        fs::write(folder.join("objects/info/alternates"), format!("{}\n", objects.display()))?;
        let packed = common.join("packed-refs");
        if packed.is_file() {
            fs::copy(packed, folder.join("packed-refs"))?;
        }
        copy_refs(&common.join("refs/tags"), &folder.join("refs/tags"))?;
        let branch = folder.join("refs/heads").join(self.branch);
        fs::create_dir_all(branch.parent().unwrap_or(folder))?;
        fs::write(branch, format!("{}\n", self.head))?;
        let shallow = common.join("shallow");
        if shallow.is_file() {
            fs::copy(shallow, folder.join("shallow"))?;
        }
        Ok(())
    }
}

fn copy_refs(from: &Path, to: &Path) -> io::Result<()> {
    let entries = match fs::read_dir(from) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            fs::create_dir_all(&to)?;
            copy_refs(&entry.path(), &to)?;
        } else {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

/// A value as git's configuration reads it back.
fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}
