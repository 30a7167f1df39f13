//! A rehearsal for people and programs.

use deploy_kit_changelog::report::diff;
use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::{Align, Table, code_span, fence};
use deploy_kit_core::tool::{Context, Report};
use deploy_kit_github_sim::{CommentState, Entry};
use deploy_kit_release::End;
use deploy_kit_release::plan::Plan;
use deploy_kit_release::report::applied;
use deploy_kit_version::report::{Detail, report as version};
use serde_json::json;

use crate::outcome::Rehearsal;

/// Renders it. The exit code is that of the real run.
pub(crate) fn report(rehearsal: &Rehearsal, context: &Context) -> Report {
    let (plan, mut report) = match &rehearsal.end {
        End::Applied(plan, outcome) => (Some(plan), applied(plan, outcome, &rehearsal.settings, context)),
        End::Planned(plan) => (Some(plan), Report::default()),
        End::MovedOn { .. } => (None, Report::default()),
    };
    let closing = std::mem::take(&mut report.text);
    if let Some(plan) = plan.filter(|plan| !plan.releases.is_empty()) {
        headline(&mut report, "Why");
        report.text.extend(version(&plan.version, Detail::default()).text);
    }
    headline(&mut report, "Requests");
    requests(rehearsal, &mut report);
    if let Some(plan) = plan {
        for release in &plan.releases {
            headline(&mut report, &format!("The release `{}` as it would read", release.tag));
            for line in release.body.trim_end().lines() {
                report.line(line.to_owned());
            }
        }
        for file in &plan.files {
            report.line(Styled::new());
            diff(&file.write.path.display().to_string(), &file.write, &mut report);
        }
    }
    comments(rehearsal, &mut report);
    headline(&mut report, "In short");
    report.text.extend(closing);
    for left in rehearsal.left_out() {
        report.line(Styled::new().dim("not rehearsed  ").text(left));
    }
    let (count, time) = (rehearsal.requests.len(), rehearsal.elapsed.as_millis());
    report.line(
        Styled::new()
            .dim(format!("{count} requests to an embedded GitHub in {time} ms; nothing left this machine")),
    );
    if context.wants_document {
        report.document = json!({
            "repository": rehearsal.name,
            "result": report.document,
            "requests": rehearsal.requests,
            "comments": rehearsal.comments,
            "hooks-not-run": rehearsal.hooks(),
            "left-out": rehearsal.left_out(),
            "milliseconds": u64::try_from(time).unwrap_or(u64::MAX),
        });
    }
    if let (Some(summary), Some(plan)) = (&mut report.summary, plan) {
        *summary = page(rehearsal, plan, summary);
    }
    // Nothing is released by a rehearsal: a later step must not take it for a release.
    report.outputs.retain(|(name, _)| !matches!(*name, "released" | "release-id" | "release-url" | "commit"));
    report.output("released", false);
    report
}

fn headline(report: &mut Report, text: &str) {
    report.line(Styled::new());
    report.line(Styled::new().strong(text.to_owned()));
}

/// What issues and pull requests are told.
fn comments(rehearsal: &Rehearsal, report: &mut Report) {
    for (text, numbers) in told(&rehearsal.comments) {
        headline(report, &format!("The comment on {}", numbers.join(", ")));
        for line in text.lines() {
            report.line(line.to_owned());
        }
    }
}

/// Each text once, as a reader sees it, with the issues that it stands on.
pub(crate) fn told(comments: &[CommentState]) -> Vec<(String, Vec<String>)> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for comment in comments {
        let (text, number) = (plain(&comment.body), format!("#{}", comment.issue));
        match told.iter_mut().find(|(known, _)| *known == text) {
            Some((_, numbers)) => numbers.push(number),
            None => told.push((text, vec![number])),
        }
    }
    told
}

/// A text without the marks that no reader sees.
fn plain(text: &str) -> String {
    let seen = text.lines().filter(|line| !(line.starts_with("<!--") && line.ends_with("-->")));
    seen.collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// Each request in a line, in columns.
fn requests(rehearsal: &Rehearsal, report: &mut Report) {
    let paths: Vec<String> = rehearsal.requests.iter().map(|entry| short(entry, &rehearsal.name)).collect();
    let width = paths.iter().map(String::len).max().unwrap_or(0).min(72);
    for (entry, path) in rehearsal.requests.iter().zip(&paths) {
        let status = entry.status.map_or("-".to_owned(), |status| status.to_string());
        let is_fine = entry.status.is_some_and(|status| status < 400 || status == 404);
        let line =
            Styled::new().dim(format!("{:>3} ", entry.index + 1)).accent(format!("{:<6} ", entry.method));
        let line = line.text(format!("{path:<width$} "));
        let line = if is_fine { line.good(status) } else { line.bad(status) };
        report.line(line.dim(format!("{:>8.1} ms", entry.microseconds as f64 / 1000.0)));
    }
}

/// A request without what is the same in all of them.
pub(crate) fn short(entry: &Entry, name: &str) -> String {
    let path = entry.path.strip_prefix(&format!("/repos/{name}")).unwrap_or(&entry.path);
    let query: Vec<String> = entry.query.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let path = if path.is_empty() { "/" } else { path };
    if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) }
}

/// The job's summary: the release, then the requests and the files behind folds.
fn page(rehearsal: &Rehearsal, plan: &Plan, releases: &str) -> String {
    let mut page = format!("## Rehearsal of a release\n\n{releases}\n");
    let mut table = Table::new([
        ("", Align::Right),
        ("Request", Align::Left),
        ("Status", Align::Right),
        ("ms", Align::Right),
    ]);
    for entry in &rehearsal.requests {
        let status = entry.status.map_or("-".to_owned(), |status| status.to_string());
        let request = code_span(&format!("{} {}", entry.method, short(entry, &rehearsal.name)));
        let time = format!("{:.1}", entry.microseconds as f64 / 1000.0);
        table.row([(entry.index + 1).to_string(), request, status, time]);
    }
    let count = rehearsal.requests.len();
    page.push_str(&format!(
        "<details><summary>{count} requests to an embedded GitHub</summary>\n\n{table}\n</details>\n"
    ));
    for file in &plan.files {
        let mut lines = Report::default();
        let path = file.write.path.display().to_string();
        diff(&path, &file.write, &mut lines);
        let text: Vec<String> = lines.text.iter().map(Styled::to_plain).collect();
        let block = fence(&text.join("\n"), "diff");
        page.push_str(&format!(
            "\n<details><summary>{}</summary>\n\n{block}\n</details>\n",
            code_span(&path)
        ));
    }
    page
}
