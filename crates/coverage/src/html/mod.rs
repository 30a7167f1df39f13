//! A report as a folder of HTML pages, for a browser that has nothing but the folder.
//!
//! | Page | What it shows |
//! |---|---|
//! | `index.html` | sums, the tree of files |
//! | `patch.html` | what the branch has added, where there is such a thing |
//! | `files/….html` | a source file, line by line |
//! | `report.css`, `keys.js`, `tree.js`, `lines.js` | what all pages share |
//!
//! Nothing is fetched: the pages work from a disk and from an artifact that was unpacked. What is the same on all of them
//! stands beside them once, as 10,000 copies of it would be most of the folder. Without scripts the numbers, the sources
//! and the links remain.
//!
//! Paths and sources are a stranger's: they are escaped, and what would hide or reorder text is shown by its code point.
//! A policy in each page forbids all that is not of the folder, should anything get through nevertheless.

mod figure;
mod frame;
mod index;
mod lines;
mod name;
mod patch_page;
mod source;
mod text;

use std::collections::BTreeMap;
use std::ops::RangeInclusive;

use deploy_kit_git::Change;

use crate::metric::Metric;
use crate::model::{Percent, Report};
use crate::patch::Patch;
use crate::tool::Tool;

pub use name::page_name;

/// What the pages are made of.
#[derive(Clone, Copy)]
pub struct Input<'a> {
    /// What is measured: the repository's name.
    pub title: &'a str,
    /// The commit that was measured.
    pub commit: Option<&'a str>,
    /// What was measured. The paths are those of the repository.
    pub report: &'a Report,
    /// What counts as covered.
    pub metric: Metric,
    /// The tool that wrote the reports.
    pub tool: Tool,
    /// What the branch has added, if it was compared.
    pub patch: Option<&'a Patch>,
    /// The changes that the patch was counted from: the lines that are marked.
    pub changes: &'a [Change],
    /// What was covered before.
    pub base: Option<Percent>,
    /// The text of a file of the repository; `None` where there is none. What is not UTF-8 has been replaced.
    pub source: &'a dyn Fn(&str) -> Option<String>,
}

/// A file of the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// Where it stands in the folder, with slashes. Safe on every system, and another one for every source file, letters of
    /// either case taken as the same.
    pub path: String,
    /// Its text.
    pub content: String,
}

/// What the pages share, by name.
const SHARED: [(&str, &str); 4] = [
    ("report.css", include_str!("report.css")),
    ("keys.js", include_str!("keys.js")),
    ("tree.js", include_str!("tree.js")),
    ("lines.js", include_str!("lines.js")),
];

/// All pages, each made when it is asked for: no more than one source file is in memory at a time.
pub fn pages<'a>(input: &Input<'a>) -> impl Iterator<Item = Page> + use<'a> {
    let input = *input;
    let added = added(&input);
    let shared = SHARED.iter().map(|(name, text)| Page::new(name, (*text).to_owned()));
    let index = std::iter::once_with(move || Page::new("index.html", index::page(&input)));
    let patch = input.patch.map(|patch| move || Page::new("patch.html", patch_page::page(&input, patch)));
    let files = input.report.files.iter().map(move |(path, file)| {
        let added = added.get(path.as_str()).copied().unwrap_or_default();
        Page { path: page_name(path), content: source::page(&input, path, file, added) }
    });
    shared.chain(index).chain(patch.into_iter().map(|patch| patch())).chain(files)
}

impl Page {
    fn new(path: &str, content: String) -> Self {
        Self { path: path.to_owned(), content }
    }
}

/// The lines that were added, by file.
fn added<'a>(input: &Input<'a>) -> BTreeMap<&'a str, &'a [RangeInclusive<u32>]> {
    input.changes.iter().map(|change| (change.path.as_str(), change.added.as_slice())).collect()
}

#[cfg(test)]
mod tests;
