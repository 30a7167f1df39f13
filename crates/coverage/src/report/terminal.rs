//! What stands in the terminal and in the log.

use deploy_kit_core::actions::Styled;
use deploy_kit_core::tool::{Context, Report};

use crate::apply::Outcome;
use crate::facts::Facts;
use crate::gate::{Answer, Check, Measured};
use crate::page::number::{count, delta, parts, percent};
use crate::patch::PatchFile;
use crate::plan::{Output, Plan, Step, Verdict};
use crate::settings::Settings;

/// How many files with uncovered lines are listed.
const FILES: usize = 20;

/// How many stretches of lines are named of each.
const STRETCHES: usize = 10;

pub(super) fn show(
    settings: &Settings,
    facts: &Facts,
    plan: &Plan,
    outcome: Option<&Outcome>,
    context: &Context,
    report: &mut Report,
) {
    numbers(settings, plan, report);
    files(plan, report);
    if settings.explain {
        explain(facts, plan, report);
    }
    checks(plan, report);
    for note in facts.notes.iter().chain(outcome.iter().flat_map(|outcome| &outcome.warnings)) {
        context.console.warning(note.clone());
    }
    for passed in &facts.passed_over {
        context.console.debug(&format!("passed over: {}", passed.reason));
    }
    match outcome {
        Some(outcome) => written(outcome, report),
        None => steps(plan, report),
    }
}

/// A table: what, percentage, lines, change.
fn numbers(settings: &Settings, plan: &Plan, report: &mut Report) {
    let counts = settings.rules.counts_unmentioned;
    let measurement = &plan.measurement;
    let mut rows = vec![total("coverage", &measurement.all)];
    rows.extend(patch("added lines", &measurement.all, counts));
    for (name, measured) in &measurement.components {
        rows.push(total(name, measured));
        rows.extend(patch(&format!("{name}, added lines"), measured, counts));
    }
    let width = |column: usize| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let (first, second, third) = (width(0), width(1), width(2));
    for [name, share, of, change] in &rows {
        let line = Styled::new().text(format!("{name:<first$}  ")).strong(format!("{share:>second$}"));
        report.line(line.text(format!("  {of:>third$}")).dim(format!("  {change}")));
    }
}

fn total(name: &str, measured: &Measured) -> [String; 4] {
    let base = measured.base.map(|base| {
        let change = delta(measured.total, base.percent).unwrap_or_default();
        format!("{change} from {}", percent(base.percent))
    });
    [name.to_owned(), percent(measured.total), parts(measured.total), base.unwrap_or_default()]
}

fn patch(name: &str, measured: &Measured, counts: bool) -> Option<[String; 4]> {
    let percents = measured.patch.as_ref()?.counted(counts);
    let of = if percents.total() > 0 { parts(percents) } else { "none can run".to_owned() };
    Some([name.to_owned(), percent(percents), of, String::new()])
}

fn files(plan: &Plan, report: &mut Report) {
    let Some(patch) = &plan.measurement.all.patch else { return };
    let missed: Vec<&PatchFile> = patch.files.iter().filter(|file| file.percent.missed() > 0).collect();
    if !missed.is_empty() {
        report.line("");
        report.line("added lines that are not covered:");
    }
    let width = missed.iter().take(FILES).map(|file| file.path.chars().count()).max().unwrap_or(0);
    for file in missed.iter().take(FILES) {
        let line = Styled::new().text("  ").accent(format!("{:<width$}", file.path));
        report.line(line.text(format!("  {}", uncovered(file))));
    }
    if missed.len() > FILES {
        report.line(format!("  and {} more", count(missed.len() - FILES, "file")));
    }
    if !patch.unmentioned.is_empty() {
        report.line("");
        report.line("changed source files that no report mentions:");
        for file in patch.unmentioned.iter().take(FILES) {
            report.line(Styled::new().text("  ").caution(file.path.clone()));
        }
        if patch.unmentioned.len() > FILES {
            report.line(format!("  and {} more", count(patch.unmentioned.len() - FILES, "file")));
        }
    }
}

/// `12-15, 20`, with what is partial marked.
fn uncovered(file: &PatchFile) -> String {
    let missed = file.missed.iter().map(|lines| (lines, ""));
    let mut stretches: Vec<_> = missed.chain(file.partial.iter().map(|lines| (lines, " partly"))).collect();
    stretches.sort_by_key(|(lines, _)| *lines.start());
    let shown = stretches.iter().take(STRETCHES).map(|(lines, how)| match (lines.start(), lines.end()) {
        (first, last) if first == last => format!("{first}{how}"),
        (first, last) => format!("{first}-{last}{how}"),
    });
    let mut shown: Vec<String> = shown.collect();
    if stretches.len() > STRETCHES {
        shown.push(format!("and {} more", stretches.len() - STRETCHES));
    }
    shown.join(", ")
}

