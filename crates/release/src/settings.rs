//! Arguments and configuration, resolved.

use deploy_kit_changelog::settings::{self as changelog, Look};
use deploy_kit_core::config::Config;
use deploy_kit_core::tool::Failure;
use deploy_kit_version::settings as version;

use crate::args::{Action, Args};

/// All that the plan depends on beside the repository.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Range, packages and notes.
    pub changelog: changelog::Settings,
    /// List every commit.
    pub explain: bool,
    /// Keep a changelog.
    pub keeps_changelog: bool,
}

impl Settings {
    /// Resolves arguments against the configuration.
    ///
    /// # Errors
    /// The configuration is contradictory.
    pub fn resolve(args: &Args, config: &Config) -> Result<Self, Failure> {
        let version = version::Settings::resolve(&args.selection, config)?;
        let look = Look::resolve(&args.notes, config)?;
        if args.changelog {
            changelog::check_files(&version, &look, None)?;
        }
        Ok(Self {
            changelog: changelog::Settings::of_next_release(version, look),
            explain: args.action == Action::Explain,
            keeps_changelog: args.changelog,
        })
    }
}
