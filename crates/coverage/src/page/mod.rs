//! The page for the comment and the summary, as Markdown: the answer first, then what is to be done about it.

pub(crate) mod number;
mod place;

use std::fmt::Write as _;

use deploy_kit_core::markdown::{Align, Escape, Table, code_span};

use crate::facts::{Facts, Found};
use crate::gate::{Answer, Check, Measured};
use crate::measure::FileRow;
use crate::model::Percent;
use crate::patch::PatchFile;
use crate::plan::{Plan, Verdict};
use crate::settings::Settings;

use number::{count, counting, delta, grouped, parts, percent, sparkline};
use place::Place;

/// How many checks that ask for nothing are in sight.
const CHECKS: usize = 4;

/// How many files are listed before the rest is folded.
const ROWS: usize = 20;

/// How many files are folded.
const FOLDED: usize = 200;

/// How many stretches of lines are named of a file.
const STRETCHES: usize = 12;

/// How many of the last baselines the course shows.
const COURSE: usize = 24;

/// Writes the page.
#[must_use]
pub fn page(settings: &Settings, facts: &Facts, plan: &Plan) -> String {
    let place = Place::new(settings.repository_url.as_deref(), &facts.commit.sha);
    let parts = [
        heading(settings, plan),
        checks(plan),
        numbers(settings, plan),
        changed(plan, &place),
        unmentioned(plan, &place),
        indirect(plan, &place),
        below(settings, facts, plan),
    ];
    let mut page = String::new();
    for part in parts.iter().filter(|part| !part.is_empty()) {
        if !page.is_empty() {
            page.push('\n');
        }
        page.push_str(part);
    }
    page
}

fn heading(settings: &Settings, plan: &Plan) -> String {
    let sign = match plan.verdict {
        Verdict::Open => "",
        Verdict::Passed => "✅ ",
        Verdict::Failed => "❌ ",
        Verdict::Undecided | Verdict::Waived => "❔ ",
    };
    let all = &plan.measurement.all;
    let change = all.base.and_then(|base| delta(all.total, base.percent));
    let change = change.map_or(String::new(), |change| format!(" ({change})"));
    let counts = settings.rules.counts_unmentioned;
    let patch = all.patch.as_ref().map(|patch| patch.counted(counts)).filter(|patch| patch.total() > 0);
    let patch = patch.map_or(String::new(), |patch| format!(", added lines {}", percent(patch)));
    format!("### {sign}Coverage {}{change}{patch}\n", percent(all.total))
}

/// What the gate says: what is not enough or not known in sight, the rest of many folded.
fn checks(plan: &Plan) -> String {
    let is_open = |check: &&Check| matches!(check.answer, Answer::Failed | Answer::Incomplete);
    let (mut open, rest): (Vec<&Check>, Vec<&Check>) = plan.checks.iter().partition(is_open);
    open.sort_by_key(|check| std::cmp::Reverse(check.answer));
    if rest.len() <= CHECKS {
        return list(open.into_iter().chain(rest));
    }
    let what = if open.is_empty() { "check" } else { "more check" };
    let folded = fold(&count(rest.len(), what), &list(rest.into_iter()));
    if open.is_empty() { folded } else { format!("{}\n{folded}", list(open.into_iter())) }
}

fn list<'a>(checks: impl Iterator<Item = &'a Check>) -> String {
    checks.fold(String::new(), |mut text, check| {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {} {}: {}", sign(check.answer), name(check), escape(&check.reason));
        text
    })
}

/// Few columns of two lines each: what is wider than a telephone is scrolled, and nobody does that.
fn numbers(settings: &Settings, plan: &Plan) -> String {
    let counts = settings.rules.counts_unmentioned;
    let measurement = &plan.measurement;
    let has = |part: fn(&Measured) -> bool| {
        part(&measurement.all) || measurement.components.iter().any(|(_, measured)| part(measured))
    };
    let (has_base, has_patch) = (has(|it| it.base.is_some()), has(|it| it.patch.is_some()));
    let mut columns = vec![("", Align::Left), ("Coverage", Align::Right)];
    if has_base {
        columns.push(("Change", Align::Right));
    }
    if has_patch {
        columns.push(("Added lines", Align::Right));
    }
    let mut table = Table::new(columns);
    let mut row = |name: &str, measured: &Measured| {
        let mut cells = vec![name.to_owned(), share(measured.total)];
        if has_base {
            cells.push(
                measured.base.map_or_else(|| "–".to_owned(), |base| change(measured.total, base.percent)),
            );
        }
        if has_patch {
            let patch = measured.patch.as_ref().map(|patch| patch.counted(counts)).unwrap_or_default();
            cells.push(if patch.total() > 0 { share(patch) } else { "none can run".to_owned() });
        }
        table.row(cells);
    };
    row("All", &measurement.all);
    for (name, measured) in &measurement.components {
        row(&escape(name), measured);
    }
    table.to_string()
}

