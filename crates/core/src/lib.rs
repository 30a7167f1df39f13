//! The toolkit every deploy-kit tool shares, for anyone who writes a GitHub Action in Rust.

pub mod actions;
pub mod config;
pub mod markdown;
pub mod template;
pub mod tool;
