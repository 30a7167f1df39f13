//! A repository, and the handles of what is in it.

mod discussion_categories;
mod get;
mod immutable_releases;
mod merging;

use deploy_kit_core::actions::Repository;
use serde::Deserialize;

use crate::branches::Branches;
use crate::checks::Checks;
use crate::client::{Call, GitHub};
use crate::comments::Comments;
use crate::commits::Commits;
use crate::contents::Contents;
use crate::deployments::Deployments;
use crate::discussions::Discussions;
use crate::environments::Environments;
use crate::git::Git;
use crate::issues::Issues;
use crate::labels::Labels;
use crate::milestones::Milestones;
use crate::operation::Operation;
use crate::pulls::Pulls;
use crate::reactions::Reactions;
use crate::refs::Refs;
use crate::releases::Releases;
use crate::runs::Runs;
use crate::statuses::Statuses;

pub use merging::{MergeMessage, MergeTitle, Merging, SquashMessage, SquashTitle};

/// A repository's handle: cheap to clone, and nothing is sent until an operation is called.
#[derive(Debug, Clone)]
pub struct Repo {
    github: GitHub,
    name: Repository,
}

/// What a repository is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Details {
    /// Its number, which stays when the name changes.
    pub id: u64,
    /// `owner/name`, as it is now: not always what was asked for.
    pub full_name: String,
    /// The branch of releases, mostly.
    pub default_branch: String,
    /// Its page.
    pub html_url: String,
    /// Whether it is read-only.
    #[serde(default)]
    pub archived: bool,
    /// Whether only some see it.
    #[serde(default)]
    pub private: bool,
    /// Whether it is a fork.
    #[serde(default)]
    pub fork: bool,
    /// What the token's owner may do. A workflow's token is not told.
    #[serde(default)]
    pub permissions: Option<Roles>,
}

impl Details {
    /// Whether it answers to another name than it was asked by: it was renamed or transferred.
    #[must_use]
    pub fn is_renamed_from(&self, asked: &Repository) -> bool {
        !self.full_name.eq_ignore_ascii_case(&asked.to_string())
    }
}

/// What the token's owner may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Roles {
    /// Change settings.
    #[serde(default)]
    pub admin: bool,
    /// Push.
    #[serde(default)]
    pub push: bool,
    /// Read.
    #[serde(default)]
    pub pull: bool,
}

/// What is left of the hour's requests.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct RateLimit {
    /// By kind of request.
    pub resources: Resources,
}

/// Limits by kind of request.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Resources {
    /// REST.
    pub core: Budget,
    /// GraphQL.
    #[serde(default)]
    pub graphql: Option<Budget>,
}

/// A number of requests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Budget {
    /// In an hour.
    pub limit: u64,
    /// Left.
    pub remaining: u64,
    /// Unix seconds of when there are all of them again.
    pub reset: u64,
}

impl Repo {
    pub(crate) fn new(github: GitHub, name: Repository) -> Self {
        Self { github, name }
    }

    /// Its name, as it was asked for.
    #[must_use]
    pub fn name(&self) -> &Repository {
        &self.name
    }

    /// The GitHub that it is on.
    #[must_use]
    pub fn github(&self) -> &GitHub {
        &self.github
    }

    pub(crate) fn call(&self, operation: &'static Operation) -> Call {
        self.github.call(operation).segment(&self.name.owner).segment(&self.name.name)
    }
}

macro_rules! resources {
    ($($(#[$doc:meta])* $name:ident: $handle:ident,)*) => {
        impl Repo {
            $($(#[$doc])*
            #[must_use]
            pub fn $name(&self) -> $handle<'_> {
                $handle(self)
            })*
        }
    };
}

resources! {
    /// Branches.
    branches: Branches,
    /// Check runs.
    checks: Checks,
    /// Comments, wherever they stand.
    comments: Comments,
    /// Commits.
    commits: Commits,
    /// Files.
    contents: Contents,
    /// Deployments.
    deployments: Deployments,
    /// Discussions and their comments.
    discussions: Discussions,
    /// Environments.
    environments: Environments,
    /// Git's own objects.
    git: Git,
    /// Issues and comments.
    issues: Issues,
    /// Labels.
    labels: Labels,
    /// Milestones.
    milestones: Milestones,
    /// Pull requests.
    pulls: Pulls,
    /// Reactions to comments.
    reactions: Reactions,
    /// Branches and tags as names.
    refs: Refs,
    /// Releases and their files.
    releases: Releases,
    /// Runs of workflows and their artifacts.
    runs: Runs,
    /// Statuses of commits.
    statuses: Statuses,
}
