//! The documents of the API, each in the shape that GitHub's OpenAPI description gives it.

mod commit;
mod deployment;
mod git;
mod issue;
mod pull;
mod release;
mod repository;
mod run;
mod user;

pub(crate) use commit::{changed, commit, commit_comment, commit_with_changes, encoded};
pub(crate) use deployment::{
    check_run, combined_status, commit_status, deployment, deployment_status, environment,
};
pub(crate) use git::{git_commit, git_tag, reference, tree_entries};
pub(crate) use issue::{comment, issue, label, milestone, reaction};
pub(crate) use pull::pull;
pub(crate) use release::{asset, release};
pub(crate) use repository::repository;
pub(crate) use run::{artifact, run};
pub(crate) use user::{user, user_id};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

/// A GraphQL id.
pub(crate) fn node_id(kind: &str, id: impl std::fmt::Display) -> String {
    format!("{kind}_{}", STANDARD.encode(id.to_string()).trim_end_matches('='))
}
