//! The arguments that every tool has.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// Where to work and how to answer.
#[derive(Debug, Clone, Args)]
pub struct CommonArgs {
    /// The repository: its folder or any folder in it.
    #[arg(long, value_name = "PATH", default_value = ".")]
    pub repository: PathBuf,
    /// The configuration file, instead of the `deploy-kit.toml` at the repository's root.
    #[arg(long, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// How to print the result.
    #[arg(long, value_enum, value_name = "FORMAT", default_value = "text")]
    pub format: Format,
}

/// The forms of a result on standard output.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people.
    #[default]
    Text,
    /// One JSON document; all else goes to standard error.
    Json,
}
