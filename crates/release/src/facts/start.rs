//! Which commit a release starts from: the one that is checked out or, where an earlier run has committed
//! already, the one before that.

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Repository};
use deploy_kit_version::facts::failure;
use serde::Serialize;

use crate::marker;

/// Where a release starts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Start {
    /// The commit that is planned at.
    pub base: Id,
    /// The release's commit on top of it, where it stands already.
    pub commit: Option<ReleaseCommit>,
    /// The release's day, in seconds since 1970-01-01T00:00:00Z, where it is known; else it is today's.
    pub seconds: Option<i64>,
}

/// A release's commit: an earlier run has made it, or a pull request has brought it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ReleaseCommit {
    /// The commit.
    pub id: Id,
    /// The tags that it was made for.
    pub tags: BTreeSet<String>,
    /// The notes that were reviewed with it, by tag; the others are made of the commits.
    pub notes: BTreeMap<String, String>,
}

impl Start {
    /// The commit that is checked out.
    #[must_use]
    pub fn at(head: Id) -> Self {
        Self { base: head, commit: None, seconds: None }
    }

    /// The commit before `head`, if that is the commit of a release.
    ///
    /// # Errors
    /// The commit cannot be read.
    pub fn before(head: Id, repository: &Repository) -> Result<Option<Self>, Failure> {
        let commit = repository.commit(head).map_err(failure)?;
        let mut parents = commit.parents();
        Ok(match (parents.next(), parents.next()) {
            (Some(base), None) => {
                let tags = marker::tags_of_commit(&commit.message(), &base.to_string());
                let tags: BTreeSet<String> = tags.into_iter().collect();
                if tags.is_empty() {
                    return Ok(None);
                }
                let seconds = commit.committer_time().seconds;
                let commit = Some(ReleaseCommit { id: head, tags, notes: BTreeMap::new() });
                Some(Self { base, commit, seconds: Some(seconds) })
            }
            _ => None,
        })
    }

    /// The notes that were reviewed, by tag.
    #[must_use]
    pub fn reviewed(&self) -> Option<&BTreeMap<String, String>> {
        self.commit.as_ref().map(|commit| &commit.notes)
    }

    /// The commit that the tags go on, where it is known before a commit is made.
    #[must_use]
    pub fn tagged(&self) -> Id {
        self.commit.as_ref().map_or(self.base, |commit| commit.id)
    }

    /// The tags that an earlier run has put on that commit. To plan, they count as not there yet: the same plan
    /// comes out again, and what it says is compared with what stands.
    ///
    /// # Errors
    /// A tag cannot be read.
    pub fn own_tags(&self, repository: &Repository) -> Result<BTreeSet<String>, Failure> {
        let on = self.tagged();
        let mut own = BTreeSet::new();
        for tag in &repository.tags().map_err(failure)? {
            let commit = match tag.peeled() {
                Some(id) => Some(id),
                None => tag.commit(repository).map_err(failure)?,
            };
            if commit == Some(on) {
                let message = repository.tag_message(&tag.name).map_err(failure)?;
                if message.is_some_and(|message| marker::is_own_tag(&tag.name, &message)) {
                    own.insert(tag.name.clone());
                }
            }
        }
        Ok(own)
    }
}