/// A percentage over what it is of.
fn share(of: Percent) -> String {
    unbroken(&format!("**{}**<br>{}", percent(of), parts(of)))
}

/// Points above the base over what that is.
fn change(now: Percent, base: Percent) -> String {
    let change = delta(now, base).unwrap_or_else(|| "–".to_owned());
    unbroken(&format!("{change}<br>from {}", percent(base)))
}

/// With spaces at which no line ends.
fn unbroken(text: &str) -> String {
    text.replace(' ', "\u{a0}")
}

fn name(check: &Check) -> String {
    let rule = format!("`{}`", check.rule.word());
    match &check.component {
        Some(component) => format!("{rule} of {}", escape(component)),
        None => rule,
    }
}

fn sign(answer: Answer) -> &'static str {
    match answer {
        Answer::Passed => "✅",
        Answer::Failed => "❌",
        Answer::Incomplete => "❔",
        Answer::NotApplicable => "➖",
    }
}

/// Changed files: those with missed lines in sight, the others folded.
fn changed(plan: &Plan, place: &Place) -> String {
    let rows = &plan.measurement.changed;
    let missed = rows.iter().filter(|row| row.patch.missed() > 0).count();
    let (seen, folded) = rows.split_at(missed.min(ROWS));
    let mut text = String::new();
    if !seen.is_empty() {
        let all = count(missed, "changed file");
        let verb = if missed == 1 { "has" } else { "have" };
        let _ = writeln!(
            text,
            "**{all} {verb} added lines that are not covered**\n\n{}",
            files(seen, plan, place)
        );
    }
    if !folded.is_empty() {
        let what = if seen.is_empty() { "changed file" } else { "more changed file" };
        text.push_str(&fold(
            &count(folded.len(), what),
            &files(&folded[..folded.len().min(FOLDED)], plan, place),
        ));
    }
    text
}

/// A list, in which a long path is broken; in a table it would push the numbers out of sight.
fn files(rows: &[FileRow], plan: &Plan, place: &Place) -> String {
    let patch = plan.measurement.all.patch.as_ref();
    rows.iter().fold(String::new(), |mut text, row| {
        let file = patch.and_then(|patch| patch.files.iter().find(|file| file.path == row.path));
        let lines = file.map_or_else(String::new, |file| uncovered(file, place));
        let colon = if lines.is_empty() { "" } else { ": " };
        // Writing to a string cannot fail.
        let _ = writeln!(text, "- {}{colon}{lines}<br>{}", place.file(&row.path), figures(row));
        text
    })
}

/// `2 of 6 added lines covered; the file 54.54 % (−25.45)`
fn figures(row: &FileRow) -> String {
    let added = match row.patch.total() {
        0 => String::new(),
        all => format!("{} of {} added lines covered; the file ", grouped(row.patch.covered()), grouped(all)),
    };
    let change = match row.base {
        Some(base) => delta(row.percent, base).map_or(String::new(), |change| format!(" ({change})")),
        None => " (new)".to_owned(),
    };
    format!("{added}{}", unbroken(&format!("{}{change}", percent(row.percent))))
}

/// The lines of a file that are to be looked at, in its order.
fn uncovered(file: &PatchFile, place: &Place) -> String {
    let mut stretches: Vec<_> = file.missed.iter().map(|lines| (lines, "")).collect();
    stretches.extend(file.partial.iter().map(|lines| (lines, " (partly)")));
    stretches.sort_by_key(|(lines, _)| *lines.start());
    let shown = stretches.iter().take(STRETCHES);
    let mut shown: Vec<String> =
        shown.map(|(lines, how)| format!("{}{how}", place.lines(&file.path, lines))).collect();
    if stretches.len() > STRETCHES {
        shown.push(format!("and {} more", stretches.len() - STRETCHES));
    }
    shown.join(", ")
}

