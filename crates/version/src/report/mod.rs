//! What a person, a runner and a program see of a plan.

pub mod check;
mod summary;

use std::collections::HashSet;

use deploy_kit_core::actions::{Annotation, Level, Style, Styled};
use deploy_kit_core::tool::{Exit, Report};

use crate::bump::Bump;
use crate::history::{Entry, Listing, Rule, Why};
use crate::plan::{PackagePlan, Plan, document};

/// How much to say.
#[derive(Debug, Clone, Copy, Default)]
pub struct Detail {
    /// A runner shows a summary.
    pub summary: bool,
    /// A program reads a document.
    pub document: bool,
    /// List every commit.
    pub explain: bool,
    /// Fail where a commit is not conventional.
    pub strict: bool,
    /// One package alone was asked about: what lies outside of it is not its fault.
    pub alone: bool,
}

impl Detail {
    /// Which changes the report needs.
    pub fn listing(self) -> Listing {
        match self.document || self.explain || self.strict {
            true => Listing::All,
            false => Listing::Few(if self.summary { summary::LISTED } else { 0 }),
        }
    }
}

/// Renders a plan.
pub fn report(plan: &Plan, detail: Detail) -> Report {
    let mut report = Report::default();
    if detail.document {
        report.document = document(plan);
    }
    for (index, package) in plan.packages.iter().enumerate() {
        if index > 0 {
            report.line(Styled::new());
        }
        headline(package, plan.packages.len() > 1, &mut report);
        if detail.explain {
            explain(&package.entries, &mut report);
        } else {
            reasons(package, &mut report);
        }
        causes(package, &mut report);
    }
    if detail.explain && !plan.outside.is_empty() {
        report.line(Styled::new());
        report.line(Styled::new().strong("outside of every package"));
        explain(&plan.outside, &mut report);
    }
    warn(plan, detail, &mut report);
    outputs(plan, &mut report);
    report.summary = detail.summary.then(|| summary::summary(plan));
    report
}

/// `1.3.0 → 1.4.0  minor`.
fn headline(package: &PackagePlan, named: bool, report: &mut Report) {
    let mut line = Styled::new();
    if let Some(name) = package.name.as_ref().filter(|_| named) {
        line = line.strong(name.clone()).text("  ");
    }
    let current = package.current.as_ref().map_or_else(|| "no release yet".to_owned(), ToString::to_string);
    line = match (&package.next, package.should_release) {
        (Some(next), true) => {
            let line = line.text(current).dim(" → ").accent(next.to_string());
            let line = line.text("  ").push(style(package.bump), package.bump.to_string());
            if package.severity == package.bump || package.severity == Bump::None {
                line
            } else {
                line.dim(format!("  (the commits ask for {})", package.severity))
            }
        }
        _ => line.text(current).dim("  nothing to release"),
    };
    report.line(line);
}

fn style(bump: Bump) -> Style {
    match bump {
        Bump::Major => Style::Bad,
        Bump::Minor => Style::Good,
        Bump::Patch => Style::Plain,
        Bump::None => Style::Dim,
    }
}

/// The commits that decide, at most three, and how many there are in all.
fn reasons(package: &PackagePlan, report: &mut Report) {
    const SHOWN: usize = 3;
    let commits = package.tally.changes;
    let range = match &package.since {
        Some(tag) => format!("  {} since {tag}", count(commits, "change")),
        None => format!("  {} in all", count(commits, "change")),
    };
    report.line(Styled::new().dim(range));
    let named = package
        .entries
        .iter()
        .find(|entry| entry.release_as.is_some() && !matches!(entry.rule, Rule::Reverted(_) | Rule::Skipped));
    if let Some(entry) = named {
        reason(entry, report);
    } else if package.severity > Bump::None && package.should_release {
        let deciding = package.entries.iter().filter(|entry| entry.bump == package.severity);
        for entry in deciding.take(SHOWN) {
            reason(entry, report);
        }
        let more = package.tally.deciding.saturating_sub(SHOWN);
        if more > 0 {
            report.line(Styled::new().dim(format!("  and {more} more like these")));
        }
    }
}

fn reason(entry: &Entry, report: &mut Report) {
    let id = Styled::new().text("  ").accent(entry.id.short(7)).text(" ");
    report.line(id.text(entry.subject.clone()).dim(format!("  {}", Why(entry))));
}

/// The packages whose release causes this one.
fn causes(package: &PackagePlan, report: &mut Report) {
    if !package.because_of.is_empty() {
        let names = package.because_of.join("`, `");
        report.line(Styled::new().dim(format!("  released because of `{names}`")));
    }
}

