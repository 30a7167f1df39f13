//! How a repository writes its messages.

use serde::{Deserialize, Serialize};

use super::Types;

/// What the reading of a history depends on beside the history.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Conventions {
    /// The table of types.
    pub types: Types,
    /// What counts in a squash merge.
    pub squash: Squash,
}

/// What counts in the message of a squash merge whose title is conventional.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Squash {
    /// The title and each conventional commit in the body.
    #[default]
    Split,
    /// The title alone: the body is taken for the noise of a branch.
    Title,
}
