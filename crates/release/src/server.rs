//! The GitHub that a release is published on.

use deploy_kit_core::actions::Repository as Name;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_git::Repository;
use deploy_kit_github::server::{Address, Remote};
use deploy_kit_version::facts::failure;

pub use deploy_kit_github::server::{Server, refused};

use crate::settings::Settings;

/// Finds the repository and the token; `None` without a token, or where the remote is on no GitHub.
///
/// # Errors
/// The repository's configuration cannot be read.
pub fn find(
    settings: &Settings,
    repository: &Repository,
    context: &Context,
) -> Result<Option<Address>, Failure> {
    let look = &settings.changelog.look;
    let remote = repository.remote(&look.remote).map_err(failure)?.map(|remote| Remote {
        host: remote.host,
        name: Name { owner: remote.owner, name: remote.name },
        is_github: look.forge.as_deref().map(|forge| forge == "github"),
    });
    let address = Address::find(&context.environment, remote.as_ref());
    if let Some(address) = &address {
        context.console.mask(&address.token);
    }
    Ok(address)
}
