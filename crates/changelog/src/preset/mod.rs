//! The looks of a changelog: a template, the sections it shows, and how its file is kept.
//!
//! A preset is one file in this folder, its template in `templates/` of this crate (inside the
//! crate, so that it is there when the crate is published), and one line in [`PRESETS`].

mod conventional;
mod github;
mod keep_a_changelog;

pub use conventional::CONVENTIONAL;
pub use github::GITHUB;
pub use keep_a_changelog::KEEP_A_CHANGELOG;

use crate::notes::{Order, SectionTable};

/// The presets, the default first.
pub const PRESETS: [&Preset; 3] = [&CONVENTIONAL, &KEEP_A_CHANGELOG, &GITHUB];

/// A look.
#[derive(Debug)]
pub struct Preset {
    /// The name in a configuration.
    pub id: &'static str,
    /// What it looks like, in one sentence.
    pub about: &'static str,
    /// The template's text.
    pub template: &'static str,
    /// What a new file starts with, ending in a blank line.
    pub header: &'static str,
    /// The sections, unless a configuration has its own.
    pub sections: fn() -> SectionTable,
    /// The order of the entries in a section.
    pub order: Order,
    /// Whether it names the people who wrote the entries.
    pub names_people: bool,
    /// Whether versions are link references, listed at the end of the file.
    pub references: bool,
    /// Whether what people wrote under `Unreleased` goes into the release that is cut.
    pub moves_unreleased: bool,
}

/// The preset of this name.
///
/// # Errors
/// If there is none.
pub fn preset(id: &str) -> Result<&'static Preset, UnknownPreset> {
    PRESETS.into_iter().find(|preset| preset.id == id).ok_or_else(|| UnknownPreset { id: id.to_owned() })
}

/// A configuration names a preset that does not exist.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown preset `{id}`; known are {}", PRESETS.map(|preset| format!("`{}`", preset.id)).join(", "))]
pub struct UnknownPreset {
    /// The name.
    pub id: String,
}
