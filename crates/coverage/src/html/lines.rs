//! The lines of a source file.

use std::fmt;
use std::ops::RangeInclusive;

use super::figure::{count, grouped, short};
use super::text::{Attribute, Text};
use crate::metric::Worth;
use crate::model::{Arm, ArmId, Branches, File};

/// How much of a line is shown: what is longer was written by a program.
const CHARACTERS: usize = 5000;

/// How many arms of a line are named.
const ARMS: usize = 8;

/// How many rows are laid out together, when they come into view. `report.css` knows the number.
const BLOCK: usize = 100;

/// A line, with all that is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row<'a> {
    pub(super) number: u32,
    /// `None` where the source has no such line, or there is no source.
    pub(super) text: Option<&'a str>,
    /// `None` where it cannot run.
    pub(super) worth: Option<Worth>,
    pub(super) hits: Option<u64>,
    pub(super) branches: Option<&'a Branches>,
    /// Whether the branch has added it.
    pub(super) is_added: bool,
}

/// The lines of the source, and those that were measured though the source has them not.
pub(super) fn rows<'a>(
    file: &'a File,
    source: Option<&'a str>,
    added: &'a [RangeInclusive<u32>],
) -> impl Iterator<Item = Row<'a>> {
    let mut texts = (1_u32..).zip(source.unwrap_or_default().lines()).peekable();
    let mut worths = file.worths().peekable();
    std::iter::from_fn(move || {
        let text = texts.peek().map(|(number, _)| *number);
        let number = match (text, worths.peek().map(|(number, _)| *number)) {
            (Some(text), Some(worth)) => text.min(worth),
            (text, worth) => text.or(worth)?,
        };
        let branches = file.branches.binary_search_by_key(&number, |(line, _)| *line);
        Some(Row {
            number,
            text: texts.next_if(|(line, _)| *line == number).map(|(_, text)| text),
            worth: worths.next_if(|(line, _)| *line == number).map(|(_, worth)| worth),
            hits: file.hits(number),
            branches: branches.ok().map(|at| &file.branches[at].1),
            is_added: is_within(added, number, 0),
        })
    })
}

/// Whether a line is in one of the ranges, which are in order, or that near to it.
pub(super) fn is_within(ranges: &[RangeInclusive<u32>], number: u32, near: u32) -> bool {
    let at = ranges.partition_point(|range| range.end().saturating_add(near) < number);
    ranges.get(at).is_some_and(|range| range.start().saturating_sub(near) <= number)
}

/// Where the numbers of lines lead.
#[derive(Clone, Copy)]
pub(super) enum Anchors<'a> {
    /// Each line is an anchor of the page.
    Here,
    /// The lines are those of another page.
    Of(&'a str),
}

/// Writes rows, a block at a time: a browser lays out no more of them than are in view.
pub(super) fn write<'a>(
    f: &mut fmt::Formatter<'_>,
    rows: impl Iterator<Item = Row<'a>>,
    anchors: Anchors<'_>,
) -> fmt::Result {
    let (mut before, mut block, mut size) = (0, Vec::with_capacity(BLOCK), 0);
    for row in rows {
        block.push(row);
        size += 1 + usize::from(note(&row).is_some());
        if size >= BLOCK {
            before = write_block(f, &block, before, anchors, "block")?;
            block.clear();
            size = 0;
        }
    }
    write_block(f, &block, before, anchors, "block short").map(|_| ())
}

/// Writes a block after the line `before`, 0 if there is none, and says which is its last.
fn write_block(
    f: &mut fmt::Formatter<'_>,
    rows: &[Row<'_>],
    before: u32,
    anchors: Anchors<'_>,
    class: &str,
) -> Result<u32, fmt::Error> {
    if rows.is_empty() {
        return Ok(before);
    }
    let mut before = before;
    writeln!(f, "<div class=\"{class}\">")?;
    for row in rows {
        write_row(f, row, before > 0 && before.saturating_add(1) < row.number, anchors)?;
        before = row.number;
        if let Some(branches) = note(row) {
            writeln!(f, "<p>{}</p>", Text(&told(branches)))?;
        }
    }
    f.write_str("</div>\n")?;
    Ok(before)
}

/// What there is to say below a line: which of its branches were not taken.
fn note<'a>(row: &Row<'a>) -> Option<&'a Branches> {
    row.branches.filter(|_| row.worth == Some(Worth::Partial))
}

