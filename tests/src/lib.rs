//! End-to-end tests of deploy-kit, and the repositories they build.
//!
//! [`Repo`] builds a git repository in a temporary folder, in process and always the same: names, times and
//! therefore ids do not depend on the machine, its clock or the user's configuration.

mod change;
mod contract;
mod program;
mod repo;
mod site;
pub mod tree;

pub use change::Change;
pub use contract::Contract;
pub use git2::Oid;
pub use program::program;
pub use repo::{Repo, START, run_git};
pub use site::Site;