/// Every number by every way of counting, and what became of each report.
fn explain(facts: &Facts, plan: &Plan, report: &mut Report) {
    let figures = &plan.measurement.figures;
    report.line("");
    let names = [("codecov", &figures.codecov), ("lines", &figures.lines), ("tool", &figures.tool)];
    for (name, figure) in names {
        let of = format!("{} {}", parts(figure.percent), figure.unit);
        let whose = if name == "tool" { format!(" ({})", figures.producer) } else { String::new() };
        report.line(format!("metric {name:<8} {:>10}  {of}{whose}", figure.printed));
    }
    report.line("");
    for part in &facts.joined.parts {
        let strange = part.unmatched.len();
        let line = Styled::new().accent(part.name.clone());
        report.line(line.text(format!("  {}, {}", part.format, count(part.files, "file"))));
        for (path, why) in part.unmatched.iter().take(FILES) {
            report.line(Styled::new().dim(format!("  {path}: {why}")));
        }
        if strange > FILES {
            report.line(Styled::new().dim(format!("  and {} more", count(strange - FILES, "path"))));
        }
        for (oddity, occurrence) in &part.oddities {
            report.line(Styled::new().dim(format!("  {oddity}: {occurrence}")));
        }
    }
    for passed in &facts.passed_over {
        report.line(Styled::new().dim(format!("passed over: {}", passed.reason)));
    }
}

fn checks(plan: &Plan, report: &mut Report) {
    if plan.checks.is_empty() {
        return;
    }
    report.line("");
    for check in &plan.checks {
        let line = match check.answer {
            Answer::Passed => Styled::new().good("✓ "),
            Answer::Failed => Styled::new().bad("✗ "),
            Answer::Incomplete => Styled::new().caution("? "),
            Answer::NotApplicable => Styled::new().dim("- "),
        };
        report.line(line.text(told(check)));
    }
    let open = match plan.verdict {
        Verdict::Undecided => {
            "nothing is decided: a report or the base is missing (policy `undecided: hold`)"
        }
        Verdict::Waived => "nothing is decided, and the policy is to pass (`undecided: pass`)",
        _ => return,
    };
    report.line(Styled::new().caution(open));
}

/// `min-total of core: 91.20 % (9120/10000) of all lines, at least 90 %`
fn told(check: &Check) -> String {
    let of = check.component.as_ref().map_or(String::new(), |component| format!(" of {component}"));
    let answer = if check.answer == Answer::NotApplicable { " (not applicable)" } else { "" };
    format!("{}{of}{answer}: {}", check.rule.word(), check.reason)
}

fn written(outcome: &Outcome, report: &mut Report) {
    if !outcome.written.is_empty() || outcome.stored.is_some() || outcome.report.is_some() {
        report.line("");
    }
    for path in outcome.written.iter().chain(&outcome.report) {
        report.line(Styled::new().good("written  ").accent(path.display().to_string()));
    }
    match outcome.stored {
        Some(true) => report.line(Styled::new().good("stored   ").text("the baseline of this commit")),
        Some(false) => report.line(Styled::new().dim("the baseline of this commit is stored already")),
        None => {}
    }
    if let Some(url) = &outcome.comment_url {
        report.line(Styled::new().good("comment  ").accent(url.clone()));
    }
}

fn steps(plan: &Plan, report: &mut Report) {
    report.line("");
    if plan.steps.is_empty() {
        report.line(Styled::new().dim("nothing would be written"));
    }
    for step in &plan.steps {
        let text = match step {
            Step::Write { what, path } => format!("write {} to {}", what_of(*what), path.display()),
            Step::Store { .. } => "store the baseline of this commit".to_owned(),
            Step::Comment { number, only_standing: false } => format!("comment on #{number}"),
            Step::Comment { number, .. } => {
                format!("bring the comment on #{number} up to date, if there is one")
            }
            Step::Report { path } => format!("write the report to {}", path.display()),
        };
        report.line(Styled::new().dim("would ").text(text));
    }
}

fn what_of(output: Output) -> &'static str {
    match output {
        Output::Html => "the pages",
        Output::Cobertura => "Cobertura",
        Output::Json => "JSON",
        Output::Badge => "the badge",
        Output::Trend => "the chart",
    }
}
