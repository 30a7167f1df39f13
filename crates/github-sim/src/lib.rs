//! GitHub on loopback, for rehearsals and tests.
//!
//! [`Sim::start`] serves one repository: REST and GraphQL on one port, uploads on a second origin, a bare git
//! repository behind refs and commits. What is pushed to the repository shows in the API at once, and the
//! reverse. All other state is in memory.
//!
//! It says no where GitHub does: unknown tokens, missing permissions, drafts asked for by their tag, names that
//! are taken, documents that are too long, immutable releases, protected refs, an archived or renamed
//! repository, too many writes a minute. It breaks on demand: see [`Fault`].
//!
//! ```no_run
//! use deploy_kit_github_sim::{Options, Sim, Source};
//!
//! let source = Source::Over("path/to/repository".into());
//! let sim = Sim::start(Options { source, name: "octo-org/octo-repo".into(), ..Options::default() })?;
//! println!("GITHUB_API_URL={}", sim.api_url());
//! # Ok::<(), deploy_kit_github_sim::SimError>(())
//! ```
//!
//! `/_sim/journal`, `/_sim/state`, `/_sim/faults`, `/_sim/stopped`, `/_sim/resume` and `/_sim/seed` are for tests
//! in other processes.

mod access;
mod clock;
mod faults;
mod git;
mod graphql;
mod journal;
mod merge;
mod options;
mod routes;
mod server;
mod shapes;
mod sim;
mod state;
mod wire;

pub use access::{Grant, Identity, Level, Permissions, Scope, Token};
pub use clock::Clock;
pub use faults::{Effect, Fault, On};
pub use git::Source;
pub use journal::Entry;
pub use options::{DEFAULT_TOKEN, Notify, Options};
pub use routes::{Operation, operations};
pub use sim::{Sim, SimError};
pub use state::{
    AssetState, CommentState, CommitCommentState, DeploymentState, DiscussionCommentState, DiscussionState,
    IssueState, LabelState, MergeMessage, MergeMethod, MergeSettings, MergeTitle, MilestoneState,
    ReleaseState, SquashMessage, SquashTitle, State, WorkflowArtifact, WorkflowRun,
};
