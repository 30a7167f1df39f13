//! The next semantic version from Conventional Commits, and why.

pub mod bump;
pub mod line;
pub mod message;
pub mod next;
pub mod tag;
