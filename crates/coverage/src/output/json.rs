//! deploy-kit's own JSON: all that a report says, in few bytes. [`format`](mod@crate::format) reads it back to an equal
//! report, so that shards can be merged in steps.
//!
//! ```json
//! {"deploy-kit-coverage": {"version": 1, "program": "0.1.0", "time": 1767225600, "roots": ["/src"],
//!   "totals": {"lines": [7, 9]}},
//!  "files": {"src/a.rs": {
//!    "lines": [[1, 4, 4, 0], [9, 1]],
//!    "arms": [[2, 0, 0, 4], [2, 0, 1, 0], [9, "jump to line 12", 1]],
//!    "branches": [[3, 1, 2], [4, 2, 3, ["exit"]]],
//!    "functions": [["main", 1, 4], ["of no known line", null, 0]],
//!    "statements": [[1, 5, 1, 20, 1, 4]],
//!    "totals": {"statements": [1, 2]}}}}
//! ```
//!
//! | Key | What it holds |
//! |---|---|
//! | `deploy-kit-coverage` | The first one, by which the format is known. `version` is 1; another one is another format. `program` wrote it at `time`, in seconds since 1970; both are told and not read. `roots` are folders that paths may be relative to, `writers` the tools that wrote the reports, `totals` sums of a report that names no files |
//! | `lines` | Stretches of lines that can run: the number of the first, then how often it and each line after it ran |
//! | `arms` | Arms of branches: a line, the number of the branch and that of the arm, or a text for both; how often it was taken |
//! | `branches` | Branches without arms: a line, how many arms were taken, how many there are; the names of those that were not, where they are told |
//! | `functions` | A name, the line where it begins or `null`, how often it was called |
//! | `statements` | First line and column, line and column of the end, for how many statements it stands, how often it ran |
//! | `totals` | Sums of `lines`, `branches`, `functions`, `statements`: covered, of all |
//!
//! A key with nothing to tell is left out, and so is an empty list. Counts are whole numbers up to 2⁶⁴ - 1, more than
//! JavaScript's numbers tell apart.

use std::io;

use super::text::Text;
use super::{Meta, Notes, Output};
use crate::model::{ArmId, File, Report, Totals};

/// deploy-kit JSON.
#[derive(Debug)]
pub(super) struct Json;

impl Output for Json {
    fn name(&self) -> &'static str {
        "deploy-kit JSON"
    }

    fn argument(&self) -> &'static str {
        "json"
    }

    fn write(&self, report: &Report, meta: &Meta<'_>, out: &mut dyn io::Write) -> io::Result<Notes> {
        let mut text = Text::new(out);
        head(&mut text, report, meta)?;
        let mut comma = "\n";
        for (path, file) in &report.files {
            text.raw(comma).string(path)?.raw(":{");
            self::file(&mut text, file)?;
            text.raw("}").flush_piece()?;
            comma = ",\n";
        }
        text.raw("}}\n").flush()?;
        Ok(Notes::default())
    }
}

fn head(text: &mut Text<'_>, report: &Report, meta: &Meta<'_>) -> io::Result<()> {
    text.raw("{\"deploy-kit-coverage\":{\"version\":1,\"program\":").string(meta.version)?;
    text.raw(",\"time\":").raw(&meta.time.to_string());
    names(text, "roots", &report.roots)?;
    names(text, "writers", &report.writers)?;
    totals(text, ",", &report.totals);
    text.raw("},\n\"files\":{");
    Ok(())
}

fn names(text: &mut Text<'_>, key: &str, names: &[String]) -> io::Result<()> {
    if names.is_empty() {
        return Ok(());
    }
    text.raw(",\"").raw(key).raw("\":[");
    for (number, name) in names.iter().enumerate() {
        text.raw(if number > 0 { "," } else { "" }).string(name)?;
    }
    text.raw("]");
    Ok(())
}

