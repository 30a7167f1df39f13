//! What a person, a runner and a program see of a plan.

mod applied;
mod back;
mod step;

pub use applied::{applied, moved_on};
pub use step::{bytes, done, object, verb};

use deploy_kit_changelog::report::diff;
use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::{code_span, fence, html};
use deploy_kit_core::tool::{Context, Report};
use deploy_kit_version::report::{Detail, report as report_version};
use serde_json::{Value, json};

use crate::plan::{Plan, Release};

/// Renders a plan.
pub fn plan(plan: &Plan, explain: bool, context: &Context) -> Report {
    let (summary, document) = (context.wants_summary(), context.wants_document);
    let version = report_version(&plan.version, Detail { explain, summary, document, ..Detail::default() });
    let mut report = Report { text: version.text, annotations: version.annotations, ..Report::default() };
    if !plan.releases.is_empty() || !plan.earlier.is_empty() {
        report.line(Styled::new());
        for earlier in &plan.earlier {
            let line = Styled::new().dim("would resume  ").accent(earlier.tag.clone());
            report.line(line.text(", which an earlier run has begun"));
        }
        for step in &plan.steps {
            report.line(step::would(step));
        }
    }
    for release in &plan.releases {
        notes(release, plan.releases.len() > 1, &mut report);
    }
    for release in &plan.releases {
        if let Some(write) = &release.changelog {
            report.line(Styled::new());
            diff(&write.path.display().to_string(), write, &mut report);
        }
    }
    if document {
        report.document = of_plan(plan, version.document);
    }
    back::lines(plan, &mut report);
    report.summary = version.summary.map(|versions| page(plan, &versions));
    outputs(plan, &mut report);
    report
}

fn notes(release: &Release, named: bool, report: &mut Report) {
    report.line(Styled::new());
    let name = release.version.name.as_ref().filter(|_| named);
    report.line(Styled::new().strong(match name {
        Some(name) => format!("notes of {name}"),
        None => "notes".to_owned(),
    }));
    report.line(release.body.trim_end().to_owned());
}

fn of_plan(plan: &Plan, version: Value) -> Value {
    let releases: Vec<Value> = plan
        .releases
        .iter()
        .map(|release| {
            json!({
                "package": release.version.name,
                "version": release.next,
                "tag": release.tag,
                "notes": release.body,
                "entries": release.notes,
                "changelog": release.changelog.as_ref().map(|write| json!({
                    "path": write.path,
                    "after": write.after,
                })),
            })
        })
        .collect();
    json!({ "version": version, "earlier": plan.earlier, "releases": releases, "back": plan.back, "steps": plan.steps })
}

/// The job's summary: versions, then the release as it would read, then the files.
fn page(plan: &Plan, versions: &str) -> String {
    let mut page = format!("## Release plan\n\n{versions}");
    for earlier in &plan.earlier {
        page.push_str(&format!(
            "\n{} was begun by an earlier run and is finished first.\n",
            code_span(&earlier.tag)
        ));
    }
    for release in &plan.releases {
        page.push_str(&format!(
            "\n### Notes of {}\n\n{}\n",
            code_span(&release.tag),
            release.body.trim_end()
        ));
    }
    for write in plan.releases.iter().filter_map(|release| release.changelog.as_ref()) {
        let mut lines = Report::default();
        let path = write.path.display().to_string();
        diff(&path, write, &mut lines);
        let text: Vec<String> = lines.text.iter().map(Styled::to_plain).collect();
        let block = fence(&text.join("\n"), "diff");
        page.push_str(&format!("\n<details><summary>{}</summary>\n\n{block}\n</details>\n", html(&path)));
    }
    page.push_str(&back::paragraph(plan));
    page
}

fn outputs(plan: &Plan, report: &mut Report) {
    report.output("should-release", !plan.releases.is_empty());
    report.output("released", false);
    report.output("version", lines(plan, &|release| Some(release.next.to_string())));
    report.output("tag", lines(plan, &|release| Some(release.tag.clone())));
    report.output("notes", lines(plan, &|release| Some(release.body.trim_end().to_owned())));
}

/// A text as a sentence begins.
pub(crate) fn capitalized(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// A value of each release, one a line.
fn lines(plan: &Plan, value: &dyn Fn(&Release) -> Option<String>) -> String {
    plan.releases.iter().filter_map(value).collect::<Vec<_>>().join("\n")
}
