//! What a person, a runner and a program see.

use std::path::Path;

use deploy_kit_core::actions::Styled;
use deploy_kit_core::tool::{Context, Report};
use serde_json::json;

use crate::comment::CUT;
use crate::keep::{Outcome, Request};
use crate::plan::{Mode, Step};
use crate::target::Target;

/// Renders what was done.
pub(crate) fn report(request: &Request, outcome: &Outcome, dry_run: bool, context: &Context) -> Report {
    let mut report = Report::default();
    let action = action(request.mode, outcome);
    let place = &request.target;
    let line = match (dry_run, outcome.steps.is_empty()) {
        (true, false) => Styled::new().dim("would be ").strong(action),
        _ => Styled::new().good(action),
    };
    let url = outcome.standing.as_ref().map(|standing| standing.url.clone()).unwrap_or_default();
    let said = if outcome.is_stale { "  a newer run has written it already" } else { "" };
    report.line(line.text(format!("  {place} `{}`  {url}{said}", request.key)));
    if context.wants_summary()
        && let Some(text) = request.text.as_ref().filter(|_| is_cut(outcome))
    {
        report.summary = Some(text.clone());
    }
    if context.wants_document {
        let (number, commit) = match &request.target {
            Target::Issue(number) | Target::Discussion(number) => (Some(number), None),
            Target::Commit(sha) => (None, Some(sha)),
        };
        report.document = json!({
            "action": action,
            "number": number,
            "commit": commit,
            "key": request.key,
            "app": request.app,
            "comment-id": outcome.standing.as_ref().map(|standing| standing.id),
            "comment-url": outcome.standing.as_ref().map(|standing| standing.url.as_str()),
            "steps": outcome.steps,
        });
    }
    report.output("action", action);
    let id = outcome.standing.as_ref().map(|standing| standing.id.to_string());
    report.output("comment-id", id.unwrap_or_default());
    report.output("comment-url", url);
    report.output("report", "");
    report
}

/// The whole text goes to the summary where the comment could not take it.
fn is_cut(outcome: &Outcome) -> bool {
    outcome.steps.iter().any(|step| match step {
        Step::Create { body } | Step::Update { body, .. } => body.contains(CUT),
        _ => false,
    })
}

fn action(mode: Mode, outcome: &Outcome) -> &'static str {
    let is = |wanted: fn(&Step) -> bool| outcome.steps.iter().any(wanted);
    match outcome {
        Outcome { is_stale: true, .. } => "stale",
        _ if mode == Mode::Delete && !outcome.steps.is_empty() => "deleted",
        _ if is(|step| matches!(step, Step::Create { .. })) => "created",
        _ if is(|step| matches!(step, Step::Update { .. })) => "updated",
        _ if is(|step| matches!(step, Step::Minimize { .. })) => "minimized",
        Outcome { standing: Some(_), .. } => "unchanged",
        _ => "none",
    }
}

/// A report was written.
pub(crate) fn written(path: &Path, context: &Context) -> Report {
    let mut report = Report::default();
    report.line(Styled::new().good("written  ").accent(path.display().to_string()));
    if context.wants_document {
        report.document = json!({ "action": "none", "report": path });
    }
    report.output("action", "none");
    report.output("comment-id", "");
    report.output("comment-url", "");
    report.output("report", path.display().to_string());
    report
}

/// There is nothing to publish: why has been said.
pub(crate) fn nothing(context: &Context) -> Report {
    let mut report = Report::default();
    if context.wants_document {
        report.document = json!({ "action": "none" });
    }
    report.output("action", "none");
    report.output("comment-id", "");
    report.output("comment-url", "");
    report.output("report", "");
    report
}
