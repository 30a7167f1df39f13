//! Who may do what: tokens, their permissions, and what an operation asks for.

mod caller;
mod scope;
mod token;

pub(crate) use caller::{Caller, authenticate};
pub use scope::{Grant, Level, Permissions, Scope};
pub use token::{Identity, Token};
