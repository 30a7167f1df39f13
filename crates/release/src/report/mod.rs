//! What a person, a runner and a program see of a plan.

use deploy_kit_changelog::report::diff;
use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::{code_span, fence};
use deploy_kit_core::tool::{Context, Report};
use deploy_kit_version::report::{Detail, report as report_version};
use serde_json::{Value, json};

use crate::plan::{Plan, Release, Step};

/// Renders a plan.
pub fn report(plan: &Plan, explain: bool, context: &Context) -> Report {
    let (summary, document) = (context.wants_summary(), context.wants_document);
    let version = report_version(&plan.version, Detail { explain, summary, document, ..Detail::default() });
    let mut report = Report { text: version.text, annotations: version.annotations, ..Report::default() };
    if !plan.releases.is_empty() {
        report.line(Styled::new());
        for step in &plan.steps {
            report.line(sentence(step));
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
    report.summary = version.summary.map(|versions| page(plan, &versions));
    outputs(plan, &mut report);
    report
}

/// `would tag      v1.4.0 on 1234567`.
fn sentence(step: &Step) -> Styled<'static> {
    let (verb, what, rest) = match step {
        Step::Write { path } => ("write", path.display().to_string(), String::new()),
        Step::Commit { message } => ("commit", message.clone(), String::new()),
        Step::Tag { name, on: Some(on) } => ("tag", name.clone(), format!(" on {}", on.short(7))),
        Step::Tag { name, on: None } => ("tag", name.clone(), " on that commit".to_owned()),
        Step::Publish { tag, prerelease } => {
            ("publish", tag.clone(), if *prerelease { " as a pre-release".into() } else { String::new() })
        }
    };
    Styled::new().dim(format!("would {verb:<8}")).accent(what).text(rest)
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
                "version": release.version.next,
                "tag": release.version.tag,
                "notes": release.body,
                "entries": release.notes,
                "changelog": release.changelog.as_ref().map(|write| json!({
                    "path": write.path,
                    "after": write.after,
                })),
            })
        })
        .collect();
    json!({ "version": version, "releases": releases, "steps": plan.steps })
}

/// The job's summary: versions, then the release as it would read, then the files.
fn page(plan: &Plan, versions: &str) -> String {
    let mut page = format!("## Release plan\n\n{versions}");
    for release in &plan.releases {
        let tag = release.version.tag.as_deref().unwrap_or_default();
        page.push_str(&format!("\n### Notes of {}\n\n{}\n", code_span(tag), release.body.trim_end()));
    }
    for write in plan.releases.iter().filter_map(|release| release.changelog.as_ref()) {
        let mut lines = Report::default();
        let path = write.path.display().to_string();
        diff(&path, write, &mut lines);
        let text: Vec<String> = lines.text.iter().map(Styled::to_plain).collect();
        let block = fence(&text.join("\n"), "diff");
        page.push_str(&format!("\n<details><summary>{path}</summary>\n\n{block}\n</details>\n"));
    }
    page
}

fn outputs(plan: &Plan, report: &mut Report) {
    let lines = |value: &dyn Fn(&Release) -> Option<String>| {
        plan.releases.iter().filter_map(value).collect::<Vec<_>>().join("\n")
    };
    report.output("should-release", !plan.releases.is_empty());
    report.output("released", false);
    report.output("version", lines(&|release| release.version.next.as_ref().map(ToString::to_string)));
    report.output("tag", lines(&|release| release.version.tag.clone()));
    report.output("notes", lines(&|release| Some(release.body.trim_end().to_owned())));
}