/// One line a change: commit, bump, rule, subject, reason.
fn explain(entries: &[Entry], report: &mut Report) {
    const SUBJECT: usize = 72;
    let rules = entries.iter().map(|entry| entry.rule.id().len()).max().unwrap_or(0);
    let mut last = None;
    for entry in entries {
        // The first entry of a commit stands for its title, the others for what is folded into it.
        let folded = last.replace(entry.id) == Some(entry.id) || entry.rule == Rule::Squash;
        let kind = if entry.bump > Bump::None { style(entry.bump) } else { Style::Dim };
        let text = if folded { &entry.description } else { &entry.subject };
        let line = Styled::new().text("  ").accent(entry.id.short(7)).text("  ");
        let line = line.push(kind, format!("{:<5}", entry.bump)).text("  ");
        let line = line.dim(format!("{:<rules$}", entry.rule.id())).text("  ");
        let line = line.text(clip(text, SUBJECT)).dim(format!("  {}", Why(entry)));
        report.line(line);
        for near_miss in &entry.near_misses {
            report.line(Styled::new().text("           ").caution(near_miss.describe()));
        }
    }
}

fn clip(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    text.chars().take(width.saturating_sub(1)).chain(std::iter::once('…')).collect()
}

/// Near misses and, in a strict run, commits that are not conventional: the newest few by name.
fn warn(plan: &Plan, detail: Detail, report: &mut Report) {
    let entries = || plan.packages.iter().flat_map(|package| &package.entries);
    if detail.strict {
        let outside = plan.outside.iter().filter(|_| !detail.alone);
        let loose = entries().chain(outside).filter(|entry| entry.rule == Rule::Unconventional);
        let loose = once_each(loose);
        if !loose.is_empty() {
            report.exit = Exit::Gate;
        }
        let text = loose.iter().map(|entry| format!("{} is not a conventional commit", name(entry)));
        annotate(text, loose.len(), Level::Error, &mut report.annotations);
    }
    if !detail.explain {
        let slipped = once_each(entries().filter(|entry| !entry.near_misses.is_empty()));
        let slips =
            || slipped.iter().flat_map(|entry| entry.near_misses.iter().map(move |slip| (entry, slip)));
        let text = slips().map(|(entry, slip)| format!("{}: {}", name(entry), slip.describe()));
        annotate(text, slips_in(plan), Level::Warning, &mut report.annotations);
    }
}

/// How many slips there are. Where every change is listed, those of a commit of several packages count once.
fn slips_in(plan: &Plan) -> usize {
    match plan.packages.as_slice() {
        [package] => package.tally.slips,
        packages => {
            let entries = packages.iter().flat_map(|package| &package.entries);
            once_each(entries.filter(|entry| !entry.near_misses.is_empty()))
                .iter()
                .map(|entry| entry.near_misses.len())
                .sum()
        }
    }
}

/// A commit of several packages is one commit.
fn once_each<'e>(entries: impl Iterator<Item = &'e Entry>) -> Vec<&'e Entry> {
    let mut seen = HashSet::new();
    entries.filter(|entry| seen.insert(entry.id)).collect()
}

fn name(entry: &Entry) -> String {
    format!("{} `{}`", entry.id.short(7), clip(&entry.subject, 72))
}

/// The first few texts as annotations, and one that counts the rest.
fn annotate(
    texts: impl Iterator<Item = String>,
    count: usize,
    level: Level,
    annotations: &mut Vec<Annotation>,
) {
    const SHOWN: usize = 5;
    let title = match level {
        Level::Error => "not a conventional commit",
        _ => "nearly a conventional commit",
    };
    annotations.extend(texts.take(SHOWN).map(|text| Annotation::new(level, text).title(title)));
    if count > SHOWN {
        let text = format!("and {} more like these; `--explain` lists them", count - SHOWN);
        annotations.push(Annotation::new(level, text).title(title));
    }
}

/// With several packages every output has a line for each, in the same order, those to release first.
fn outputs(plan: &Plan, report: &mut Report) {
    let mut packages: Vec<&PackagePlan> = plan.packages.iter().collect();
    packages.sort_by_key(|package| !package.should_release);
    let mut set = |name, value: &dyn Fn(&PackagePlan) -> String| {
        let lines: Vec<String> = packages.iter().map(|package| value(package)).collect();
        report.output(name, lines.join("\n"));
    };
    let text =
        |version: &Option<semver::Version>| version.as_ref().map(ToString::to_string).unwrap_or_default();
    set("current", &|package| text(&package.current));
    set("next", &|package| text(&package.next));
    set("severity", &|package| package.severity.to_string());
    set("bump", &|package| package.bump.to_string());
    set("tag", &|package| package.tag.clone().unwrap_or_default());
    set("channel", &|package| package.channel.clone().unwrap_or_default());
    let any = packages.iter().any(|package| package.should_release);
    report.output("should-release", any);
}

fn count(number: usize, noun: &str) -> String {
    if number == 1 { format!("1 {noun}") } else { format!("{number} {noun}s") }
}
