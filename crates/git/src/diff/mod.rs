//! What a branch has changed, by line.

mod patch;

use std::ffi::OsString;
use std::ops::RangeInclusive;

use crate::program::{Git, Hooks, Redaction};
use crate::{Error, Id, Repository};

/// A file that a branch has changed.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Change {
    /// Its path; that it had, where it was deleted.
    pub path: String,
    /// The path that it had, where it was renamed: of a file that was only moved no line is added.
    pub old_path: Option<String>,
    /// The lines that were added or changed, as they are numbered now, from 1.
    pub added: Vec<RangeInclusive<u32>>,
    /// The lines that were deleted with nothing put in their place, as they were numbered before, from 1.
    pub deleted: Vec<RangeInclusive<u32>>,
    /// What became of it.
    pub kind: ChangeKind,
}

/// What became of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    /// Lines of it, its name or its mode are others.
    #[default]
    Modified,
    /// There was no such file before.
    Added,
    /// There is no such file any more.
    Deleted,
}

/// What a branch is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// A commit.
    Commit(Id),
    /// The files as they are, edits that are not committed included; files that git does not know are none of them.
    WorkTree,
}

/// What git says, without what a repository or its user could make of it.
const DIFF: [&str; 14] = [
    "-c",
    "core.quotePath=true",
    "diff",
    "--no-color",
    "--no-ext-diff",
    "--no-textconv",
    "--ignore-submodules",
    "--no-relative",
    // What an attribute calls binary has lines as well.
    "--text",
    "--unified=0",
    "--inter-hunk-context=0",
    "--find-renames",
    "--src-prefix=a/",
    "--dst-prefix=b/",
];

impl Repository {
    /// The files that differ between a commit and another one, or the files as they are, with git's own detection of
    /// renames. What a branch has changed is what differs from [`Self::merge_base`].
    ///
    /// # Errors
    ///
    /// [`Error::Git`] where git cannot say, as in a bare repository, which has no files.
    pub fn changes(&self, base: Id, side: Side) -> Result<Vec<Change>, Error> {
        let base = base.to_string();
        let (head, shown) = match side {
            Side::Commit(head) => (Some(head.to_string()), format!("{base} with {head}")),
            Side::WorkTree => (None, format!("{base} with the files")),
        };
        let arguments = DIFF.into_iter().chain([base.as_str()]).chain(head.as_deref()).chain(["--"]);
        Ok(patch::read(&self.ask(arguments, &format!("compare {shown}"))?))
    }

    /// The best common ancestor of two commits, where one of them left the other; `None` where they have none, as in
    /// a shallow clone that ends before.
    ///
    /// # Errors
    ///
    /// [`Error::Git`] where git cannot say.
    pub fn merge_base(&self, one: Id, other: Id) -> Result<Option<Id>, Error> {
        let (one, other) = (one.to_string(), other.to_string());
        let arguments = ["merge-base", one.as_str(), other.as_str()].map(OsString::from);
        let what = format!("find the common ancestor of {one} and {other}");
        let failed = |source| Error::Git { what: what.clone(), source };
        let redaction = Redaction::new(None);
        let mut git = Git::new(self.folder(), &redaction, None, Hooks::Off);
        let output = git.output(&arguments, &[]).map_err(failed)?;
        // 1: there is none.
        if output.status.code() == Some(1) {
            return Ok(None);
        }
        let said = String::from_utf8_lossy(&output.stdout);
        match said.trim().parse() {
            Ok(id) => Ok(Some(id)),
            Err(_) => Err(failed(std::io::Error::other(
                redaction.apply(String::from_utf8_lossy(&output.stderr).trim()),
            ))),
        }
    }

    /// The files that git tracks, by their paths with `/`, those that were added and not committed included; a path that
    /// is not UTF-8 is left out.
    ///
    /// # Errors
    ///
    /// [`Error::Git`] where git cannot say.
    pub fn files(&self) -> Result<Vec<String>, Error> {
        let output = self.ask(["ls-files", "-z", "--cached", "--full-name", "--", ":/"], "list the files")?;
        let paths = output.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        let mut paths: Vec<String> = paths.filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect();
        // One that is in conflict is listed several times.
        paths.dedup();
        Ok(paths)
    }

    /// The files that git does not track and was not told to ignore: new ones, by their paths with `/`.
    ///
    /// # Errors
    ///
    /// [`Error::Git`] where git cannot say.
    pub fn untracked(&self) -> Result<Vec<String>, Error> {
        let arguments = ["ls-files", "-z", "--others", "--exclude-standard", "--full-name", "--", ":/"];
        let output = self.ask(arguments, "list the new files")?;
        let paths = output.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        Ok(paths.filter_map(|path| String::from_utf8(path.to_vec()).ok()).collect())
    }

    fn ask<'a>(&self, arguments: impl IntoIterator<Item = &'a str>, what: &str) -> Result<Vec<u8>, Error> {
        // Of a history that was completed the files' contents are still to come.
        let promise = self.promise();
        let redaction = Redaction::new(promise.map(|promise| promise.token.as_str()));
        let header = promise.map(|promise| &promise.header);
        let arguments: Vec<OsString> = arguments.into_iter().map(OsString::from).collect();
        let output = Git::new(self.folder(), &redaction, header, Hooks::Off).read(&arguments);
        output.map_err(|source| Error::Git { what: what.to_owned(), source })
    }
}