fn unmentioned(plan: &Plan, place: &Place) -> String {
    let Some(patch) = plan.measurement.all.patch.as_ref().filter(|patch| !patch.unmentioned.is_empty())
    else {
        return String::new();
    };
    let files = &patch.unmentioned;
    let mut list = String::new();
    for file in files.iter().take(FOLDED) {
        let lines = count(usize::try_from(file.added).unwrap_or(usize::MAX), "added line");
        let _ = writeln!(list, "- {}: {lines}", place.file(&file.path));
    }
    let what = format!("No report mentions {}", count(files.len(), "changed source file"));
    if files.len() <= ROWS / 2 { format!("**{what}**\n\n{list}") } else { fold(&what, &list) }
}

fn indirect(plan: &Plan, place: &Place) -> String {
    let rows = &plan.measurement.indirect;
    if rows.is_empty() {
        return String::new();
    }
    let what = format!("{} covered otherwise than at the base, and not changed", count(rows.len(), "file"));
    fold(&what, &files(&rows[..rows.len().min(FOLDED)], plan, place))
}

fn below(settings: &Settings, facts: &Facts, plan: &Plan) -> String {
    let mut lines = Vec::new();
    if let Some(found) = &facts.baseline {
        lines.push(base_line(found));
    }
    // Measured again, this commit is among them.
    let others = facts.history.entries.iter().filter(|entry| entry.sha != facts.commit.sha);
    let mut course: Vec<Percent> =
        others.rev().take(COURSE).map(|entry| entry.percent(settings.metric)).collect();
    if course.len() > 1 {
        course.reverse();
        course.push(plan.measurement.all.total);
        let before = count(course.len() - 1, "baseline");
        lines.push(format!("The last {before}, and now: {}", sparkline(&course)));
    }
    let strange: usize = facts.joined.parts.iter().map(|part| part.unmatched.len()).sum();
    let reports = count(facts.joined.parts.len(), "report");
    let paths =
        if strange > 0 { format!("; {} of no tracked file", count(strange, "path")) } else { String::new() };
    let ignored = match facts.joined.ignored {
        0 => String::new(),
        ignored => format!("; {} ignored", count(ignored, "file")),
    };
    let how = counting(settings.metric, plan.measurement.figures.producer);
    lines.push(format!("{reports}{paths}{ignored}; {}", escape(&how)));
    lines.extend(facts.notes.iter().map(|note| escape(note)));
    format!("<sub>{}</sub>\n", lines.join("<br>"))
}

/// The base, and how old it is. By its date: how long ago that is changes while nothing does.
fn base_line(found: &Found) -> String {
    let short: String = found.entry.sha.chars().take(7).collect();
    let day = jiff::Timestamp::from_second(found.entry.time)
        .map_or_else(|_| String::new(), |time| format!(" of {}", time.strftime("%Y-%m-%d")));
    let far = match found.commits {
        0 => String::new(),
        commits => format!(", the nearest that was measured, {} before the base", count(commits, "commit")),
    };
    format!("Base: {}{day}{far}", code_span(&short))
}

fn fold(summary: &str, text: &str) -> String {
    format!("<details>\n<summary>{summary}</summary>\n\n{text}\n</details>\n")
}

/// A text of which nothing calls people or refers to issues.
fn escape(text: &str) -> String {
    Escape::new().disarm_mentions().disarm_references().text(text)
}

/// Where every number comes from.
#[must_use]
pub fn explained(facts: &Facts, plan: &Plan) -> String {
    let figures = &plan.measurement.figures;
    let mut numbers = Table::new([
        ("Metric", Align::Left),
        ("Prints", Align::Right),
        ("Covered / all", Align::Right),
        ("Of", Align::Left),
    ]);
    for (name, figure) in [("codecov", &figures.codecov), ("lines", &figures.lines), ("tool", &figures.tool)]
    {
        let whose = if name == "tool" { format!(", as {} counts", figures.producer) } else { String::new() };
        numbers.row([
            format!("`{name}`"),
            escape(&figure.printed),
            parts(figure.percent),
            escape(&format!("{}{whose}", figure.unit)),
        ]);
    }
    let mut reports = Table::new([
        ("Report", Align::Left),
        ("Format", Align::Left),
        ("Files", Align::Right),
        ("Odd", Align::Left),
    ]);
    for part in &facts.joined.parts {
        let mut odd: Vec<String> = part
            .oddities
            .iter()
            .map(|(oddity, occurrence)| escape(&format!("{oddity}: {occurrence}")))
            .collect();
        if !part.unmatched.is_empty() {
            odd.push(format!("{} of no tracked file", count(part.unmatched.len(), "path")));
        }
        let files = part.files.to_string();
        reports.row([code_span(&part.name), part.format.to_owned(), files, odd.join("<br>")]);
    }
    format!("{numbers}\n{reports}")
}
