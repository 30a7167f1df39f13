//! What was measured before.

use std::collections::{HashSet, VecDeque};
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Change, Id, Repository, Side};
use deploy_kit_github::server::{Server, refused};
use serde::Serialize;

use crate::baseline::{Entry, Files, HISTORY, History, lines, lines_file};
use crate::open::failure;
use crate::settings::Place;

/// How many commits are looked through for one that was measured.
const FARTHEST: usize = 2_000;

/// What was measured of the base, or of the commit nearest to it.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Found {
    /// In sums.
    pub entry: Entry,
    /// How many commits it is before the base, by the shortest way.
    pub commits: usize,
    /// By file; `None` where only the sums are kept.
    #[serde(skip)]
    pub files: Option<Files>,
    /// What was changed since then.
    #[serde(skip)]
    pub changes: Vec<Change>,
}

/// Where baselines are read.
#[derive(Debug)]
pub enum Archive<'a> {
    /// A commit on GitHub: that which the ref stands at.
    GitHub {
        /// The server.
        server: &'a Server,
        /// The commit.
        commit: String,
    },
    /// A commit of the clone.
    Clone {
        /// The clone.
        repository: &'a Repository,
        /// The commit.
        commit: Id,
    },
    /// A folder.
    Folder(PathBuf),
    /// Nothing was stored yet.
    Empty,
}

impl<'a> Archive<'a> {
    /// Opens it; `None` where it cannot be reached: a ref, without a token and without a copy in the clone.
    ///
    /// # Errors
    /// The server refuses, or the clone cannot be read.
    pub async fn open(
        place: &Place,
        repository: &'a Repository,
        server: Option<&'a Server>,
    ) -> Result<Option<Self>, Failure> {
        let name = match place {
            Place::Folder(path) => return Ok(Some(Self::Folder(path.clone()))),
            Place::Ref(name) => name,
        };
        let Some(server) = server else {
            let copy = repository.resolve(&format!("refs/{name}")).ok();
            return Ok(copy.map(|commit| Self::Clone { repository, commit }));
        };
        let found = server.repo.refs().get(name).await.map_err(refused)?;
        Ok(Some(found.map_or(Self::Empty, |found| Self::GitHub { server, commit: found.object.sha })))
    }

    /// The commit that the ref stands at on GitHub.
    #[must_use]
    pub fn commit(&self) -> Option<&str> {
        match self {
            Self::GitHub { commit, .. } => Some(commit),
            _ => None,
        }
    }

    /// A file of it; `None` if there is none.
    ///
    /// # Errors
    /// It cannot be read, or is no text.
    pub async fn text(&self, shelf: &str, file: &str) -> Result<Option<String>, Failure> {
        let file = &format!("{shelf}/{file}");
        let bytes = match self {
            Self::Empty => None,
            Self::GitHub { server, commit } => {
                let found = server.repo.contents().get(file, commit).await.map_err(refused)?;
                found.map(|file| file.bytes)
            }
            Self::Clone { repository, commit } => repository.file_at(*commit, file).map_err(failure)?,
            Self::Folder(folder) => match fs::read(folder.join(file)) {
                Ok(bytes) => Some(bytes),
                Err(error) if error.kind() == ErrorKind::NotFound => None,
                Err(error) => {
                    let path = folder.join(file);
                    return Err(Failure::world(format!("cannot read `{}`: {error}", path.display())));
                }
            },
        };
        let broken = |error| Failure::world(format!("the baselines' `{file}` is no text: {error}"));
        bytes.map(String::from_utf8).transpose().map_err(broken)
    }

    /// The history.
    ///
    /// # Errors
    /// It cannot be read, or is broken.
    pub async fn history(&self, shelf: &str) -> Result<History, Failure> {
        let text = self.text(shelf, HISTORY).await?.unwrap_or_default();
        History::parse(&text).map_err(|error| {
            let hint = "what stores baselines begins anew once the ref, or the folder, is deleted".to_owned();
            Failure::world(error).hint(hint)
        })
    }

    /// What was measured of a commit or, if it was not, of the commit nearest before it.
    ///
    /// # Errors
    /// It cannot be read, or is broken.
    pub async fn nearest(
        &self,
        shelf: &str,
        history: &History,
        base: Id,
        side: Side,
        repository: &Repository,
    ) -> Result<Option<Found>, Failure> {
        let Some((entry, commits)) = nearest(history, base, repository) else { return Ok(None) };
        let text = self.text(shelf, &lines_file(&entry.sha)).await?;
        let broken = |error| Failure::world(format!("the baseline of {} is broken: {error}", entry.sha));
        let files = text.as_deref().map(lines::read).transpose().map_err(broken)?;
        let since =
            entry.sha.parse().map_err(|error| Failure::world(format!("the baselines' history: {error}")))?;
        let changes = repository.changes(since, side).map_err(failure)?;
        Ok(Some(Found { entry: entry.clone(), commits, files, changes }))
    }
}

/// Breadth first, so that the first one found is the nearest.
fn nearest<'h>(history: &'h History, base: Id, repository: &Repository) -> Option<(&'h Entry, usize)> {
    if history.entries.is_empty() {
        return None;
    }
    let mut queue = VecDeque::from([(base, 0)]);
    let mut seen = HashSet::from([base]);
    while let Some((id, commits)) = queue.pop_front() {
        if let Some(entry) = history.of(&id.to_string()) {
            return Some((entry, commits));
        }
        // Where a shallow clone ends, nothing is nearer.
        let Ok(commit) = repository.commit(id) else { continue };
        if seen.len() < FARTHEST {
            queue.extend(commit.parents().filter(|id| seen.insert(*id)).map(|id| (id, commits + 1)));
        }
    }
    None
}
