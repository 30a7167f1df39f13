//! Permissions by the names that a workflow's `permissions:` block gives them.
//!
//! Source: "Permissions required for GitHub Apps" in GitHub's REST documentation.

use std::collections::BTreeMap;
use std::fmt;

use serde::Serialize;

/// What a permission is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Workflows and their runs; environments are read with it.
    Actions,
    /// Settings of the repository.
    Administration,
    /// Check runs.
    Checks,
    /// Commits, branches, tags, files and releases.
    Contents,
    /// Deployments and their statuses.
    Deployments,
    /// Discussions and their categories.
    Discussions,
    /// Issues, labels and milestones.
    Issues,
    /// What everyone who sees the repository sees.
    Metadata,
    /// Pull requests.
    PullRequests,
    /// Commit statuses.
    Statuses,
    /// Files under `.github/workflows`.
    Workflows,
}

impl Scope {
    /// Every scope.
    pub const ALL: [Self; 11] = [
        Self::Actions,
        Self::Administration,
        Self::Checks,
        Self::Contents,
        Self::Deployments,
        Self::Discussions,
        Self::Issues,
        Self::Metadata,
        Self::PullRequests,
        Self::Statuses,
        Self::Workflows,
    ];

    /// Its name on the wire: `pull_requests`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Administration => "administration",
            Self::Checks => "checks",
            Self::Contents => "contents",
            Self::Deployments => "deployments",
            Self::Discussions => "discussions",
            Self::Issues => "issues",
            Self::Metadata => "metadata",
            Self::PullRequests => "pull_requests",
            Self::Statuses => "statuses",
            Self::Workflows => "workflows",
        }
    }

    /// The scope of a name, in the spelling of the wire or of a workflow (`pull-requests`).
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.replace('-', "_");
        Self::ALL.into_iter().find(|scope| scope.name() == name)
    }
}

/// How much a permission allows. Each level includes those before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// To see.
    Read,
    /// To change.
    Write,
}

impl Level {
    /// Its name on the wire.
    pub fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
        }
    }
}

/// One permission: a scope at a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Grant(pub Scope, pub Level);

impl fmt::Display for Grant {
    /// As in the header `x-accepted-github-permissions`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}={}", self.0.name(), self.1.name())
    }
}

/// What a token was given.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Permissions(BTreeMap<Scope, Level>);

impl Permissions {
    /// Everything.
    pub fn all() -> Self {
        Self(Scope::ALL.into_iter().map(|scope| (scope, Level::Write)).collect())
    }

    /// Nothing but metadata, which every token that reaches a repository can read.
    pub fn none() -> Self {
        Self(BTreeMap::from([(Scope::Metadata, Level::Read)]))
    }

    /// These too.
    #[must_use]
    pub fn with(mut self, scope: Scope, level: Level) -> Self {
        self.0.insert(scope, level);
        self
    }

    /// Whether they include this one.
    pub fn allow(&self, Grant(scope, level): Grant) -> bool {
        self.0.get(&scope).is_some_and(|given| *given >= level)
    }
}
