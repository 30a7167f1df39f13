//! Notes into an existing changelog, without touching what is not theirs.
//!
//! What happens, in the order it is tried:
//!
//! 1. No file, or an empty one: the preset's header, then the notes.
//! 2. The version has its section: that section alone is replaced. If it says the same, nothing
//!    changes, so a run that was interrupted can be run again.
//! 3. A release that is older than one that stands goes among them by its version.
//! 4. Otherwise the notes go above the newest release, below an `Unreleased` section; in a file
//!    without releases above its first section, or at its end.
//!
//! What people wrote under `Unreleased` stays theirs. With a preset that moves it (Keep a
//! Changelog) it goes into the release that is cut: under the same titles, before the generated
//! entries, word for word; titles without entries are dropped, those of one name become one and get
//! the level of the notes' titles, the empty `Unreleased` heading stays. A heading
//! `1.2.0 (unreleased)` becomes that release. When such a section is replaced later, entries
//! without a commit id in brackets are a person's and are kept. In every preset, entries that an
//! earlier run wrote under `Unreleased` leave it for the release that has them, which shows in
//! their commit ids.
//!
//! The byte order mark, front matter, line endings, comments, link references and all other
//! bytes are kept. A new line gets the line ending of the file's first line.

mod body;
mod document;
mod heading;
mod links;

use std::borrow::Cow;
use std::ops::Range;

use body::Body;
use document::{Document, Section, State};
use heading::DEEPEST;

use crate::forge::Links;
use crate::notes::Notes;
use crate::preset::Preset;

/// What to write.
#[derive(Debug, Clone, Copy)]
pub struct Insertion<'a> {
    /// The rendered notes; their first line is the heading.
    pub notes: &'a str,
    /// The version; `None` writes the `Unreleased` section.
    pub version: Option<&'a str>,
    /// The package, for headings such as `core 1.2.0`; headings without a name match any.
    pub package: Option<&'a str>,
    /// How the file is kept.
    pub preset: &'a Preset,
    /// The link references to set, if the preset keeps them: see [`references`].
    pub links: &'a [LinkReference],
}

/// `[label]: url` at the end of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkReference {
    /// The label: `1.2.0`, `Unreleased`.
    pub label: String,
    /// The address.
    pub url: String,
}

/// The link references of a release: its own, and what came after it for `Unreleased`.
#[must_use]
pub fn references(notes: &Notes, links: &Links) -> Vec<LinkReference> {
    let since = notes.tag.as_ref().or(notes.previous_tag.as_ref()).map(|tag| links.compare(tag, "HEAD"));
    let unreleased = since.map(|url| LinkReference { label: String::from("Unreleased"), url });
    let url = notes.compare_url.clone().or_else(|| notes.release_url.clone());
    let own = notes.version.clone().zip(url).map(|(label, url)| LinkReference { label, url });
    unreleased.into_iter().chain(own).collect()
}

/// The file cannot take the notes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InsertError {
    /// The notes would land in something that runs to the end of the file.
    #[error("the {what} that starts in line {line} is never closed")]
    Unclosed {
        /// `code fence` or `comment`.
        what: &'static str,
        /// The line, from 1.
        line: usize,
    },
}

/// The changelog with the notes in it; `existing` is empty if there is no file.
///
/// # Errors
/// If the notes would land in a code fence or comment that nothing closes.
pub fn insert(existing: &str, insertion: &Insertion<'_>) -> Result<String, InsertError> {
    let (mark, text) = existing.strip_prefix('\u{feff}').map_or(("", existing), |text| ("\u{feff}", text));
    if text.trim().is_empty() {
        let page = place(insertion.preset.header, insertion)?;
        return Ok(format!("{mark}{}", with_links(page, insertion)));
    }
    Ok(format!("{mark}{}", with_links(place(text, insertion)?, insertion)))
}

/// The section of a version, without the blank lines behind it; `None` if there is none.
#[must_use]
pub fn section<'a>(text: &'a str, version: &str, package: Option<&str>) -> Option<&'a str> {
    let document = Document::read(text, package);
    document.release(version, package).map(|section| document.text(section.content()))
}

/// The changelog with the section of `from` as that of `to`, whose notes can then take its place; `None` if there is
/// no such section, or if `to` has one.
#[must_use]
pub fn renamed(text: &str, from: &str, to: &str, package: Option<&str>) -> Option<String> {
    let document = Document::read(text, package);
    if document.release(to, package).is_some() {
        return None;
    }
    let section = document.release(from, package)?;
    let heading = section.content().start..section.body.start;
    let mut out = text.to_owned();
    out.replace_range(heading.clone(), &document.text(heading).replace(from, to));
    Some(links::renamed(&out, from, to))
}

