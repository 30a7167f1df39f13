//! The page of a source file.

use std::fmt;
use std::ops::RangeInclusive;

use super::Input;
use super::figure::{Shares, count, grouped, others, parts, percentage};
use super::frame::{Bar, Frame, Link, fragment};
use super::lines::{Anchors, rows, write};
use super::text::{Attribute, Text, visible};
use crate::metric::Metric;
use crate::model::File;

/// How many lines are shown: what is longer was written by a program.
const LINES: usize = 200_000;

/// How many functions are named.
const FUNCTIONS: usize = 200;

const KEYS: [(&str, &str); 5] = [
    ("n j", "next lines that are not covered"),
    ("p k", "previous ones"),
    ("c", "next lines that the branch has added"),
    ("C", "previous ones"),
    ("u", "up, to the tree of files"),
];

pub(super) fn page(input: &Input<'_>, path: &str, file: &File, added: &[RangeInclusive<u32>]) -> String {
    let source = (input.source)(path);
    let body = Body { input, path, file, added, source: source.as_deref() };
    let title = format!("{path} · {} · coverage", input.title);
    Frame { title: &title, top: "../", kind: "lines", script: "lines.js", keys: &KEYS, body }.to_string()
}

struct Body<'a> {
    input: &'a Input<'a>,
    path: &'a str,
    file: &'a File,
    added: &'a [RangeInclusive<u32>],
    source: Option<&'a str>,
}

impl fmt::Display for Body<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<a class=\"skip\" href=\"#code\">Skip to the lines</a>\n<header>\n")?;
        self.trail(f)?;
        f.write_str("<div class=\"figures\">")?;
        self.figures(f)?;
        self.functions(f)?;
        f.write_str("</div>\n")?;
        tools(f, !self.added.is_empty())?;
        f.write_str("</header>\n")?;
        writeln!(
            f,
            "<main id=\"code\" tabindex=\"0\" autofocus aria-label=\"Lines of {}\" data-columns=\"{}\">",
            Attribute(self.path),
            columns(self.source.unwrap_or_default())
        )?;
        self.lines(f)?;
        f.write_str("</main>\n")
    }
}

impl Body<'_> {
    /// The folders above, each a link into the tree.
    fn trail(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("<nav aria-label=\"Folders\"><ol>")?;
        write!(f, "<li>{}</li>", Link("../index.html", self.input.title))?;
        let mut end = 0;
        let (folders, name) = self.path.rsplit_once('/').unwrap_or(("", self.path));
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            end = self.path[end..].find(folder).map_or(end, |at| end + at) + folder.len();
            let link = format!("../index.html{}", fragment(&visible(&self.path[..end])));
            write!(f, "<li>{}</li>", Link(&link, folder))?;
        }
        let link = format!("../index.html{}", fragment(&visible(self.path)));
        let (link, name) = (Attribute(&link), Text(name));
        writeln!(
            f,
            "<li><h1><a id=\"up\" href=\"{link}\" aria-current=\"page\">{name}</a></h1></li></ol></nav>"
        )
    }

    fn figures(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Input { metric, tool, patch, .. } = *self.input;
        let percent = metric.of_file(self.file, tool);
        let shares = Shares::of(self.file, percent);
        write!(f, "<strong>{}</strong> {}", percentage(percent), Bar(shares))?;
        let unit = if metric == Metric::Tool { "" } else { " lines" };
        write!(f, "<span>{}{unit}</span><ul>", parts(percent))?;
        for (class, number, name) in
            [("h", shares.hit, "hit"), ("p", shares.partial, "partial"), ("m", shares.missed, "missed")]
        {
            write!(f, "<li class=\"{class}\">{} {name}</li>", grouped(number))?;
        }
        for (name, percent) in others([self.file].into_iter(), &self.file.totals) {
            if name != "lines" {
                write!(f, "<li>{name} {percent}</li>")?;
            }
        }
        let changed = patch.filter(|_| !self.added.is_empty());
        let changed = changed.and_then(|patch| patch.files.iter().find(|file| file.path == self.path));
        if let Some(changed) = changed {
            let percent = changed.percent;
            write!(f, "<li class=\"c\">patch {} ({percent})</li>", percentage(percent))?;
        }
        f.write_str("</ul>\n")
    }

    fn functions(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let missed = || self.file.functions.iter().filter(|function| function.hits == 0);
        let number = missed().count();
        if number == 0 {
            return Ok(());
        }
        let summary = count(number as u64, "function never called", "functions never called");
        write!(f, "<details><summary>{summary}</summary><ul>")?;
        for function in missed().take(FUNCTIONS) {
            match &function.id {
                (Some(line), name) => write!(f, "<li>{}</li>", Link(&format!("#L{line}"), name))?,
                (None, name) => write!(f, "<li>{}</li>", Text(name))?,
            }
        }
        if number > FUNCTIONS {
            write!(f, "<li>and {} more</li>", grouped((number - FUNCTIONS) as u64))?;
        }
        f.write_str("</ul></details>\n")
    }

    /// The first line that the report has and the source has not.
    fn past_the_end(&self) -> Option<u32> {
        let length = self.source.unwrap_or_default().lines().count();
        self.file.worths().map(|(number, _)| number).find(|number| *number as usize > length)
    }

    fn lines(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.source.is_none() {
            f.write_str(
                "<p class=\"note\">The source was not at hand: these are the lines that were measured.</p>\n",
            )?;
        } else if let Some(line) = self.past_the_end() {
            writeln!(
                f,
                "<p class=\"note\">The report has lines past the end of the source, from line {line} on: it was made from \
                 another version.</p>"
            )?;
        }
        let mut rows = rows(self.file, self.source, self.added).peekable();
        if rows.peek().is_none() {
            return f.write_str("<p class=\"note\">The report tells of no lines.</p>\n");
        }
        write(f, rows.by_ref().take(LINES), Anchors::Here)?;
        let more = rows.count();
        if more > 0 {
            let more = count(more as u64, "line more is", "lines more are");
            writeln!(f, "<p class=\"note\">{more} not shown.</p>")?;
        }
        Ok(())
    }
}

/// What the keys do, for a pointer. Without scripts none of it is shown.
pub(super) fn tools(f: &mut fmt::Formatter<'_>, has_added: bool) -> fmt::Result {
    f.write_str(
        "<div class=\"tools\" role=\"toolbar\" aria-label=\"Go to\">\
         <button data-key=\"p\" aria-label=\"Previous uncovered\">↑<span> Previous</span> <kbd>p</kbd></button>\
         <button data-key=\"n\">↓ <span>Next </span>uncovered <kbd>n</kbd></button>",
    )?;
    if has_added {
        f.write_str("<button data-key=\"c\">↓ <span>Next </span>changed <kbd>c</kbd></button>")?;
    }
    f.write_str("<button data-key=\"?\">Keys <kbd>?</kbd></button><output id=\"place\"></output></div>\n")
}

/// How wide the longest line is, as far as it is shown.
fn columns(source: &str) -> usize {
    source.lines().map(|line| line.len() + 3 * line.matches('\t').count()).max().unwrap_or(0).min(5100)
}
