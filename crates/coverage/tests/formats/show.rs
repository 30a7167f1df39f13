//! Reports as short texts.

use std::fmt::Write;

use deploy_kit_coverage::model::{ArmId, Branches, File, Totals};
use deploy_kit_coverage::read::Read;
use deploy_kit_coverage::{Percent, Report, read};

/// What a report says: a file a paragraph, lines as `number:hits(branches)`.
pub(crate) fn show(bytes: impl AsRef<[u8]>) -> String {
    match read("report", bytes.as_ref()) {
        Ok(read) => text(&read),
        Err(error) => panic!("{error}"),
    }
}

/// Why a report is refused.
pub(crate) fn refuse(bytes: impl AsRef<[u8]>) -> String {
    match read("report", bytes.as_ref()) {
        Ok(read) => panic!("{}", text(&read)),
        Err(error) => error.to_string(),
    }
}

pub(crate) fn report(bytes: impl AsRef<[u8]>) -> Report {
    read("report", bytes.as_ref()).unwrap().report
}

fn text(read: &Read) -> String {
    let mut text = String::new();
    for root in &read.report.roots {
        writeln!(text, "root {root}").unwrap();
    }
    for (path, file) in &read.report.files {
        writeln!(text, "{path}{}", lines(file)).unwrap();
        for function in &file.functions {
            let line = function.id.0.map(|line| format!("@{line}")).unwrap_or_default();
            writeln!(text, "  fn {}{line}:{}", function.id.1, function.hits).unwrap();
        }
        for statement in &file.statements {
            let ((a, b), (c, d)) = (statement.span.start, statement.span.end);
            writeln!(text, "  {a}.{b}-{c}.{d} ×{}:{}", statement.weight, statement.hits).unwrap();
        }
        text += &totals(&file.totals, "  ");
    }
    text += &totals(&read.report.totals, "");
    for (odd, occurrence) in &read.oddities {
        writeln!(text, "{odd:?} ×{} first at {}", occurrence.count, occurrence.first).unwrap();
    }
    text
}

fn lines(file: &File) -> String {
    let branches_of =
        |number| file.branches.iter().find(|(line, _)| *line == number).map(|(_, branches)| branches);
    let mut text = String::new();
    for line in &file.lines {
        write!(
            text,
            " {}:{}{}",
            line.number,
            line.hits,
            branches_of(line.number).map(arms).unwrap_or_default()
        )
        .unwrap();
    }
    for (line, branches) in file.branches.iter().filter(|(line, _)| file.hits(*line).is_none()) {
        write!(text, " {line}:-{}", arms(branches)).unwrap();
    }
    text
}

fn arms(branches: &Branches) -> String {
    let arm = |id: &ArmId| match id {
        ArmId::Numbered(block, branch) => format!("{block}.{branch}"),
        ArmId::Named(name) => name.to_string(),
    };
    let arms: Vec<_> = branches.arms.iter().map(|each| format!(" {}:{}", arm(&each.id), each.hits)).collect();
    let missing =
        branches.missing.as_ref().map(|names| format!(" without {}", names.join(","))).unwrap_or_default();
    format!("({}{}{missing})", branches.percent(), arms.concat())
}

fn totals(totals: &Totals, indent: &str) -> String {
    let part = |name: &str, percent: Option<Percent>| {
        percent.map(|percent| format!(" {name} {percent}")).unwrap_or_default()
    };
    let parts = part("lines", totals.lines)
        + &part("branches", totals.branches)
        + &part("functions", totals.functions)
        + &part("statements", totals.statements);
    if parts.is_empty() { parts } else { format!("{indent}sums:{parts}\n") }
}
