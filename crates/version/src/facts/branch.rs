//! Which branch a run is on.

use deploy_kit_core::actions::Environment;
use deploy_kit_git::Head;

/// The branch that is checked out; on the runner, where a checkout may be detached, the branch that the run
/// was started for.
pub(super) fn of(head: &Head, environment: &Environment) -> Option<String> {
    if let Some(branch) = head.branch() {
        return Some(branch.to_owned());
    }
    let is_branch = environment.get("GITHUB_REF_TYPE") == Some("branch");
    let reference = environment.get("GITHUB_REF").filter(|_| is_branch)?;
    reference.strip_prefix("refs/heads/").map(str::to_owned)
}