fn with_links(page: String, insertion: &Insertion<'_>) -> String {
    if insertion.preset.references { links::update(&page, insertion.links) } else { page }
}

/// A part of the text and what takes its place.
type Edit = (Range<usize>, String);

fn place(text: &str, insertion: &Insertion<'_>) -> Result<String, InsertError> {
    let document = Document::read(text, insertion.package);
    let own = match insertion.version {
        Some(version) => document.release(version, insertion.package),
        None => document.unreleased(),
    };
    let (range, new) = match own {
        Some(section) => replace(&document, section, insertion),
        None => add(&document, insertion),
    };
    if let Some(open) = document.unclosed.filter(|open| range.end > open.offset) {
        return Err(InsertError::Unclosed { what: open.what, line: open.line });
    }
    let mut out = text.to_owned();
    out.replace_range(range, &new);
    Ok(out)
}

/// The section again, as it should read now.
fn replace(document: &Document<'_>, section: &Section, insertion: &Insertion<'_>) -> Edit {
    let old = document.text(section.content());
    let notes = sink(insertion.notes, document.level_before(section.body.end));
    let titles = title_level(&notes);
    let mut kept = Body::default();
    if insertion.preset.moves_unreleased {
        kept = Body::read(document.text(section.body.clone()), titles);
        kept.retain(|item| body::commits(item).is_empty());
    }
    let new = kept.merged_into(&notes, titles);
    if normal(old) == normal(&new) {
        return (section.content(), old.to_owned());
    }
    let gap = document.gap_behind(section);
    (section.content(), document.with_line_ending(&format!("{}{gap}", new.trim_end())))
}

/// Line endings and white space at the ends do not make a section different.
fn normal(text: &str) -> String {
    text.replace("\r\n", "\n").trim().to_owned()
}

/// The level of the notes' heading.
fn level(notes: &str) -> usize {
    notes.lines().find_map(document::atx).map_or(2, |(level, _)| level)
}

/// The level of the titles below it.
fn title_level(notes: &str) -> usize {
    body::title_level(notes).unwrap_or(level(notes) + 1)
}

/// The notes with headings so much lower that their own is of this level at least.
fn sink(notes: &str, least: usize) -> Cow<'_, str> {
    let more = least.saturating_sub(level(notes));
    if more == 0 {
        return Cow::Borrowed(notes);
    }
    let mut state = State::new("");
    let sunk = notes.split_inclusive('\n').map(|line| {
        let is_text = state.feed(line.trim_end());
        match document::atx(line.trim_end()).filter(|_| is_text) {
            Some((level, _)) => format!("{}{}", "#".repeat(more.min(DEEPEST - level)), line.trim_start()),
            None => line.to_owned(),
        }
    });
    Cow::Owned(sunk.collect())
}

fn add(document: &Document<'_>, insertion: &Insertion<'_>) -> Edit {
    if let Some(at) = insertion.version.and_then(|version| document.place_among_newer(version)) {
        // What is not released yet is no part of an older release.
        let (before, after) = document.gaps(at, at);
        let page = format!("{before}{}{after}", sink(insertion.notes, document.level_before(at)).trim_end());
        return (at..at, document.with_line_ending(&page));
    }
    let notes_before = |at| sink(insertion.notes, document.level_before(at));
    let moves = insertion.preset.moves_unreleased;
    let mut at = document.insertion_point(level(insertion.notes));
    let (mut start, mut left, mut moved) = (at, Body::default(), Body::default());
    if let Some(unreleased) = document.unreleased().filter(|_| insertion.version.is_some()) {
        let end = unreleased.body.end;
        let text = document.text(unreleased.body.clone());
        let mut body =
            if moves { Body::read(text, title_level(&notes_before(end))) } else { Body::read_in_place(text) };
        let released = body::commits(insertion.notes);
        let dropped = body.retain(|item| !body::commits(item).iter().any(|commit| released.contains(commit)));
        let awaits = moves && unreleased.awaits(insertion.version);
        if moves {
            moved = body.without_empty_titles();
        } else if dropped {
            left = body.without_empty_titles();
        }
        if awaits {
            // `1.2.0 (unreleased)` becomes the release.
            (start, at) = (unreleased.content().start, end);
        } else if dropped || !moved.is_empty() {
            (start, at) = (unreleased.first_line(document), end);
        }
    }
    let left = if left.is_empty() { String::new() } else { format!("{}\n\n", left.write()) };
    let (before, after) = document.gaps(start, at);
    let notes = notes_before(at);
    let page = format!("{before}{left}{}{after}", moved.merged_into(&notes, title_level(&notes)).trim_end());
    (start..at, document.with_line_ending(&page))
}

#[cfg(test)]
mod tests;
