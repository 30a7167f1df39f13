//! Release notes and CHANGELOG.md from Conventional Commits.
//!
//! This half is pure: no git, no network, no files, no clock. It takes [`notes::Notes`], renders
//! them by a [`preset`] or a user's template ([`render`]), cuts them to a limit ([`cut`]) and puts
//! them into an existing changelog ([`insert`]). Addresses come from a [`forge`].
//!
//! A commit's words are data: they reach a page through `deploy_kit_core::markdown` only.

pub mod args;
pub mod cut;
pub mod facts;
pub mod forge;
pub mod insert;
pub mod notes;
pub mod plan;
pub mod preset;
pub mod render;
pub mod settings;
