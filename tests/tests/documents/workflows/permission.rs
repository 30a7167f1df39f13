//! What a step's token has to be allowed: the tool's declared permissions, less what its inputs do without.

use deploy_kit::TOOLS;
use deploy_kit_core::tool::{Access, Permission};
use github_actions_models::common::{BasePermission, Permission as Granted, Permissions};

use super::call::Call;

/// Each scope with its access.
pub(super) fn needed(call: &Call<'_>) -> Vec<(&'static str, Access)> {
    let given = |span: &str| match span.split_once(": ") {
        Some((name, value)) => call.with.get(name).is_some_and(|given| given == value),
        None => {
            call.with.get("command").is_some_and(|given| given == span)
                || call.with.get(span).is_some_and(|given| given == "true")
        }
    };
    let own = reduced(call.action.permissions, given);
    let lines = call.with.get("run").map(String::as_str).unwrap_or_default().lines();
    own.into_iter().chain(lines.flat_map(of_command)).collect()
}

/// The same for a line of the umbrella's `run`: `release plan`.
fn of_command(line: &str) -> Vec<(&'static str, Access)> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let tool = words.first().and_then(|name| TOOLS.into_iter().find(|tool| tool.name == *name));
    let Some(action) = tool.and_then(|tool| tool.action) else { return Vec::new() };
    // A rehearsal is all of a release, on an embedded GitHub.
    if words.contains(&"rehearse") {
        return vec![("contents", Access::Read)];
    }
    reduced(action.permissions, |span| {
        words.contains(&span)
            || words.contains(&format!("--{span}").as_str())
            || span
                .split_once(": ")
                .is_some_and(|(name, value)| words.contains(&&*format!("--{name}={value}")))
    })
}

/// `without` names in code what does without a permission, and the lesser one that is left. What needs less than the
/// indispensable writes nothing at all.
fn reduced(permissions: &[Permission], given: impl Fn(&str) -> bool) -> Vec<(&'static str, Access)> {
    let mut needed = Vec::new();
    for (index, permission) in permissions.iter().enumerate() {
        let spans: Vec<&str> = permission.without.split('`').skip(1).step_by(2).collect();
        if !spans.iter().any(|span| given(span)) {
            needed.push((permission.scope, permission.access));
            continue;
        }
        let read = format!("{}: read", permission.scope);
        if spans.contains(&read.as_str()) {
            needed.push((permission.scope, Access::Read));
        }
        if index == 0 {
            break;
        }
    }
    needed
}

/// Whether a job's permissions hold one.
pub(super) fn holds(permissions: &Permissions, scope: &str, access: Access) -> bool {
    match permissions {
        Permissions::Base(BasePermission::WriteAll) => true,
        Permissions::Base(BasePermission::ReadAll) => access == Access::Read,
        Permissions::Base(BasePermission::Default) => false,
        Permissions::Explicit(list) => match list.get(scope) {
            Some(Granted::Write) => true,
            Some(Granted::Read) => access == Access::Read,
            Some(Granted::None) | None => false,
        },
    }
}
