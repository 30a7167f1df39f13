//! The life of a run: arguments in layers, one report, one exit code.
//!
//! ```text
//! Inputs → Args → Settings → Facts → Plan → Outcome → Report
//! ```
//!
//! A tool declares itself as a [`Tool`]: its arguments once, as a clap command; the sections of
//! `deploy-kit.toml` that it reads; its outputs; and a function from parsed arguments to a [`Report`].
//! Flags, an action's inputs and the keys of the configuration are the same names, and the first of them
//! that is given wins. Nothing here knows any tool.

mod action;
mod argv;
mod boolean;
mod common;
mod context;
mod exit;
mod failure;
mod report;
mod run;

use clap::{ArgMatches, Command};

pub use action::{Access, Action, Permission, READ_HISTORY};
pub use boolean::boolean;
pub use common::{CommonArgs, Format};
pub use context::Context;
pub use exit::Exit;
pub use failure::Failure;
pub use report::Report;
pub use run::{execute, main, publish};

use crate::config::Section;

/// One tool, as its crate declares it.
#[derive(Debug)]
pub struct Tool {
    /// Its name: `version`.
    pub name: &'static str,
    /// The one declaration of its arguments.
    pub command: fn() -> Command,
    /// The sections of `deploy-kit.toml` that it knows whole, for checking.
    pub sections: fn() -> Vec<Section>,
    /// The names of the sections whose keys are flags of this tool; where two hold a key, the later wins.
    pub layers: &'static [&'static str],
    /// What it sets for later steps.
    pub outputs: &'static [Output],
    /// How it looks as an action; nothing for a command of the terminal alone.
    pub action: Option<Action>,
    /// From arguments to a report.
    pub run: fn(&ArgMatches, &mut Context) -> Result<Report, Failure>,
}

/// An output of an action.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// One sentence: what it holds, and when it is empty.
    pub help: &'static str,
}

#[cfg(test)]
mod tests;
