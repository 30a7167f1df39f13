//! The workspace tasks: `cargo xtask <task>`.
//!
//! [`render`] is pure, from the tools' declarations to text, and so are [`action`] and [`dist`], the tree that is
//! published; [`check`] lists the steps of the test command and runs them. Files are written in `main` alone.

pub mod action;
pub mod check;
pub mod dist;
pub mod render;

use clap::{Parser, Subcommand};

/// The command line.
#[derive(Debug, Parser)]
#[command(name = "cargo xtask", about = "The workspace tasks")]
pub struct Args {
    /// What to do.
    #[command(subcommand)]
    pub task: Task,
}

/// The tasks.
#[derive(Debug, Subcommand)]
pub enum Task {
    /// Render the configuration schema, the actions and the tables of the documentation from the declarations.
    Render {
        /// Write nothing; fail if a file is not as it would be rendered.
        #[arg(long)]
        check: bool,
    },
    /// Render the tree that is published: each action, pinned to the programs of a release. Prints its id in git.
    Dist(dist::Args),
    /// Render the tree of a release again, and compare.
    VerifyDist {
        /// The branch, tag or commit of the tree.
        #[arg(value_name = "REF")]
        reference: String,
    },
    /// Run every check that a change has to pass, and stop at the first that fails.
    Check {
        /// Run only these steps, in their usual order.
        #[arg(value_name = "STEP")]
        steps: Vec<String>,
    },
}
