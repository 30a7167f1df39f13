//! What a person, a runner and a program see.

use std::path::Path;

use deploy_kit_core::actions::{Annotation, Styled};
use deploy_kit_core::tool::{Context, Exit, Failure, Report};
use serde_json::{Value, json};

use crate::life::End;
use crate::record::Said;
use crate::row::HEAD;
use crate::settings::Settings;
use crate::state::State;

/// Renders how a preview stands.
pub(crate) fn report((all, failed): End, settings: &Settings, context: &Context) -> Report {
    let Some(first) = all.first() else {
        let mut report = nothing(context);
        failed.iter().for_each(|failure| ended(&mut report, failure));
        return report;
    };
    let mut report = Report::default();
    all.iter().for_each(|said| report.line(line(said, settings)));
    kept(all.iter().find(|said| said.keeps_environment.is_some()).unwrap_or(first), context);
    // A job that says `building` says more later on.
    if context.wants_summary() && first.state != State::Building {
        report.summary = Some(page(&all));
    }
    if context.wants_document {
        report.document = document(first);
    }
    outputs(&mut report, Some(first), None);
    failed.iter().for_each(|failure| ended(&mut report, failure));
    report
}

/// Renders what was removed.
pub(crate) fn swept((removed, failed): End, settings: &Settings, context: &Context) -> Report {
    let mut report = Report::default();
    for said in &removed {
        report.line(line(said, settings));
    }
    if let Some(said) = removed.iter().find(|said| said.keeps_environment.is_some()) {
        kept(said, context);
    }
    if removed.is_empty() && failed.is_empty() {
        report.line(Styled::new().good("nothing is left behind"));
    }
    if context.wants_summary() && !removed.is_empty() {
        report.summary = Some(page(&removed));
    }
    if context.wants_document {
        report.document = json!({ "removed": removed.iter().map(document).collect::<Vec<_>>() });
    }
    outputs(&mut report, None, Some(("removed", removed.len().to_string())));
    for failure in &failed {
        ended(&mut report, failure);
    }
    report
}

/// A report was written.
pub(crate) fn written(path: &Path, context: &Context) -> Report {
    let mut report = Report::default();
    report.line(Styled::new().good("written  ").accent(path.display().to_string()));
    if context.wants_document {
        report.document = json!({ "report": path });
    }
    outputs(&mut report, None, Some(("report", path.display().to_string())));
    report
}

/// No pull request is concerned.
pub(crate) fn nothing(context: &Context) -> Report {
    let mut report = Report::default();
    report.line(Styled::new().dim("no open pull request is concerned: there is nothing to say"));
    if context.wants_document {
        report.document = json!({ "state": Value::Null });
    }
    outputs(&mut report, None, None);
    report
}

/// The whole failure, and how the run ends.
fn ended(report: &mut Report, failure: &Failure) {
    report.exit = if report.exit == Exit::Done { failure.exit() } else { report.exit };
    report.annotations.push(Annotation::error(failure.to_string()));
}

/// That an environment stays is said once.
fn kept(said: &Said, context: &Context) {
    if let Some(name) = &said.keeps_environment {
        context.console.notice(format!(
            "the environment `{name}` stays, empty: `GITHUB_TOKEN` may not delete environments, the token of an app with \
             `administration: write` may"
        ));
    }
}

fn line(said: &Said, settings: &Settings) -> Styled<'static> {
    let name = said.state.name();
    let line = match (said.state, settings.switches.dry_run) {
        (_, true) => Styled::new().dim("would be ").strong(name),
        (State::Ready, _) => Styled::new().good(name),
        (State::Failed, _) => Styled::new().bad(name),
        _ => Styled::new().strong(name),
    };
    let stale = if said.is_stale { "  a newer run has said more" } else { "" };
    let url = said.url.as_deref().unwrap_or_default();
    line.text(format!("  #{} {}  ", said.number, said.label)).accent(url.to_owned()).text(stale)
}

/// The rows, as in the comment.
fn page(all: &[Said]) -> String {
    let rows = all.iter().map(|said| said.row.as_str());
    let table = [HEAD].into_iter().chain(rows).collect::<Vec<_>>().join("\n");
    let below = all.iter().map(|said| said.below.as_str()).filter(|text| !text.is_empty());
    [table.as_str()].into_iter().chain(below).collect::<Vec<_>>().join("\n\n") + "\n"
}

fn document(said: &Said) -> Value {
    json!({
        "state": said.state,
        "pull-request": said.number,
        "app": said.label,
        "environment-url": said.url,
        "deployment-id": said.deployment,
        "comment-url": said.comment,
        "is-stale": said.is_stale,
        "steps": said.steps,
        "comment": said.comment_steps,
    })
}

/// Every output: those of what was said, and the one of a command that says nothing of one preview.
fn outputs(report: &mut Report, said: Option<&Said>, own: Option<(&str, String)>) {
    let text = |value: Option<String>| value.unwrap_or_default();
    report.output("state", said.map_or("", |said| said.state.name()));
    report.output("environment-url", text(said.and_then(|said| said.url.clone())));
    report.output("deployment-id", text(said.and_then(|said| said.deployment).map(|id| id.to_string())));
    report.output("comment-url", text(said.and_then(|said| said.comment.clone())));
    for name in ["removed", "report"] {
        let value = own.as_ref().filter(|(own, _)| *own == name).map(|(_, value)| value.clone());
        report.output(name, text(value));
    }
}
