//! One thing to do about an error.

use std::time::{Duration, SystemTime};

use super::Kind;
use crate::operation::{Operation, Permission, Resource};

pub(super) fn hint(kind: &Kind, operation: Option<&'static Operation>) -> Option<String> {
    let text = match kind {
        Kind::Unauthorized { .. } => {
            "check the token: it is wrong, expired or revoked; locally `gh auth login` makes a new one"
                .to_owned()
        }
        Kind::Forbidden { message, accepted } => return forbidden(message, accepted, operation),
        Kind::NotFound { .. } => return hidden(operation),
        Kind::Archived => {
            "unarchive the repository in its settings, or release from its successor".to_owned()
        }
        Kind::RateLimited { until: Some(until), .. } => {
            format!("run it again after {}: it goes on where it stopped", date(*until))
        }
        Kind::RateLimited { .. } | Kind::Deadline { .. } | Kind::Server { .. } => {
            "run it again later: it goes on where it stopped".to_owned()
        }
        Kind::Ambiguous { .. } => "run it again: it looks what is there and does what is missing".to_owned(),
        Kind::Conflict { .. } => "run it again on the branch's present head".to_owned(),
        Kind::Network(failure) => return failure.hint().map(str::to_owned),
        Kind::Setup(error) => error.hint().to_owned(),
        _ => return None,
    };
    Some(text)
}

/// The exact lines to add. What GitHub says in its header counts before our own list.
fn forbidden(
    message: &str,
    accepted: &[Vec<Permission>],
    operation: Option<&'static Operation>,
) -> Option<String> {
    let listed = operation.map(|operation| operation.permissions).unwrap_or_default();
    let wanted = match preferred(accepted, listed) {
        Some(set) => set.to_vec(),
        None => listed.first().copied().into_iter().collect(),
    };
    if wanted.is_empty() {
        return None;
    }
    let lines = |indent: &str| {
        let lines: Vec<_> = wanted.iter().map(|permission| format!("{indent}{permission}")).collect();
        lines.join("\n")
    };
    let for_workflows = wanted.iter().all(|permission| permission.resource.is_for_workflows());
    Some(if message.contains("personal access token") || !for_workflows {
        format!(
            "give the token of an app or a person the repository permission `{}`",
            lines("").replace('\n', "`, `")
        )
    } else if message.contains("SAML") {
        "authorise the token for the organisation's single sign-on".to_owned()
    } else {
        format!("add to the job:\npermissions:\n{}", lines("  "))
    })
}

/// The accepted set that our own list would ask for, else the first.
fn preferred<'a>(accepted: &'a [Vec<Permission>], listed: &[Permission]) -> Option<&'a Vec<Permission>> {
    let first = listed.first();
    let known = accepted.iter().find(|set| set.len() == 1 && set.first() == first);
    known.or_else(|| accepted.first())
}

/// To a token that may not see it, GitHub says that there is nothing.
fn hidden(operation: Option<&'static Operation>) -> Option<String> {
    let permission = operation?.permissions.first()?;
    Some(if permission.resource == Resource::Metadata {
        "check the name; if it is right, the token may not see the repository".to_owned()
    } else {
        format!("if it does exist, the token may not see it: it needs `{permission}`")
    })
}

/// Unix seconds as HTTP writes a moment.
fn date(unix: u64) -> String {
    // The type's own arithmetic would panic beyond what it can hold.
    let time = SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(unix.min(LATEST)));
    time.map_or_else(|| "the reset".to_owned(), httpdate::fmt_http_date)
}

/// 9999-12-31T23:59:59Z: HTTP's dates have years of four digits.
const LATEST: u64 = 253_402_300_799;