/// The members of a file, with commas between them.
fn file(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let has_arms = file.branches.iter().any(|(_, branches)| !branches.arms.is_empty());
    let is_counted = file.branches.iter().any(|(_, branches)| branches.counted.is_some());
    let lists: [(&str, bool, List); 5] = [
        ("\"lines\":[", !file.lines.is_empty(), lines),
        ("\"arms\":[", has_arms, arms),
        ("\"branches\":[", is_counted, branches),
        ("\"functions\":[", !file.functions.is_empty(), functions),
        ("\"statements\":[", !file.statements.is_empty(), statements),
    ];
    let mut comma = "";
    for (key, _, write) in lists.iter().filter(|(_, is_told, _)| *is_told) {
        text.raw(comma).raw(key);
        write(text, file)?;
        text.raw("]");
        comma = ",";
    }
    totals(text, comma, &file.totals);
    Ok(())
}

/// Writes a list's items.
type List = fn(&mut Text<'_>, &File) -> io::Result<()>;

fn lines(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let mut next = None;
    for line in &file.lines {
        match next {
            Some(number) if number == line.number => text.raw(","),
            Some(_) => text.raw("],[").number(line.number).raw(","),
            None => text.raw("[").number(line.number).raw(","),
        };
        text.number(line.hits);
        next = Some(line.number.wrapping_add(1));
        text.flush_piece()?;
    }
    text.raw("]");
    Ok(())
}

fn arms(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let arms =
        file.branches.iter().flat_map(|(line, branches)| branches.arms.iter().map(move |arm| (*line, arm)));
    let mut open = "[";
    for (line, arm) in arms {
        text.raw(open).number(line).raw(",");
        match &arm.id {
            ArmId::Numbered(block, branch) => text.number(*block).raw(",").number(*branch),
            ArmId::Named(name) => text.string(name)?,
        };
        text.raw(",").number(arm.hits).raw("]").flush_piece()?;
        open = ",[";
    }
    Ok(())
}

fn branches(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let mut open = "[";
    for (line, branches) in &file.branches {
        let Some(counted) = branches.counted else { continue };
        text.raw(open).number(*line);
        text.raw(",").number(counted.covered()).raw(",").number(counted.total());
        if let Some(missing) = &branches.missing {
            text.raw(",[");
            for (number, name) in missing.iter().enumerate() {
                text.raw(if number > 0 { "," } else { "" }).string(name)?;
            }
            text.raw("]");
        }
        text.raw("]").flush_piece()?;
        open = ",[";
    }
    Ok(())
}

fn functions(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let mut open = "[";
    for function in &file.functions {
        text.raw(open).string(&function.id.1)?.raw(",");
        match function.id.0 {
            Some(line) => text.number(line),
            None => text.raw("null"),
        };
        text.raw(",").number(function.hits).raw("]").flush_piece()?;
        open = ",[";
    }
    Ok(())
}

fn statements(text: &mut Text<'_>, file: &File) -> io::Result<()> {
    let mut open = "[";
    for statement in &file.statements {
        let (start, end) = (statement.span.start, statement.span.end);
        text.raw(open).number(start.0);
        for number in [start.1, end.0, end.1, statement.weight] {
            text.raw(",").number(number);
        }
        text.raw(",").number(statement.hits).raw("]").flush_piece()?;
        open = ",[";
    }
    Ok(())
}

fn totals(text: &mut Text<'_>, before: &str, totals: &Totals) {
    let sums = [
        ("lines", totals.lines),
        ("branches", totals.branches),
        ("functions", totals.functions),
        ("statements", totals.statements),
    ];
    let told: Vec<_> = sums.into_iter().filter_map(|(name, percent)| Some((name, percent?))).collect();
    if told.is_empty() {
        return;
    }
    text.raw(before).raw("\"totals\":");
    let mut open = "{\"";
    for (name, percent) in told {
        text.raw(open).raw(name).raw("\":[");
        text.number(percent.covered()).raw(",").number(percent.total()).raw("]");
        open = ",\"";
    }
    text.raw("}");
}
