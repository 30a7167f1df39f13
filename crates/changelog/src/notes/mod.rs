//! What a release has to say, as data: the values a template sees, under these names.
//!
//! Every field is always there. An absent value is `none`, which prints nothing and is false in
//! `{% if %}`. All texts are as people wrote them: a template passes them through a filter.

mod arrange;
mod entry;
mod sections;

use std::sync::Arc;

use serde::Serialize;

pub use arrange::{Arranged, Order, arrange};
pub use entry::{Action, Author, Commit, Entry, Reference};
pub use sections::{SectionRule, SectionTable};

/// One release, or what is not released yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Notes {
    /// The package's name, in a repository of several.
    pub package: Option<String>,
    /// The version, without a tag's prefix; `none` for what is not released yet.
    pub version: Option<String>,
    /// The version before it.
    pub previous: Option<String>,
    /// The tag of the version.
    pub tag: Option<String>,
    /// The tag of the version before it.
    pub previous_tag: Option<String>,
    /// The day, as `YYYY-MM-DD`; empty where none applies.
    pub date: String,
    /// The page that compares the version with the one before it.
    pub compare_url: Option<String>,
    /// The page of the release or its tag.
    pub release_url: Option<String>,
    /// The page of the repository.
    pub repository_url: Option<String>,
    /// The entries, in sections of the [`SectionTable`]; no section is empty.
    pub sections: Vec<Section>,
    /// The entries that break something, of whatever section, also of none.
    pub breaking: Vec<Arc<Entry>>,
    /// Who wrote the entries, in the order of their first one.
    pub contributors: Vec<Contributor>,
}

impl Notes {
    /// Whether there is nothing to say.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.sections.is_empty() && self.breaking.is_empty()
    }

    /// How many entries there are, each counted once.
    #[must_use]
    pub fn count(&self) -> usize {
        self.sections.iter().map(|section| section.entries.len()).sum()
    }
}

/// Entries under one title.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Section {
    /// The rule's id: `features`, `added`.
    pub id: String,
    /// The title: `Features`, `Added`.
    pub title: String,
    /// The entries; never empty.
    pub entries: Vec<Arc<Entry>>,
}

/// Someone whose work is in a release.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Contributor {
    /// The name in the commits, after `.mailmap`.
    pub name: String,
    /// The account on the forge, without `@`, if known.
    pub login: Option<String>,
    /// The account's page.
    pub url: Option<String>,
    /// Whether nothing of theirs was released before.
    pub first_time: bool,
    /// Their first entry in this release.
    pub first: Option<Arc<Entry>>,
}
