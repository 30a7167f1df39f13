//! The page of what a branch has added.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;

use super::figure::{Shares, count, grouped, parts, percentage};
use super::frame::{Bar, Frame, Link};
use super::lines::{Anchors, is_within, rows, write};
use super::source::tools;
use super::text::Text;
use super::{Input, added, page_name};
use crate::metric::Worth;
use crate::model::{File, Percent};
use crate::patch::{Patch, PatchFile};

/// How many lines stand around what was added.
const CONTEXT: u32 = 3;

/// How many lines of one file are shown here, and of all.
const LINES: usize = 1_000;
const ALL_LINES: usize = 10_000;

const KEYS: [(&str, &str); 5] = [
    ("n j", "next added lines that are not covered"),
    ("p k", "previous ones"),
    ("c", "next added lines"),
    ("C", "previous ones"),
    ("u", "up, to the tree of files"),
];

pub(super) fn page(input: &Input<'_>, patch: &Patch) -> String {
    let title = format!("Patch · {} · coverage", input.title);
    let body = Body { input, patch, added: added(input) };
    Frame { title: &title, top: "", kind: "lines patch", script: "lines.js", keys: &KEYS, body }.to_string()
}

struct Body<'a> {
    input: &'a Input<'a>,
    patch: &'a Patch,
    added: BTreeMap<&'a str, &'a [RangeInclusive<u32>]>,
}

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { input, patch, .. } = self;
        let percent = patch.percent();
        f.write_str("<a class=\"skip\" href=\"#code\">Skip to the lines</a>\n<header>\n")?;
        write!(f, "<nav aria-label=\"Folders\"><ol><li>{}</li>", Link("index.html", input.title))?;
        f.write_str("<li><h1><a id=\"up\" href=\"index.html#changed\" aria-current=\"page\">Patch</a></h1></li></ol></nav>\n")?;
        let shares = shares(input, patch);
        write!(f, "<div class=\"figures\"><strong>{}</strong> {}", percentage(percent), Bar(shares))?;
        write!(f, "<span>{} added lines</span><ul>", parts(percent))?;
        for (class, number, name) in
            [("h", shares.hit, "hit"), ("p", shares.partial, "partial"), ("m", shares.missed, "missed")]
        {
            write!(f, "<li class=\"{class}\">{} {name}</li>", grouped(number))?;
        }
        f.write_str("</ul></div>\n")?;
        tools(f, !patch.files.is_empty())?;
        f.write_str("</header>\n<main id=\"code\" tabindex=\"0\" autofocus aria-label=\"Added lines\" data-within=\".c\">\n")?;
        self.unmentioned(f)?;
        if patch.files.is_empty() {
            f.write_str("<p class=\"note\">No added line was measured.</p>\n")?;
        }
        let mut left = ALL_LINES;
        for changed in &patch.files {
            if let Some(file) = input.report.files.get(&changed.path) {
                left -= self.file(f, changed, file, left)?.min(left);
            }
        }
        f.write_str("</main>\n")
    }
}

impl Body<'_> {
    fn unmentioned(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.patch.unmentioned.is_empty() {
            return Ok(());
        }
        f.write_str("<section class=\"note\"><h2>In no report</h2>\n<p>Source files that the branch has changed and that were not measured.</p>\n<ul>")?;
        for file in &self.patch.unmentioned {
            write!(f, "<li>{}, {}</li>", Text(&file.path), count(file.added, "line added", "lines added"))?;
        }
        f.write_str("</ul></section>\n")
    }

    /// Writes what was added to a file, and says how many lines that took.
    fn file(
        &self,
        f: &mut fmt::Formatter<'_>,
        changed: &PatchFile,
        file: &File,
        left: usize,
    ) -> Result<usize, fmt::Error> {
        let added = self.added.get(changed.path.as_str()).copied().unwrap_or_default();
        let page = page_name(&changed.path);
        let percent = changed.percent;
        write!(
            f,
            "<section>\n<h2>{} <small>{} ({percent})</small></h2>\n",
            Link(&page, &changed.path),
            percentage(percent)
        )?;
        let source = (self.input.source)(&changed.path);
        let near =
            || rows(file, source.as_deref(), added).filter(|row| is_within(added, row.number, CONTEXT));
        let (number, limit) = (near().count(), LINES.min(left));
        write(f, near().take(limit), Anchors::Of(&page))?;
        if number > limit {
            let more = count((number - limit) as u64, "line more", "lines more");
            writeln!(f, "<p class=\"note\">{more} on {}.</p>", Link(&page, "the page of the file"))?;
        }
        f.write_str("</section>\n")?;
        Ok(number.min(limit))
    }
}

/// How the added lines fared.
pub(super) fn shares(input: &Input<'_>, patch: &Patch) -> Shares {
    let mut shares = Shares::default();
    let added = added(input);
    for changed in &patch.files {
        let Some(file) = input.report.files.get(&changed.path) else { continue };
        let Some(added) = added.get(changed.path.as_str()) else { continue };
        for (_, worth) in file.worths().filter(|(number, _)| is_within(added, *number, 0)) {
            match worth {
                Worth::Hit => shares.hit += 1,
                Worth::Partial => shares.partial += 1,
                Worth::Missed => shares.missed += 1,
            }
        }
    }
    if shares == Shares::default() {
        let percent: Percent = patch.percent();
        return Shares { hit: percent.covered(), partial: 0, missed: percent.missed() };
    }
    shares
}
