//! End-to-end tests of deploy-kit, and the repositories they build.
//!
//! [`Repo`] builds a git repository in a temporary folder, in process and always the same: names, times and
//! therefore ids do not depend on the machine, its clock or the user's configuration. [`GitHub`] serves it, and a [`Job`]
//! runs a program on it as a runner does.

mod change;
mod contract;
mod github;
mod job;
mod program;
mod repo;
mod site;
pub mod tree;

pub use change::Change;
pub use contract::Contract;
pub use git2::Oid;
pub use github::{BOT, GitHub, NOW};
pub use job::{Job, Run, Running};
pub use program::program;
pub use repo::{Repo, START, run_git};
pub use site::Site;
