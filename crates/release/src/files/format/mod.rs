//! The formats, one file each.

mod cargo;
mod npm;

use super::VersionFile;

/// Every format, in the order in which a path is offered to them.
pub static FORMATS: &[&dyn VersionFile] = &[&cargo::Cargo, &npm::Npm];
