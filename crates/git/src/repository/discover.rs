//! Finding a repository from a folder inside it (gitrepository-layout(5)).

use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::config::Config;
use crate::{Error, Id};

/// Where the parts of a repository are.
pub(super) struct Found {
    /// The folder with `HEAD`.
    pub git_dir: PathBuf,
    /// The folder with `objects` and `refs`; differs from `git_dir` in a linked worktree.
    pub common_dir: PathBuf,
    /// The folder in which `.git` was found.
    parent: Option<PathBuf>,
}

/// Searches `path` and its parents.
pub(super) fn discover(path: &Path) -> Result<Found, Error> {
    let not_found = || Error::NotFound { path: path.to_owned() };
    let start = match fs::canonicalize(path) {
        Ok(start) => start,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(not_found()),
        Err(source) => return Err(io_error(path, source)),
    };
    for folder in start.ancestors() {
        let dot_git = folder.join(".git");
        if dot_git.is_file() {
            let git_dir = pointed_to(&dot_git, "gitdir:")?;
            return found(git_dir, Some(folder.to_owned()));
        }
        if is_git_dir(&dot_git) {
            return found(dot_git, Some(folder.to_owned()));
        }
        if is_git_dir(folder) {
            let parent = (folder.file_name() == Some(".git".as_ref()))
                .then(|| folder.parent().map(Path::to_owned))
                .flatten();
            return found(folder.to_owned(), parent);
        }
    }
    Err(not_found())
}

/// The folder with the files, if there is one: what `core.worktree` says, else the folder `.git` is in.
pub(super) fn work_dir(found: &Found, config: &Config) -> Option<PathBuf> {
    let linked = found.git_dir.join("gitdir");
    if let Ok(text) = fs::read_to_string(linked) {
        return Path::new(text.trim_end()).parent().map(Path::to_owned);
    }
    if let Some(path) = config.string("core", None, "worktree") {
        return Some(found.git_dir.join(path));
    }
    if config.boolean("core", None, "bare") == Some(true) {
        return None;
    }
    found.parent.clone()
}

/// The commits listed in the `shallow` file, in order; empty for a full clone.
pub(super) fn shallow(common_dir: &Path) -> Result<Vec<Id>, Error> {
    let path = common_dir.join("shallow");
    let text = match fs::read(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(source) => return Err(io_error(&path, source)),
    };
    let lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    let ids: Option<Vec<Id>> = lines.map(Id::from_hex).collect();
    let mut ids =
        ids.ok_or_else(|| Error::Damaged { path, reason: "a line is not an object id".to_owned() })?;
    ids.sort_unstable();
    Ok(ids)
}

fn found(git_dir: PathBuf, parent: Option<PathBuf>) -> Result<Found, Error> {
    let pointer = git_dir.join("commondir");
    let common_dir = if pointer.is_file() { pointed_to(&pointer, "")? } else { git_dir.clone() };
    Ok(Found { git_dir, common_dir, parent })
}

/// What git itself asks of a repository: `HEAD`, and `objects` and `refs` here or in the common folder.
fn is_git_dir(path: &Path) -> bool {
    fs::symlink_metadata(path.join("HEAD")).is_ok()
        && ((path.join("objects").is_dir() && path.join("refs").is_dir()) || path.join("commondir").is_file())
}

/// The folder that a one-line file names, relative to the file's own folder.
fn pointed_to(file: &Path, prefix: &str) -> Result<PathBuf, Error> {
    let text = fs::read_to_string(file).map_err(|source| io_error(file, source))?;
    let target = text.strip_prefix(prefix).ok_or_else(|| Error::Damaged {
        path: file.to_owned(),
        reason: format!("it does not start with `{prefix}`"),
    })?;
    let folder = file.parent().unwrap_or_else(|| Path::new(""));
    let target = folder.join(target.trim());
    fs::canonicalize(&target).map_err(|source| io_error(&target, source))
}

fn io_error(path: &Path, source: io::Error) -> Error {
    Error::Io { path: path.to_owned(), source }
}
