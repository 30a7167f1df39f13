//! The comment on the pull request.

use deploy_kit_comment::{Request, Target, keep, rest};
use deploy_kit_core::markdown::{Unit, truncate};
use deploy_kit_core::tool::Failure;

use super::Work;
use crate::plan::Plan;

/// What a report holds at most, in Unicode characters: what is published has to fit into a comment.
const MOST: usize = 60_000;

/// Keeps the comment; its address, if it stands.
pub(super) async fn post(
    work: &Work<'_>,
    plan: &Plan,
    number: u64,
    only_standing: bool,
) -> Result<Option<String>, Failure> {
    let settings = work.settings;
    let (Some(server), Some(comment)) = (work.server, &settings.comment) else {
        return Err(Failure::usage("a comment needs a token"));
    };
    let request = Request {
        target: Target::Issue(number),
        origin: settings.subject.origin,
        key: comment.key.clone(),
        text: Some(plan.page.clone()),
        mark: comment.mark.clone(),
        only_standing,
        rest: rest(settings.run_url.as_deref()),
        ..Request::default()
    };
    Ok(keep(server, &request, false).await?.standing.map(|standing| standing.url))
}

/// A page that is short enough to be published.
pub(super) fn fitted(page: &str) -> String {
    truncate(page, MOST, Unit::Chars, "the summary of the run has all of it").into_owned()
}
