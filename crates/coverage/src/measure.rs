//! What was measured, in numbers: pure.

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_git::{Change, ChangeKind};
use serde::Serialize;

use crate::baseline::{BaseFile, Files};
use crate::components::Component;
use crate::facts::{Facts, Found};
use crate::gate::{Base, Measured};
use crate::metric::Metric;
use crate::model::Percent;
use crate::patch::{Patch, patch};
use crate::settings::Settings;
use crate::tool::{Figures, Tool, figures};

/// All numbers of a run.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Measurement {
    /// Of all files.
    pub all: Measured,
    /// The same by every way of counting.
    pub figures: Figures,
    /// Of each component, in the order of the settings.
    pub components: Vec<(String, Measured)>,
    /// Files that were changed and measured, what matters most first: missed lines of the patch, then what fell.
    pub changed: Vec<FileRow>,
    /// Files that were not changed, and are covered otherwise than at the base.
    pub indirect: Vec<FileRow>,
}

/// A file, now and at the base.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct FileRow {
    /// Its path.
    pub path: String,
    /// What of it is covered.
    pub percent: Percent,
    /// What of it was covered at the base, if it was measured there.
    pub base: Option<Percent>,
    /// What of its added lines is covered; nothing where none of them can run.
    pub patch: Percent,
}

impl FileRow {
    /// By how many percentage points it is covered less than at the base.
    fn drop(&self) -> f64 {
        let value = |percent: Percent| percent.value().unwrap_or(100.0);
        self.base.map_or(0.0, value) - value(self.percent)
    }
}

/// Measures.
#[must_use]
pub fn measure(settings: &Settings, facts: &Facts) -> Measurement {
    let (metric, report) = (settings.metric, &facts.joined.report);
    let tool = tool(facts);
    let patch = facts.comparison.as_ref().map(|comparison| patch(report, &comparison.changes, metric));
    let reports = facts.joined.parts.iter().filter(|part| part.has_measured).count();
    let everything = |_: &str| true;
    let base =
        facts.baseline.as_ref().and_then(|found| base(found, metric, is_ignored(settings), everything));
    let all = Measured { reports, total: metric.of_report(report, tool), patch: patch.clone(), base };
    let component = |component: &Component| {
        let is_in = |path: &str| component.contains(path);
        let files = report.files.iter().filter(|(path, _)| is_in(path));
        let measured = Measured {
            reports,
            total: files.map(|(_, file)| metric.of_file(file, tool)).sum(),
            patch: patch.as_ref().map(|patch| patch.of(is_in)),
            base: facts.baseline.as_ref().and_then(|found| base_of_some(found, metric, settings, is_in)),
        };
        (component.name.clone(), measured)
    };
    let (changed, indirect) = rows(settings, facts, tool, patch.as_ref());
    Measurement {
        all,
        figures: figures(report, tool),
        components: settings.components.iter().map(component).collect(),
        changed,
        indirect,
    }
}

/// The tool behind the reports.
#[must_use]
pub fn tool(facts: &Facts) -> Tool {
    Tool::of(facts.joined.parts.iter().map(|part| part.format), &facts.joined.report)
}

fn is_ignored(settings: &Settings) -> impl Fn(&str) -> bool {
    |path| crate::components::matches(&settings.ignore, path)
}

/// The base of all files. Where only sums are kept of it, they are those of the settings that it was measured with.
fn base(
    found: &Found,
    metric: Metric,
    is_ignored: impl Fn(&str) -> bool,
    is_in: impl Fn(&str) -> bool,
) -> Option<Base> {
    let Some(files) = &found.files else {
        let percent = found.entry.percent(metric);
        return Some(Base { percent, remaining: percent });
    };
    let counts = |path: &str| is_in(path) && !is_ignored(path);
    let some = files.iter().filter(|(path, _)| counts(path));
    let percent: Percent = some.map(|(_, file)| file.percent(metric)).sum();
    let gone: Percent = found.changes.iter().map(|change| deleted(change, files, metric, counts)).sum();
    Some(Base { percent, remaining: percent.without(gone) })
}

/// The base of a component, which sums do not tell.
fn base_of_some(
    found: &Found,
    metric: Metric,
    settings: &Settings,
    is_in: impl Fn(&str) -> bool,
) -> Option<Base> {
    found.files.as_ref()?;
    base(found, metric, is_ignored(settings), is_in)
}

/// What a change took of what was measured. A tool that does not count lines tells what a whole file had alone.
fn deleted(change: &Change, files: &Files, metric: Metric, counts: impl Fn(&str) -> bool) -> Percent {
    let path = change.old_path.as_ref().unwrap_or(&change.path);
    let Some(file) = files.get(path).filter(|_| counts(path)) else { return Percent::default() };
    match (metric, change.kind) {
        (_, ChangeKind::Deleted) => file.percent(metric),
        (Metric::Tool, _) => Percent::default(),
        _ => {
            let is_gone = |number: u32| change.deleted.iter().any(|range| range.contains(&number));
            let gone = file.lines.iter().filter(|(number, _)| is_gone(*number));
            Percent::count(gone.map(|(_, worth)| metric.covers(*worth)))
        }
    }
}

/// Changed files, and those that changed without being touched.
fn rows(
    settings: &Settings,
    facts: &Facts,
    tool: Tool,
    patch: Option<&Patch>,
) -> (Vec<FileRow>, Vec<FileRow>) {
    let (metric, report) = (settings.metric, &facts.joined.report);
    let nothing = Files::new();
    let files = facts.baseline.as_ref().and_then(|found| found.files.as_ref()).unwrap_or(&nothing);
    let changes = facts.comparison.iter().flat_map(|comparison| &comparison.changes);
    let old: BTreeMap<&str, &str> = changes
        .clone()
        .map(|change| (change.path.as_str(), change.old_path.as_ref().unwrap_or(&change.path).as_str()))
        .collect();
    let patched: BTreeMap<&str, Percent> =
        patch.iter().flat_map(|patch| &patch.files).map(|file| (file.path.as_str(), file.percent)).collect();
    let row = |path: &str, old: &str| {
        let percent = metric.of_file(report.files.get(path)?, tool);
        let base = files.get(old).map(|file: &BaseFile| file.percent(metric));
        let patch = patched.get(path).copied().unwrap_or_default();
        Some(FileRow { path: path.to_owned(), percent, base, patch })
    };
    let differs = |row: &FileRow| row.base.is_some_and(|base| base != row.percent);
    let mut changed: Vec<FileRow> = old.iter().filter_map(|(path, old)| row(path, old)).collect();
    changed.retain(|row| row.patch.total() > 0 || differs(row));
    changed.sort_by(|one, other| {
        let by_missed = other.patch.missed().cmp(&one.patch.missed());
        by_missed.then(other.drop().total_cmp(&one.drop())).then_with(|| one.path.cmp(&other.path))
    });
    // What came to the base after it was measured is none of this branch's doing.
    let since: BTreeSet<&str> =
        facts.baseline.iter().flat_map(|found| &found.changes).map(|change| change.path.as_str()).collect();
    let untouched = report.files.keys().filter(|path| !since.contains(path.as_str()));
    let mut indirect: Vec<FileRow> =
        untouched.filter_map(|path| row(path, path)).filter(|row| differs(row)).collect();
    indirect.sort_by(|one, other| {
        other.drop().abs().total_cmp(&one.drop().abs()).then_with(|| one.path.cmp(&other.path))
    });
    (changed, indirect)
}
