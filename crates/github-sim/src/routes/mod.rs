//! The operations, a file for each resource, and the one list of them.

mod asset;
mod blob;
mod branch;
mod check;
mod comment;
mod commit;
mod commit_comment;
mod compare;
mod content;
mod deployment;
mod download;
mod environment;
mod git_commit;
mod git_tag;
mod grants;
mod graphql;
mod issue;
mod label;
mod meta;
mod milestone;
mod notes;
mod pull;
mod pull_parts;
mod reaction;
mod reference;
mod release;
mod repository;
mod run;
mod search;
mod status;
mod table;
mod tree;

pub(crate) use asset::begin as begin_upload;
pub(crate) use issue::place as place_issue;
pub(crate) use table::{BY_ID, Found, find};
pub use table::{Operation, operations};
