//! `deploy-kit.toml`: one file at the repository's root, one section a tool.
//!
//! A key of a tool's section is a flag of that tool, so there is one list of names; what no flag can say
//! (tables, such as `[[package]]`) is declared by the tool as [`Field`]s. From the same declarations come
//! the check of a file, which refuses what it does not know, and the JSON Schema that editors read.

mod check;
mod file;
mod flags;
mod nearest;
mod schema;
mod shape;

pub use check::Problem;
pub use file::{Config, Error, FILE_NAME};
pub use flags::fields_of;
pub use nearest::nearest;
pub use schema::json_schema;
pub use shape::{Field, Kind, Section};

/// Every section that a `deploy-kit.toml` may hold. A tool that runs alone does not know the fields of
/// the others' sections, but a misspelt section is refused by all.
pub const SECTION_NAMES: [&str; 10] = [
    "changelog",
    "comment",
    "coverage",
    "deploy",
    "health",
    "notify",
    "package",
    "preview",
    "release",
    "version",
];

#[cfg(test)]
mod tests;
