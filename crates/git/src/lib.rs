//! History, tags, ranges and diffs of a git repository, read fast.
//!
//! ```no_run
//! use deploy_kit_git::{Range, Repository};
//!
//! # fn main() -> Result<(), deploy_kit_git::Error> {
//! let repository = Repository::open(".".as_ref())?;
//! let head = repository.resolve("HEAD")?;
//! let tags = repository.tags()?;
//! let ranked: Vec<_> = tags.iter().collect();
//! let last = repository.highest_reachable(head, &ranked)?;
//! let from = last.map(|index| ranked[index].commit(&repository)).transpose()?.flatten();
//! for commit in repository.commits(Range { from: from.into_iter().collect(), to: head })? {
//!     let commit = commit?;
//!     assert!(!commit.subject().contains('\n'));
//! }
//! # Ok(()) }
//! ```
//!
//! What reads runs no hook, no filter and no command that the repository names; only where a clone is shallow,
//! [`Repository::complete`] runs `git fetch`. What writes is [`Writer`]: it runs the git program, so that
//! signing, hooks and credentials are those that the repository's owner has set up.

mod commit;
mod complete;
mod config;
mod diff;
mod error;
mod id;
mod id_map;
mod mailmap;
mod objects;
mod program;
mod refs;
mod remote;
mod repository;
mod settings;
mod tree;
mod walk;
mod write;

pub use commit::{Commit, Parents, Person, Time, Trailer};
pub use complete::{CompleteError, Completion};
pub use diff::{Change, ChangeKind, Side};
pub use error::Error;
pub use id::{Id, ParseIdError};
pub use mailmap::Mailmap;
pub use refs::{Head, Tag, Tags};
pub use remote::{Host, Remote};
pub use repository::Repository;
pub use settings::Setting;
pub use tree::{FileKind, TreeEntry};
pub use walk::{Commits, History, Range};
pub use write::{Guess, Identity, Pick, Picked, WriteError, Writer};
