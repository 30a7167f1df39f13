//! What a person, a runner and a program see of a preview.

use std::path::Path;

use deploy_kit_core::actions::event::PullRequest;
use deploy_kit_core::actions::{Annotation, Styled};
use deploy_kit_core::tool::{Context, Exit, Report};
use serde_json::json;

use super::{Outcome, Refused};
use crate::args::MergeMethod;
use crate::plan::in_short;

/// How many titles and commits are named.
pub(super) const NAMED: usize = 10;

/// Renders a preview. It says no only if no way of merging is left that can be read.
pub(super) fn report(
    pull: &PullRequest,
    outcomes: &[Outcome],
    is_known: bool,
    file: Option<&Path>,
    context: &Context,
) -> Report {
    let mut report = Report::default();
    let is_stuck = is_stuck(outcomes);
    let groups = agreeing(outcomes);
    for group in &groups {
        let line = Styled::new().strong(format!("#{}", pull.number)).text("  ");
        report.line(line.text(sentence(group, groups.len() == 1, str::to_owned)));
        for refused in group.iter().take(1).flat_map(|outcome| &outcome.refused).take(NAMED) {
            report.line(Styled::new().text("  ").text(complaint(refused)).dim(format!("  {}", fix(refused))));
            let text = format!("{}: {}", complaint(refused), fix(refused));
            let annotation = if is_stuck { Annotation::error(text) } else { Annotation::warning(text) };
            report.annotations.push(annotation.title("deploy-kit release"));
        }
    }
    if is_stuck {
        report.exit = Exit::Gate;
    }
    if context.wants_document {
        let outcomes = outcomes.iter().map(document);
        report.document = json!({
            "pull-request": pull.number,
            "settings-known": is_known,
            "outcomes": outcomes.collect::<Vec<_>>(),
        });
    }
    // The first way is the one that people who do not choose get.
    if let Some(first) = outcomes.first() {
        let releases = &first.plan.releases;
        let lines = |value: &dyn Fn(&crate::plan::Release) -> String| {
            releases.iter().map(value).collect::<Vec<_>>().join("\n")
        };
        report.output("should-release", !releases.is_empty());
        report.output("released", false);
        report.output("version", lines(&|release| release.next.to_string()));
        report.output("tag", lines(&|release| release.tag.clone()));
        report.output("notes", lines(&|release| release.body.trim_end().to_owned()));
    }
    report.output("report", file.map(|file| file.display().to_string()).unwrap_or_default());
    report
}

/// Outcomes with the same releases, of which one sentence is enough.
pub(super) fn agreeing(outcomes: &[Outcome]) -> Vec<Vec<&Outcome>> {
    let mut groups: Vec<Vec<&Outcome>> = Vec::new();
    for outcome in outcomes {
        match groups.iter_mut().find(|group| group.iter().all(|other| other.agrees(outcome))) {
            Some(group) => group.push(outcome),
            None => groups.push(vec![outcome]),
        }
    }
    groups
}

/// Whether no way of merging is left that can be read.
pub(super) fn is_stuck(outcomes: &[Outcome]) -> bool {
    !outcomes.is_empty() && outcomes.iter().all(|outcome| !outcome.refused.is_empty())
}

/// `merging makes v1.5.0, a minor release`, with the ways where they differ.
pub(super) fn sentence(group: &[&Outcome], is_alone: bool, name: impl Fn(&str) -> String) -> String {
    let Some(outcome) = group.first() else { return String::new() };
    let methods: Vec<MergeMethod> =
        group.iter().flat_map(|outcome| outcome.methods.iter().copied()).collect();
    let ways = if is_alone { String::new() } else { format!(" by {}", ways(&methods)) };
    let plan = &outcome.plan;
    if outcome.is_same_without && !plan.releases.is_empty() {
        let tags = in_short(plan.tags().map(name).collect());
        return format!("merging{ways} leaves the next release as it is, {tags}");
    }
    match plan.releases.as_slice() {
        [] => format!("merging{ways} releases nothing"),
        [release] => {
            format!("merging{ways} makes {}, a {} release", name(&release.tag), release.version.bump)
        }
        _ => format!("merging{ways} makes {}", in_short(plan.tags().map(name).collect())),
    }
}

pub(super) fn ways(methods: &[MergeMethod]) -> String {
    let words: Vec<&str> = methods.iter().map(|method| method.word()).collect();
    match words.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

fn complaint(refused: &Refused) -> String {
    let subject = refused.subject.replace('`', "'");
    match refused.commit {
        Some(id) => format!("the commit {} `{subject}` is not conventional", id.short(7)),
        None => format!("the title `{subject}` is not conventional"),
    }
}

pub(super) fn fix(refused: &Refused) -> &'static str {
    match refused.commit {
        Some(_) => {
            "begin it with a type, such as `fix: ` or `feat: `: `git rebase --interactive` and `reword`"
        }
        None => "begin the pull request's title with a type, such as `fix: ` or `feat: `",
    }
}

fn document(outcome: &Outcome) -> serde_json::Value {
    let refused = outcome.refused.iter().map(
        |refused| json!({ "commit": refused.commit.map(|id| id.to_string()), "subject": refused.subject }),
    );
    let releases = outcome.plan.releases.iter().map(|release| {
        json!({
            "package": release.version.name,
            "current": release.version.current,
            "version": release.next,
            "tag": release.tag,
            "bump": release.version.bump,
            "notes": release.body,
        })
    });
    json!({
        "methods": outcome.methods.iter().map(|method| method.word()).collect::<Vec<_>>(),
        "releases": releases.collect::<Vec<_>>(),
        "refused": refused.collect::<Vec<_>>(),
    })
}
