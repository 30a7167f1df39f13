//! The files that were asked for.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::Path;

use deploy_kit_core::tool::Failure;

use super::Work;
use crate::badge;
use crate::baseline::{Entry, History};
use crate::chart::{self, Point};
use crate::html;
use crate::measure::tool;
use crate::metric::Metric;
use crate::output::{self, Meta};
use crate::plan::{Output, Plan, history};

/// What a badge says it is of.
const LABEL: &str = "coverage";

/// Writes one of them; what there is to warn of.
pub(super) fn write(
    work: &Work<'_>,
    plan: &Plan,
    what: Output,
    path: &Path,
) -> Result<Option<String>, Failure> {
    let failed = |error| Failure::world(format!("cannot write `{}`: {error}", path.display()));
    let report = &work.facts.joined.report;
    let meta = Meta { version: env!("CARGO_PKG_VERSION"), time: work.facts.commit.time };
    match what {
        Output::Html => pages(work, plan, path).map(|()| None).map_err(failed),
        Output::Cobertura => {
            let notes = whole(path, |out| output::cobertura(report, &meta, out)).map_err(failed)?;
            let lost = notes.left_out.len();
            Ok((lost > 0).then(|| {
                let first = notes.left_out.iter().find_map(|left| left.path.as_deref()).unwrap_or("sums");
                format!(
                    "`{}` leaves out {lost} files whose lines are not known, as `{first}`",
                    path.display()
                )
            }))
        }
        Output::Json => whole(path, |out| output::json(report, &meta, out)).map(|_| None).map_err(failed),
        Output::Badge => {
            let all = plan.measurement.all.total;
            let is_picture = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("svg"));
            let text = if is_picture { badge::svg(LABEL, all) } else { badge::endpoint(LABEL, all) };
            whole(path, |out| out.write_all(text.as_bytes())).map(|()| None).map_err(failed)
        }
        Output::Trend => {
            let text = trend(&history(work.facts, plan), work.settings.metric);
            whole(path, |out| out.write_all(text.as_bytes())).map(|()| None).map_err(failed)
        }
    }
}

/// Writes a file whole or not at all.
fn whole<T>(path: &Path, write: impl FnOnce(&mut dyn io::Write) -> io::Result<T>) -> io::Result<T> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let mut out = BufWriter::new(File::create(&part)?);
    let written = write(&mut out)?;
    out.flush()?;
    drop(out);
    fs::rename(&part, path)?;
    Ok(written)
}

fn pages(work: &Work<'_>, plan: &Plan, folder: &Path) -> io::Result<()> {
    let (facts, settings) = (work.facts, work.settings);
    let source = |path: &str| work.sources.text(path);
    let input = html::Input {
        title: &settings.title,
        commit: Some(&facts.commit.sha),
        report: &facts.joined.report,
        metric: settings.metric,
        tool: tool(facts),
        patch: plan.measurement.all.patch.as_ref(),
        changes: facts.comparison.as_ref().map_or(&[], |comparison| &comparison.changes),
        base: plan.measurement.all.base.map(|base| base.percent),
        source: &source,
    };
    // Pages of files that are gone: only where an earlier report stands.
    let ours = ["index.html", "report.css", "keys.js", "tree.js", "lines.js"];
    if ours.iter().all(|file| folder.join(file).is_file()) {
        let _ = fs::remove_dir_all(folder.join("files"));
    }
    fs::create_dir_all(folder.join("files"))?;
    for page in html::pages(&input) {
        fs::write(folder.join(&page.path), page.content)?;
    }
    Ok(())
}

/// The pictures that are kept beside a history: their names and what is in them.
pub(super) fn pictures(history: &History, metric: Metric) -> [(String, String); 3] {
    let newest = history.entries.last().map(|entry| entry.percent(metric)).unwrap_or_default();
    [
        ("badge.json".to_owned(), badge::endpoint(LABEL, newest)),
        ("badge.svg".to_owned(), badge::svg(LABEL, newest)),
        ("trend.svg".to_owned(), trend(history, metric)),
    ]
}

fn trend(history: &History, metric: Metric) -> String {
    let point =
        |entry: &Entry| Point { time: entry.time, percent: entry.percent(metric), sha: entry.sha.clone() };
    chart::svg(&history.entries.iter().map(point).collect::<Vec<_>>())
}