fn write_row(f: &mut fmt::Formatter<'_>, row: &Row<'_>, is_gap: bool, anchors: Anchors<'_>) -> fmt::Result {
    let number = row.number;
    match anchors {
        Anchors::Here => write!(f, "<div id=\"L{number}\"")?,
        Anchors::Of(_) => f.write_str("<div")?,
    }
    let worth = match row.worth {
        None => "",
        Some(Worth::Hit) => "h",
        Some(Worth::Partial) => "p",
        Some(Worth::Missed) => "m",
    };
    let classes = [worth, if row.is_added { "c" } else { "" }, if is_gap { "g" } else { "" }];
    let mut before = " class=\"";
    for class in classes.into_iter().filter(|class| !class.is_empty()) {
        write!(f, "{before}{class}")?;
        before = " ";
    }
    f.write_str(if before == " " { "\"" } else { "" })?;
    match anchors {
        Anchors::Here => write!(f, "><a href=\"#L{number}\">{number}</a>")?,
        Anchors::Of(page) => write!(f, "><a href=\"{}#L{number}\">{number}</a>", Attribute(page))?,
    }
    match row.hits {
        Some(hits) if hits > 9999 => write!(f, "<b title=\"{}\">{}</b>", grouped(hits), short(hits))?,
        Some(hits) => write!(f, "<b>{hits}</b>")?,
        None => f.write_str("<b></b>")?,
    }
    match row.text {
        Some(text) => write_text(f, text)?,
        None => f.write_str("<code></code>")?,
    }
    f.write_str("</div>\n")
}

fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let cut = if text.len() > CHARACTERS { text.char_indices().nth(CHARACTERS) } else { None };
    match cut {
        None => write!(f, "<code>{}</code>", Text(text)),
        Some((at, _)) => {
            let more = count(text[at..].chars().count() as u64, "more character", "more characters");
            write!(f, "<code>{}<i>… {more}</i></code>", Text(&text[..at]))
        }
    }
}

/// Which arms were not taken: `1 of 2 branches taken, not arm 2`.
fn told(branches: &Branches) -> String {
    let percent = branches.percent();
    let taken = format!("{} of {} taken", percent.covered(), count(percent.total(), "branch", "branches"));
    let names = names(branches);
    if names.is_empty() {
        return taken;
    }
    let more = match names.len().saturating_sub(ARMS) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{taken}, not {}{more}", names[..names.len().min(ARMS)].join(", "))
}

/// The arms that were not taken. Reports number them as they like: here both branches and arms count from 1 in the line.
fn names(branches: &Branches) -> Vec<String> {
    if branches.arms.is_empty() {
        let missing = branches.missing.iter().flatten();
        return missing.map(|name| target(name)).collect();
    }
    let block = |arm: &Arm| match &arm.id {
        ArmId::Numbered(block, _) => Some(*block),
        ArmId::Named(_) => None,
    };
    let blocks: Vec<&[Arm]> =
        branches.arms.chunk_by(|one, next| block(one).is_some() && block(one) == block(next)).collect();
    let numbered = blocks.iter().filter(|arms| block(&arms[0]).is_some()).count();
    let mut names = Vec::new();
    for (nth, arms) in (1..).zip(&blocks) {
        for (arm, at) in arms.iter().zip(1..).filter(|(arm, _)| arm.hits == 0) {
            names.push(match &arm.id {
                ArmId::Named(name) => target(name),
                ArmId::Numbered(..) if numbered == 1 => format!("arm {at}"),
                ArmId::Numbered(..) => format!("arm {at} of branch {nth}"),
            });
        }
    }
    names
}

/// A name of an arm. Where it is but a number, as coverage.py writes it, that is the line that the arm leads to, or, below
/// zero, out of the function.
fn target(name: &str) -> String {
    match name.parse::<i64>() {
        Ok(line) if line > 0 => format!("to line {line}"),
        Ok(line) if line < 0 => "to the function's exit".to_owned(),
        _ if name == "exit" => "to the function's exit".to_owned(),
        _ => format!("“{name}”"),
    }
}
