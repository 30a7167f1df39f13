//! What a person, a runner and a program see of a backport.

use deploy_kit_core::actions::{Annotation, Styled};
use deploy_kit_core::markdown::{code_span, escape, fence, link};
use deploy_kit_core::tool::{Context, Exit, Report};
use serde_json::json;

use super::apply::Outcome;
use super::facts::{Facts, Source};
use super::plan::{Plan, Step, name};
use crate::pull_request::no_checks;
use crate::settings::Settings;

/// Renders a run.
pub(super) fn report(
    plan: &Plan,
    facts: &Facts,
    outcome: &Outcome,
    settings: &Settings,
    context: &Context,
) -> Report {
    let mut report = Report::default();
    for source in &facts.sources {
        lines(source, plan, &mut report);
    }
    if settings.switches.dry_run {
        for step in &plan.steps {
            let (verb, object) = words(step);
            report.line(Styled::new().dim(format!("would {verb:<5}")).accent(object));
        }
    }
    if let Some(pull) = &outcome.pull {
        let word = match (outcome.has_written, pull.is_merged()) {
            (true, _) => "opened   ",
            (false, true) => "merged   ",
            (false, false) => "stands   ",
        };
        let line = Styled::new().good(word).strong(format!("#{}", pull.number));
        report.line(line.text(format!("  {}  {}", pull.title, pull.html_url)));
    } else if plan.steps.is_empty() && !plan.is_blocked {
        report.line(format!("`{}` has all of it: there is nothing to do.", plan.to));
    }
    if plan.is_blocked {
        blocked(plan, facts, settings, &mut report);
    }
    report.annotations.extend(outcome.pull.as_ref().filter(|_| outcome.has_written).and_then(no_checks));
    if context.wants_summary() {
        report.summary = Some(page(plan, facts, outcome, settings));
    }
    if context.wants_document {
        report.document = json!({
            "to": plan.to,
            "branch": plan.branch,
            "number": outcome.pull.as_ref().map(|pull| pull.number),
            "url": outcome.pull.as_ref().map(|pull| pull.html_url.as_str()),
            "pull-requests": facts.sources,
            "has-conflicts": !conflicts(facts).is_empty(),
            "body": plan.body,
            "steps": plan.steps,
        });
    }
    let pull = outcome.pull.as_ref();
    report.output("pull-request", pull.map(|pull| pull.number.to_string()).unwrap_or_default());
    report.output("pull-request-url", pull.map(|pull| pull.html_url.clone()).unwrap_or_default());
    report.output("conflicts", conflicts(facts).join("\n"));
    report
}

/// `picked   #123  fix: a leak`, and its conflicts.
fn lines(source: &Source, plan: &Plan, report: &mut Report) {
    let word = match source {
        Source { is_contained: true, .. } => Styled::new().dim("has      "),
        Source { brought, .. } if !brought.clashes.is_empty() => Styled::new().bad("conflict "),
        Source { brought, .. } if brought.copies.is_empty() && plan.is_blocked => {
            Styled::new().dim("waits    ")
        }
        _ => Styled::new().good("picked   "),
    };
    report.line(word.strong(format!("#{}", source.number)).text(format!("  {}", source.title)));
    for clash in &source.brought.clashes {
        for (file, kind) in &clash.files {
            report.line(
                Styled::new()
                    .text("  ")
                    .accent(file.clone())
                    .text(format!("  {kind}, by {}", clash.of.short(7))),
            );
        }
    }
}

/// The files with conflicts, each once.
fn conflicts(facts: &Facts) -> Vec<&str> {
    let clashes = facts.sources.iter().flat_map(|source| &source.brought.clashes);
    let mut files: Vec<&str> =
        clashes.flat_map(|clash| &clash.files).map(|(file, _)| file.as_str()).collect();
    files.sort_unstable();
    files.dedup();
    files
}

/// Conflicts are the gate's no; what is left is a person's to do.
fn blocked(plan: &Plan, facts: &Facts, settings: &Settings, report: &mut Report) {
    report.exit = Exit::Gate;
    let text = format!(
        "conflicts keep it from `{}`, and nothing is pushed: {}",
        plan.to,
        conflicts(facts).join(", ")
    );
    report.annotations.push(Annotation::error(text.clone()).title("deploy-kit release backport"));
    report.line(Styled::new());
    report.line("By hand, then run this again to open the pull request:");
    for command in commands(plan, facts, settings) {
        report.line(Styled::new().text("  ").accent(command));
    }
}

/// What a person does in place of the run.
fn commands(plan: &Plan, facts: &Facts, settings: &Settings) -> Vec<String> {
    let (remote, branch, to) = (&settings.changelog.look.remote, &plan.branch, &plan.to);
    let mut commands =
        vec![format!("git fetch {remote}"), format!("git switch --create {branch} {remote}/{to}")];
    let on = "# where a pick stops: mend the files, then `git add --all && git cherry-pick --continue`";
    commands.push(on.to_owned());
    for source in facts.sources.iter().filter(|source| !source.is_contained) {
        let is_merge = |id| facts.repository.commit(id).is_ok_and(|commit| commit.is_merge());
        let ids: Vec<String> = source.commits.iter().map(ToString::to_string).collect();
        let mainline = if source.commits.iter().any(|&id| is_merge(id)) { " --mainline 1" } else { "" };
        commands.push(format!("git cherry-pick -x{mainline} {}", ids.join(" ")));
    }
    commands.push(format!("git push {remote} {branch}"));
    commands
}

/// A step as a line of progress.
pub(super) fn done(step: &Step) -> Styled<'static> {
    let (verb, object) = words(step);
    Styled::new().dim(format!("{verb:<5}")).accent(object).dim("  done")
}

fn words(step: &Step) -> (&'static str, String) {
    match step {
        Step::Push { branch, head } => ("push", format!("{branch} at {}", head.short(7))),
        Step::Open { title, draft: false } => ("open", title.clone()),
        Step::Open { title, draft: true } => ("open", format!("{title} (draft)")),
    }
}

fn page(plan: &Plan, facts: &Facts, outcome: &Outcome, settings: &Settings) -> String {
    let mut page = format!("## Backport to {}\n\n", code_span(&plan.to));
    if let Some(pull) = &outcome.pull {
        page.push_str(&format!("{}\n\n", link(&format!("#{}", pull.number), &pull.html_url)));
    }
    for source in &facts.sources {
        let state = match source {
            Source { is_contained: true, .. } => "there already",
            Source { brought, .. } if !brought.clashes.is_empty() => "conflicts",
            _ => "picked",
        };
        page.push_str(&format!("- {} {}: {state}\n", name(source), escape(&source.title)));
        for (file, kind) in source.brought.clashes.iter().flat_map(|clash| &clash.files) {
            page.push_str(&format!("  - {} ({})\n", code_span(file), escape(kind)));
        }
    }
    if plan.is_blocked {
        let commands = commands(plan, facts, settings).join("\n");
        page.push_str(&format!(
            "\nNothing is pushed. By hand, then run this again to open the pull request:\n\n{}\n",
            fence(&commands, "sh")
        ));
    }
    page
}
