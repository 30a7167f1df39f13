//! A tool as a composite action: its `action.yml`, from its declarations.
//!
//! | Part | Comes from |
//! |---|---|
//! | inputs and the `env:` map that hands them on | the tool's arguments, and `token` |
//! | outputs | the tool's outputs |
//! | name, description, branding | the tool's name, the description of its command, its [`Action`] |
//! | the script of the step | `script/`, with the digests of a release or, on the branch of the sources, a build |
//!
//! No input has a default but `token`: a default would be an input that is given, and stand above what
//! `deploy-kit.toml` says.

mod digests;
mod file;
mod inputs;
mod platform;
mod script;

use deploy_kit_core::tool::{Action, Tool};
use semver::Version;

pub use digests::{DigestError, Digests, sha256};
pub use file::render;
pub use inputs::{TOKEN, inputs};
pub use platform::{PLATFORMS, Platform};

/// Where an action's program comes from.
#[derive(Debug)]
pub enum Origin<'a> {
    /// It is built from the checkout: what stands on the branch of the sources.
    Sources,
    /// It is fetched from a release, and its digest compared.
    Release(&'a Release),
}

/// What the actions of a release are pinned to.
#[derive(Debug)]
pub struct Release {
    /// Its version.
    pub version: Version,
    /// The digest of each program.
    pub digests: Digests,
    /// The platforms whose programs stand in the tree itself.
    pub embedded: Vec<&'static Platform>,
}

/// The program behind an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Program {
    /// Its name, which is that of the package that builds it.
    pub name: String,
    /// What it is called with; a tool's own program needs nothing.
    pub arguments: Option<&'static str>,
}

/// The actions of a list of tools, each with the folder of its `action.yml`; the umbrella's own is empty.
pub fn actions<'a>(
    tools: &'a [&'a Tool],
    setup: &'a Tool,
) -> impl Iterator<Item = (&'static str, &'a Tool, Action)> {
    let tools = tools.iter().map(|tool| (tool.name, *tool));
    std::iter::once(("", setup))
        .chain(tools)
        .filter_map(|(folder, tool)| tool.action.map(|action| (folder, tool, action)))
}

/// The program of an action: the umbrella's, called by name, or the tool's own.
pub fn program(folder: &str, tool: &Tool) -> Program {
    match folder {
        "" => Program { name: "deploy-kit".to_owned(), arguments: Some(tool.name) },
        _ => Program { name: format!("deploy-kit-{}", tool.name), arguments: None },
    }
}

#[cfg(test)]
mod tests;
