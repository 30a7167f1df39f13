//! Permissions of a token, as workflows and GitHub's headers write them.

use std::fmt;

/// What a permission is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Resource {
    /// Workflow runs, environments' reading.
    Actions,
    /// Settings of the repository. No workflow's token can have it.
    Administration,
    /// Check runs.
    Checks,
    /// Commits, refs, releases.
    Contents,
    /// Deployments and their statuses.
    Deployments,
    /// Discussions and their categories.
    Discussions,
    /// Issues, their comments, labels and milestones.
    Issues,
    /// The repository's existence: every token has it.
    Metadata,
    /// Pull requests, and their side as issues.
    PullRequests,
    /// Commit statuses.
    Statuses,
    /// Files of workflows, beside the permission for contents. No workflow's token can have it.
    Workflows,
}

impl Resource {
    /// All of them.
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

    /// The key under `permissions:` in a workflow.
    #[must_use]
    pub const fn key(self) -> &'static str {
        match self {
            Self::Actions => "actions",
            Self::Administration => "administration",
            Self::Checks => "checks",
            Self::Contents => "contents",
            Self::Deployments => "deployments",
            Self::Discussions => "discussions",
            Self::Issues => "issues",
            Self::Metadata => "metadata",
            Self::PullRequests => "pull-requests",
            Self::Statuses => "statuses",
            Self::Workflows => "workflows",
        }
    }

    /// Whether a workflow's own token can be given it: settings need a token of an app or a person.
    #[must_use]
    pub const fn is_for_workflows(self) -> bool {
        !matches!(self, Self::Administration | Self::Metadata | Self::Workflows)
    }

    /// Reads a key, with GitHub's underscore or the workflow's hyphen.
    #[must_use]
    pub fn of(key: &str) -> Option<Self> {
        let key = key.trim().replace('_', "-");
        Self::ALL.into_iter().find(|resource| resource.key() == key)
    }
}

/// How far a permission goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Level {
    /// Seeing.
    Read,
    /// Changing, and seeing.
    Write,
}

/// A permission, such as `contents: write`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Permission {
    /// What for.
    pub resource: Resource,
    /// How far.
    pub level: Level,
}

impl Permission {
    /// To see.
    #[must_use]
    pub const fn read(resource: Resource) -> Self {
        Self { resource, level: Level::Read }
    }

    /// To change.
    #[must_use]
    pub const fn write(resource: Resource) -> Self {
        Self { resource, level: Level::Write }
    }

    /// Reads `x-accepted-github-permissions`: sets that suffice each, between semicolons; the permissions of
    /// a set, between commas. A set with a permission that no tool here knows is left out.
    ///
    /// ```
    /// use deploy_kit_github::operation::Permission;
    ///
    /// let sets = Permission::accepted("issues=write; pull_requests=write,contents=read; pages=write");
    /// let shown: Vec<String> = sets.iter().flatten().map(ToString::to_string).collect();
    /// assert_eq!(shown, ["issues: write", "pull-requests: write", "contents: read"]);
    /// ```
    #[must_use]
    pub fn accepted(header: &str) -> Vec<Vec<Self>> {
        let one = |text: &str| {
            let (key, level) = text.split_once('=')?;
            let level = match level.trim() {
                "read" => Level::Read,
                "write" | "admin" => Level::Write,
                _ => return None,
            };
            Some(Self { resource: Resource::of(key)?, level })
        };
        header.split(';').filter_map(|set| set.split(',').map(one).collect()).collect()
    }
}

impl fmt::Display for Permission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let level = match self.level {
            Level::Read => "read",
            Level::Write => "write",
        };
        write!(f, "{}: {level}", self.resource.key())
    }
}
