//! Normalised Cobertura XML, valid by `coverage-04.dtd`: what GitHub's own coverage takes, and most other tools.
//!
//! One package a folder and one class a file; one `<source>`, the repository's own folder, and paths from there. Lines
//! are in order, each once; a line with branches and no count of its own ran if one of them was taken. There is no
//! document type, so that no reader looks for one on a network. Methods stay empty: readers that count every `<line>`
//! would count theirs twice. A rate has four decimals and is cut; of nothing it is 1, as coverage.py writes it.

use std::collections::BTreeMap;
use std::io;

use super::text::Text;
use super::{LeftOut, Meta, Notes, Output, Why};
use crate::markup::is_unwritable;
use crate::model::{ArmId, Branches, File, Percent, Report};

/// Cobertura.
#[derive(Debug)]
pub(super) struct Cobertura;

impl Output for Cobertura {
    fn name(&self) -> &'static str {
        "Cobertura"
    }

    fn argument(&self) -> &'static str {
        "cobertura"
    }

    fn write(&self, report: &Report, meta: &Meta<'_>, out: &mut dyn io::Write) -> io::Result<Notes> {
        let (packages, notes) = packages(report);
        let mut text = Text::new(out);
        let all = packages.values().flatten().map(|class| class.sums).fold(Sums::default(), Sums::and);
        root(&mut text, all, meta);
        for (folder, classes) in &packages {
            package(&mut text, folder, classes)?;
        }
        text.raw("</packages>\n</coverage>\n").flush()?;
        Ok(notes)
    }
}

/// A file with its sums.
struct Class<'a> {
    path: &'a str,
    /// Its path within its folder.
    name: &'a str,
    file: &'a File,
    sums: Sums,
}

#[derive(Clone, Copy, Default)]
struct Sums {
    lines: Percent,
    branches: Percent,
}

impl Sums {
    fn and(self, other: Self) -> Self {
        Self { lines: self.lines + other.lines, branches: self.branches + other.branches }
    }
}

/// Files by folder, and those that cannot be written.
fn packages(report: &Report) -> (BTreeMap<&str, Vec<Class<'_>>>, Notes) {
    let (mut packages, mut notes) = (BTreeMap::<_, Vec<_>>::new(), Notes::default());
    if report.files.is_empty() && !report.totals.is_empty() {
        notes.left_out.push(LeftOut { path: None, why: Why::NoLines });
    }
    for (path, file) in &report.files {
        if let Some(why) = obstacle(path, file) {
            notes.left_out.push(LeftOut { path: Some(path.clone()), why });
            continue;
        }
        let mut sums = Sums::default();
        each_line(file, |line| {
            sums.lines = sums.lines.and(line.hits > 0);
            sums.branches = sums.branches + line.arms;
        });
        let (folder, name) = path.rsplit_once('/').unwrap_or((".", path));
        packages.entry(folder).or_default().push(Class { path, name, file, sums });
    }
    (packages, notes)
}

/// Why a file cannot be written. One with nothing to run can: it was measured.
fn obstacle(path: &str, file: &File) -> Option<Why> {
    let has_no_lines = file.lines.is_empty() && file.branches.is_empty();
    let is_measured = !file.totals.is_empty() || !file.statements.is_empty() || !file.functions.is_empty();
    if path.chars().any(is_unwritable) {
        Some(Why::Path)
    } else if has_no_lines && is_measured {
        Some(Why::NoLines)
    } else {
        None
    }
}

fn root(text: &mut Text<'_>, sums: Sums, meta: &Meta<'_>) {
    text.raw("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<coverage");
    rates(text, sums);
    text.raw(" lines-covered=\"").number(sums.lines.covered());
    text.raw("\" lines-valid=\"").number(sums.lines.total());
    text.raw("\" branches-covered=\"").number(sums.branches.covered());
    text.raw("\" branches-valid=\"").number(sums.branches.total());
    text.raw("\" complexity=\"0\" version=\"deploy-kit ").attribute(meta.version);
    // Milliseconds, as Cobertura itself and coverage.py write them.
    text.raw("\" timestamp=\"").number(u64::try_from(meta.time).unwrap_or(0).saturating_mul(1000));
    text.raw("\">\n<sources>\n<source>.</source>\n</sources>\n<packages>\n");
}

