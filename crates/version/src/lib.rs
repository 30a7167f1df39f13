//! The next semantic version from Conventional Commits, and why.

pub mod message;
