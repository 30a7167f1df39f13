//! What a person, a runner and a program see.

mod annotate;
mod import;
mod terminal;

use deploy_kit_core::tool::{Context, Exit, Report};
pub(crate) use import::imported;
use serde_json::json;

use crate::apply::Outcome;
use crate::facts::Facts;
use crate::model::Percent;
use crate::page;
use crate::plan::{Plan, Verdict};
use crate::settings::Settings;

/// Renders a run. Without an outcome it is what would be done.
pub(crate) fn report(
    settings: &Settings,
    facts: &Facts,
    plan: &Plan,
    outcome: Option<&Outcome>,
    context: &Context,
) -> Report {
    let mut report = Report { exit: exit(plan.verdict), ..Report::default() };
    for failure in outcome.iter().flat_map(|outcome| &outcome.failures) {
        context.console.error(failure.to_string());
        if report.exit == Exit::Done {
            report.exit = failure.exit();
        }
    }
    terminal::show(settings, facts, plan, outcome, context, &mut report);
    if context.wants_summary() {
        report.summary = Some(match settings.explain {
            true => format!("{}\n{}", plan.page, page::explained(facts, plan)),
            false => plan.page.clone(),
        });
    }
    if settings.annotations && context.console.is_runner() {
        report.annotations = annotate::annotations(plan);
    }
    if context.wants_document {
        report.document = json!({
            "verdict": plan.verdict,
            "commit": facts.commit,
            "base": facts.baseline,
            "checks": plan.checks,
            "measurement": plan.measurement,
            "reports": facts.joined.parts,
            "passed-over": facts.passed_over,
            "notes": facts.notes,
            "steps": plan.steps,
            "comment-url": outcome.and_then(|outcome| outcome.comment_url.as_deref()),
        });
    }
    outputs(settings, plan, outcome, &mut report);
    report
}

fn exit(verdict: Verdict) -> Exit {
    match verdict {
        Verdict::Open | Verdict::Passed | Verdict::Waived => Exit::Done,
        Verdict::Failed => Exit::Gate,
        Verdict::Undecided => Exit::Undecided,
    }
}

/// Points with two decimals, and no sign before nothing.
fn points(delta: f64) -> String {
    let text = format!("{delta:.2}");
    if text == "-0.00" { "0.00".to_owned() } else { text }
}

fn outputs(settings: &Settings, plan: &Plan, outcome: Option<&Outcome>, report: &mut Report) {
    let all = &plan.measurement.all;
    let patch = all.patch.as_ref().map(|patch| patch.counted(settings.rules.counts_unmentioned));
    let number = |percent: Percent| page::number::percent(percent).trim_end_matches(" %").to_owned();
    let known = |percent: Percent| if percent.total() > 0 { number(percent) } else { String::new() };
    report.output("coverage", known(all.total));
    report.output("lines-covered", all.total.covered());
    report.output("lines-total", all.total.total());
    report.output("patch-coverage", patch.map(known).unwrap_or_default());
    let delta = all.base.and_then(|base| Some(all.total.value()? - base.percent.value()?));
    report.output("delta", delta.map(points).unwrap_or_default());
    report.output(
        "passed",
        match plan.verdict {
            Verdict::Open | Verdict::Passed => "true",
            Verdict::Failed => "false",
            Verdict::Undecided | Verdict::Waived => "",
        },
    );
    let outcome = outcome.map(|outcome| (outcome.comment_url.clone(), outcome.report.clone()));
    let (comment_url, file) = outcome.unwrap_or_default();
    report.output("comment-url", comment_url.unwrap_or_default());
    report.output("report", file.map(|path| path.display().to_string()).unwrap_or_default());
    report.output("uncovered", patch.map(|patch| patch.missed().to_string()).unwrap_or_default());
}
