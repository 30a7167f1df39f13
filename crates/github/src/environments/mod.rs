//! Environments.

mod delete;
mod get;
mod list;

use serde::Deserialize;

crate::handle! {
    /// Environments of a repository.
    Environments
}

/// An environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Environment {
    /// Its name.
    pub name: String,
    /// What has to happen before a job may use it.
    #[serde(default)]
    pub protection_rules: Vec<Rule>,
    /// Which branches may be deployed to it; all if there is none.
    #[serde(default)]
    pub deployment_branch_policy: Option<BranchPolicy>,
}

/// What has to happen before a job may use an environment.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Rule {
    /// `required_reviewers`, `wait_timer`, `branch_policy` and so on.
    pub r#type: String,
    /// Minutes, of a `wait_timer`.
    #[serde(default)]
    pub wait_timer: Option<u64>,
}

/// Which branches may be deployed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct BranchPolicy {
    /// Protected ones.
    pub protected_branches: bool,
    /// Those that match a pattern.
    pub custom_branch_policies: bool,
}
