//! The category of a release's discussion: a misspelt one would only show when the release is published.

use deploy_kit_core::config::nearest;
use deploy_kit_core::tool::Failure;

use crate::server::Server;
use crate::settings::Settings;

/// Refuses a category that the repository does not have, and takes the repository's own spelling. A token that may
/// not ask goes on, and so does one that is told of none, which may be all that it is allowed to see.
///
/// # Errors
/// There is no such category.
pub async fn check(settings: &mut Settings, server: &Server) -> Result<(), Failure> {
    let Some(asked) = settings.discussion_category.as_deref().filter(|_| !settings.switches.draft) else {
        return Ok(());
    };
    let Ok(known) = server.repo.discussion_categories().await else { return Ok(()) };
    if known.is_empty() || known.iter().any(|name| name == asked) {
        return Ok(());
    }
    let alike = |name: &&String| name.to_lowercase() == asked.to_lowercase();
    if let Some(name) = known.iter().find(alike) {
        settings.discussion_category = Some(name.clone());
        return Ok(());
    }
    let text = format!("`{}` has no category `{asked}` for discussions: nothing is written", server.name);
    let hint = match nearest(asked, known.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("use one of these: {}", quoted(&known)),
    };
    Err(Failure::usage(text).hint(Some(hint)))
}

fn quoted(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}
