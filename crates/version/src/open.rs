//! Opening a repository with the history that the tools need.

use std::path::Path;

use deploy_kit_core::actions::Secret;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::{Completion, Error, Repository};

use crate::settings::Settings;

/// Opens the repository. On a runner a shallow checkout, which is what `actions/checkout` makes, is completed:
/// with commits and tags alone, and with trees only where packages ask for paths. In a terminal a person's
/// clone is left as it is.
///
/// # Errors
/// There is no repository, or its history cannot be fetched.
pub fn open(path: &Path, settings: &Settings, context: &Context) -> Result<Repository, Failure> {
    let mut repository = open_as_it_is(path)?;
    let trees = settings.needs_paths();
    if context.console.is_runner() && (repository.is_shallow() || trees) {
        complete(&mut repository, trees, context)?;
    }
    Ok(repository)
}

/// Opens the repository and leaves it as it is, also on a runner.
///
/// # Errors
/// There is no repository, or it cannot be read.
pub fn open_as_it_is(path: &Path) -> Result<Repository, Failure> {
    Repository::open(path).map_err(refuse)
}

fn complete(repository: &mut Repository, trees: bool, context: &Context) -> Result<(), Failure> {
    let environment = &context.environment;
    let token = environment.get("GITHUB_TOKEN").or_else(|| environment.get("GH_TOKEN"));
    if let Some(token) = token {
        context.console.mask(&Secret::new(token));
    }
    let mut progress = |line: &str| context.console.debug(line);
    let completion = Completion { trees, token, progress: Some(&mut progress), ..Completion::default() };
    let fetched = repository.complete(completion).map_err(|error| {
        let hint = error.hint();
        Failure::world(error).hint(hint)
    })?;
    if fetched {
        context.console.info("fetched the history that the shallow checkout lacked");
    }
    Ok(())
}

/// A path that holds no repository is the caller's mistake; one that cannot be read is not.
fn refuse(error: Error) -> Failure {
    let hint = error.hint();
    match error {
        Error::NotFound { .. } => Failure::usage(error).hint(hint),
        _ => Failure::world(error).hint(hint),
    }
}
