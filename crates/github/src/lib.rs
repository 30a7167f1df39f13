//! GitHub, as far as deploy-kit's tools need it: typed calls that survive a bad network.
//!
//! ```no_run
//! use deploy_kit_core::actions::Environment;
//! use deploy_kit_github::{Clock, GitHub, Options, token};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let environment = Environment::from_process();
//! let options = Options { token: token::find(&environment), ..Options::from_environment(&environment) };
//! let repository = "octocat/hello-world".parse()?;
//! let releases = deploy_kit_http::runtime()?.block_on(async {
//!     let github = GitHub::connect(options, Clock::start(0))?;
//!     github.repository(&repository).releases().list().await
//! })?;
//! # Ok(())
//! # }
//! ```
//!
//! # What it promises
//!
//! - **Lists are whole.** Pages are followed to the end.
//! - **One retry policy**, that of [`deploy_kit_http::retry`]. Reads, replacements and deletions are repeated;
//!   what creates is sent once, and an answer that was lost is an error of its own:
//!   see [`converge`] for how to go on.
//! - **Limits are kept** before GitHub has to say so: 80 writes a minute, 500 an hour. What it says is obeyed.
//! - **A missing permission is named**, by the lines to add to the workflow; the list of them is
//!   [`operation::OPERATIONS`].
//! - **Secrets stay secret.** No error, log or panic holds the token, nor a query of an address.
//! - **Uploads are streamed**, at some kilobytes of memory whatever the file's size.
//!
//! Models hold what the tools use; unknown fields are ignored, so that Enterprise Servers fit, too.

pub mod branches;
pub mod checks;
mod client;
pub mod comments;
pub mod commits;
mod content;
pub mod contents;
mod converge;
pub mod deployments;
pub mod discussions;
pub mod environments;
pub mod error;
pub mod git;
pub mod issues;
pub mod labels;
pub mod milestones;
pub mod operation;
pub mod pulls;
pub mod reactions;
pub mod refs;
pub mod releases;
pub mod repository;
pub mod runs;
pub mod server;
pub mod statuses;
pub mod token;

pub use client::{GitHub, Moved, Options};
pub use content::Content;
pub use converge::{Converged, converge, create_once};
pub use deploy_kit_http::{Clock, Deadline};
pub use error::{Error, Kind, Result};
pub use repository::Repo;

use serde::Deserialize;

/// Who did it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct User {
    /// The name, such as `octocat` or `github-actions[bot]`.
    pub login: String,
    /// The number, which stays when the name changes.
    pub id: u64,
    /// `User`, `Bot` or `Organization`.
    #[serde(default)]
    pub r#type: String,
}

/// Declares the handle of a resource: a borrowed repository with the operations of one kind of thing.
macro_rules! handle {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name<'a>(pub(crate) &'a crate::Repo);
    };
}
pub(crate) use handle;
