//! Opens the repository, with the history that a comparison needs.

use std::path::Path;

use deploy_kit_core::actions::Secret;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Completion, Error, Repository};

/// Opens the repository. On a runner a shallow checkout, which is what `actions/checkout` makes, is completed: a branch
/// can be compared only with what it left.
///
/// # Errors
/// There is no repository, or its history cannot be fetched.
pub(crate) fn open(path: &Path, context: &Context) -> Result<Repository, Failure> {
    let mut repository = Repository::open(path).map_err(failure)?;
    if !(context.console.is_runner() && repository.is_shallow()) {
        return Ok(repository);
    }
    let environment = &context.environment;
    let token = environment.get("GITHUB_TOKEN").or_else(|| environment.get("GH_TOKEN"));
    if let Some(token) = token {
        context.console.mask(&Secret::new(token));
    }
    let mut progress = |line: &str| context.console.debug(line);
    let completion =
        Completion { trees: true, token, progress: Some(&mut progress), ..Completion::default() };
    repository.complete(completion).map_err(|error| {
        let hint = error.hint();
        Failure::world(error).hint(hint)
    })?;
    context.console.info("fetched the history that the shallow checkout lacked");
    Ok(repository)
}

/// git's error with its hint: a path that holds no repository is the caller's mistake, and so is a revision that is none.
pub(crate) fn failure(error: Error) -> Failure {
    let hint = error.hint();
    match error {
        Error::NotFound { .. } | Error::UnknownRevision { .. } | Error::Ambiguous { .. } => {
            Failure::usage(error).hint(hint)
        }
        _ => Failure::world(error).hint(hint),
    }
}