fn rates(text: &mut Text<'_>, sums: Sums) {
    for (name, percent) in [(" line-rate=\"", sums.lines), (" branch-rate=\"", sums.branches)] {
        let parts = percent.parts(10_000).unwrap_or(10_000);
        text.raw(name).number(parts / 10_000).raw(".");
        for digit in [1_000, 100, 10, 1] {
            text.number(parts / digit % 10);
        }
        text.raw("\"");
    }
}

fn package(text: &mut Text<'_>, folder: &str, classes: &[Class<'_>]) -> io::Result<()> {
    let sums = classes.iter().map(|class| class.sums).fold(Sums::default(), Sums::and);
    text.raw("<package name=\"").attribute(folder).raw("\"");
    rates(text, sums);
    text.raw(" complexity=\"0\">\n<classes>\n");
    for Class { path, name, file, sums } in classes {
        text.raw("<class name=\"").attribute(name).raw("\" filename=\"").attribute(path).raw("\"");
        rates(text, *sums);
        text.raw(" complexity=\"0\">\n<methods/>\n<lines>\n");
        let mut written = Ok(());
        each_line(file, |line| {
            self::line(text, &line);
            if written.is_ok() {
                written = text.flush_piece();
            }
        });
        written?;
        text.raw("</lines>\n</class>\n");
    }
    text.raw("</classes>\n</package>\n").flush_piece()
}

/// A line as it is written.
struct Line<'a> {
    number: u32,
    hits: u64,
    arms: Percent,
    branches: Option<&'a Branches>,
}

/// Each line once, in order: with a count, with branches, or with both.
#[inline]
fn each_line<'a>(file: &'a File, mut take: impl FnMut(Line<'a>)) {
    let mut branches = file.branches.iter().peekable();
    let alone = |(number, branches): &'a (u32, Branches)| {
        let arms = branches.percent();
        Line { number: *number, hits: u64::from(arms.covered() > 0), arms, branches: Some(branches) }
    };
    for line in &file.lines {
        while let Some(before) = branches.next_if(|(number, _)| *number < line.number) {
            take(alone(before));
        }
        let own = branches.next_if(|(number, _)| *number == line.number).map(|(_, branches)| branches);
        let arms = own.map(Branches::percent).unwrap_or_default();
        take(Line { number: line.number, hits: line.hits, arms, branches: own });
    }
    branches.map(alone).for_each(take);
}

#[inline]
fn line(text: &mut Text<'_>, line: &Line<'_>) {
    text.raw("<line number=\"").number(line.number).raw("\" hits=\"").number(line.hits);
    let (Some(branches), Some(percent)) = (line.branches, line.arms.parts(100)) else {
        text.raw("\"/>\n");
        return;
    };
    text.raw("\" branch=\"true\" condition-coverage=\"").number(percent).raw("% (");
    text.number(line.arms.covered()).raw("/").number(line.arms.total());
    text.raw(")\">\n<conditions>\n");
    if is_by_branch(branches) {
        let blocks = branches.arms.chunk_by(|one, next| block(&one.id) == block(&next.id));
        for (number, arms) in (0_u64..).zip(blocks) {
            condition(text, number, Percent::count(arms.iter().map(|arm| arm.hits > 0)));
        }
    } else {
        condition(text, 0, line.arms);
    }
    text.raw("</conditions>\n</line>\n");
}

fn condition(text: &mut Text<'_>, number: u64, arms: Percent) {
    // What has more than two ways is none that jumps or does not.
    let kind =
        if arms.total() > 2 { "\" type=\"switch\" coverage=\"" } else { "\" type=\"jump\" coverage=\"" };
    text.raw("<condition number=\"").number(number).raw(kind);
    text.number(arms.parts(100).unwrap_or(0)).raw("%\"/>\n");
}

/// Whether it is known of all arms which branch they are of.
fn is_by_branch(branches: &Branches) -> bool {
    branches.counted.is_none()
        && branches.missing.is_none()
        && branches.arms.iter().all(|arm| block(&arm.id).is_some())
}

/// The number of the branch that an arm is of.
fn block(id: &ArmId) -> Option<u32> {
    match id {
        ArmId::Numbered(block, _) => Some(*block),
        ArmId::Named(_) => None,
    }
}
