//! What to do about what the server refuses.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::{Error, Kind};

use crate::keep::Request;
use crate::target::Target;

/// What is known of what is commented on.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Origin {
    /// No more than its number.
    #[default]
    Unknown,
    /// It is an issue.
    Issue,
    /// It is a pull request from the repository itself.
    PullRequest,
    /// It is a pull request from a fork, and this is the run of its own commit: no permission helps.
    Fork,
}

/// A refusal with what to do.
pub(crate) fn explain(error: Error, request: &Request) -> Failure {
    let target = &request.target;
    let hint = match error.kind() {
        Kind::Archived => Some("unarchive the repository in its settings".to_owned()),
        Kind::Forbidden { message, .. } if message.contains("locked") => {
            Some(format!("unlock the conversation {target}, or give a token that may write there"))
        }
        Kind::Forbidden { message, .. } if message.contains("not accessible by integration") => {
            Some(permission(target, request.origin))
        }
        Kind::NotFound { .. } => Some(missing(target)),
        Kind::Validation { message, .. } if message.contains("No commit found") => Some(missing(target)),
        _ => error.hint(),
    };
    Failure::world(error).hint(hint)
}

fn missing(target: &Target) -> String {
    let what = match target {
        Target::Issue(_) => format!("pull request or issue {target}"),
        Target::Commit(_) | Target::Discussion(_) => target.to_string(),
    };
    format!("look whether there is a {what}, and whether the token may see the repository")
}

fn permission(target: &Target, origin: Origin) -> String {
    let add = |permission: &str| format!("add to the job:\npermissions:\n  {permission}");
    match target {
        Target::Commit(_) => return add("contents: write"),
        Target::Discussion(_) => return add("discussions: write"),
        Target::Issue(_) => {}
    }
    match origin {
        Origin::Fork => {
            "the token of a pull request from a fork can only read: write a report with `command: report`, \
            and publish it with `command: publish` in a workflow on `workflow_run`"
                .to_owned()
        }
        Origin::PullRequest => add("pull-requests: write"),
        Origin::Issue => add("issues: write"),
        Origin::Unknown => add("pull-requests: write # on an issue `issues: write`"),
    }
}
