//! Labels.

mod add;
mod create;
mod list;
mod remove;

use serde::Deserialize;

crate::handle! {
    /// Labels of a repository and its issues.
    Labels
}

/// A label.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Label {
    /// Its name. GitHub does not tell case apart.
    pub name: String,
    /// Six hexadecimal digits.
    #[serde(default)]
    pub color: String,
    /// What it means.
    #[serde(default)]
    pub description: Option<String>,
}
