//! What a person, a runner and a program see of the pull request.

use deploy_kit_core::actions::{Annotation, Styled};
use deploy_kit_core::markdown::{code_span, html, link};
use deploy_kit_core::tool::{Context, Report};
use serde_json::{Value, json};

use super::apply::Outcome;
use super::plan::{Plan, Step};
use super::{Kept, table};
use crate::plan::{Release, in_short};
use crate::report::{applied, plan as planned};
use crate::settings::Settings;

/// Who opens a pull request with the job's own token. GitHub starts no workflow for what that token does.
const JOB: &str = "github-actions[bot]";

const NO_CHECKS: &str = "no checks start on a pull request that is made with `GITHUB_TOKEN`";
const NO_CHECKS_HINT: &str =
    "give the step the token of a GitHub App, or close and open the pull request by hand to start them once";

/// Renders a run.
pub(super) fn report(kept: &Kept, settings: &Settings, context: &Context) -> Report {
    let mut report = Report::default();
    let mut documents = Vec::new();
    let mut summary = String::new();
    for (release, outcome) in &kept.released {
        let part = match outcome {
            Some(outcome) => applied(release, outcome, settings, context),
            None => planned(release, settings.explain, context),
        };
        report.text.extend(part.text);
        report.annotations.extend(part.annotations);
        documents.push(part.document);
        summary.push_str(part.summary.as_deref().unwrap_or_default());
    }
    for earlier in &kept.earlier {
        let url = earlier.release_url.as_ref().map(|url| format!("  {url}")).unwrap_or_default();
        report.line(Styled::new().good("resumed  ").strong(earlier.tag.clone()).text(url));
    }
    let mut is_by_job = false;
    for (plan, outcome) in &kept.pulls {
        lines(plan, outcome, settings.switches.dry_run, &mut report);
        summary.push_str(&page(plan, outcome));
        is_by_job |= outcome.pull.as_ref().is_some_and(|pull| opened_by_job(pull) && outcome.has_written);
    }
    if kept.released.is_empty() && kept.pulls.is_empty() {
        report.line("Nothing to release.");
        summary.push_str("## Release\n\nNothing to release.\n");
    }
    report.annotations.extend(warnings(kept));
    if is_by_job {
        report.annotations.push(no_checks_notice());
    }
    if context.wants_summary() {
        report.summary = Some(summary);
    }
    if context.wants_document {
        let pulls: Vec<Value> = kept.pulls.iter().map(|(plan, outcome)| document(plan, outcome)).collect();
        report.document = json!({
            "released": documents,
            "earlier": kept.earlier,
            "pull-requests": pulls,
            "warnings": kept.warnings,
        });
    }
    outputs(kept, settings, &mut report);
    report
}

/// What is worth a warning, as annotations.
pub(super) fn warnings(kept: &Kept) -> impl Iterator<Item = Annotation> {
    kept.warnings.iter().map(|warning| Annotation::warning(warning.clone()).title("deploy-kit release"))
}

/// Tells, of a pull request that the job's own token has opened, that its checks will not start.
pub(crate) fn no_checks(pull: &deploy_kit_github::pulls::Pull) -> Option<Annotation> {
    opened_by_job(pull).then(no_checks_notice)
}

fn no_checks_notice() -> Annotation {
    Annotation::notice(format!("{NO_CHECKS}: {NO_CHECKS_HINT}")).title("deploy-kit release")
}

fn opened_by_job(pull: &deploy_kit_github::pulls::Pull) -> bool {
    pull.user.as_ref().is_some_and(|user| user.login == JOB)
}

/// `opened   #12  v1.4.0  https://github.com/…`.
fn lines(plan: &Plan, outcome: &Outcome, is_dry: bool, report: &mut Report) {
    if is_dry {
        for step in &plan.steps {
            report.line(Styled::new().dim(format!("would {:<7}", verb(step))).accent(object(step)));
        }
    }
    let closed = plan.steps.iter().find_map(|step| match step {
        Step::Close { number } => Some(*number),
        _ => None,
    });
    let tags = in_short(plan.release.tags().map(str::to_owned).collect());
    match (&outcome.pull, closed, plan.closed) {
        (_, Some(Some(number)), _) if !is_dry => {
            report.line(
                Styled::new()
                    .good("closed   ")
                    .strong(format!("#{number}"))
                    .text("  nothing is left to release"),
            );
        }
        (_, _, Some(number)) => {
            let line = Styled::new().text("left     ").strong(format!("#{number}"));
            report.line(line.text("  somebody closed it; the next commit opens another"));
        }
        (Some(pull), None, None) if !is_dry || plan.steps.is_empty() => {
            let word = match (outcome.has_written, plan.open.is_some()) {
                (false, _) => "stands   ",
                (true, true) => "updated  ",
                (true, false) => "opened   ",
            };
            let line = Styled::new().good(word).strong(format!("#{}", pull.number));
            report.line(line.text(format!("  {}  {}", tags, pull.html_url)));
        }
        _ if tags.is_empty() => report.line("Nothing to release."),
        _ => {}
    }
}

/// `done`: a step as a line of progress.
pub(super) fn done(step: &Step) -> Styled<'static> {
    Styled::new().dim(format!("{:<7}", verb(step))).accent(object(step)).dim("  done")
}

fn verb(step: &Step) -> &'static str {
    match step {
        Step::Branch { .. } => "push",
        Step::Open { .. } => "open",
        Step::Update { .. } => "update",
        Step::Label { .. } => "label",
        Step::Close { .. } => "close",
    }
}

fn object(step: &Step) -> String {
    match step {
        Step::Branch { name, on, files } => {
            let plural = if *files == 1 { "" } else { "s" };
            format!("{name} on {} ({files} file{plural})", on.short(7))
        }
        Step::Open { title } => title.clone(),
        Step::Update { number } | Step::Close { number: Some(number) } => format!("#{number}"),
        Step::Label { labels } => labels.join(", "),
        Step::Close { number: None } => "the branch of an earlier run".to_owned(),
    }
}

fn page(plan: &Plan, outcome: &Outcome) -> String {
    let releases = &plan.release.releases;
    if releases.is_empty() {
        return "## Release pull request\n\nNothing to release.\n\n".to_owned();
    }
    let name = match (&outcome.pull, plan.closed) {
        (Some(pull), _) => link(&format!("#{}", pull.number), &pull.html_url),
        (None, Some(number)) => format!("#{number}, which somebody closed,"),
        (None, None) => code_span(&plan.branch),
    };
    let tags = in_short(plan.release.tags().map(code_span).collect());
    let mut page = format!("## Release pull request\n\nMerging {name} releases {tags}.\n\n");
    page.push_str(&table::render(releases, &plan.base));
    for warning in &plan.warnings {
        page.push_str(&format!("\n> [!WARNING]\n> {warning}.\n"));
    }
    if outcome.pull.as_ref().is_some_and(opened_by_job) {
        page.push_str(&format!("\n> [!NOTE]\n> {NO_CHECKS}: {NO_CHECKS_HINT}.\n"));
    }
    for release in releases {
        let title = html(&format!("Notes of {}", release.tag));
        page.push_str(&format!(
            "\n<details><summary>{title}</summary>\n\n{}\n\n</details>\n",
            release.body.trim_end()
        ));
    }
    page.push('\n');
    page
}

fn document(plan: &Plan, outcome: &Outcome) -> Value {
    let releases = plan.release.releases.iter().map(|release| {
        json!({
            "package": release.version.name,
            "current": release.version.current,
            "version": release.next,
            "tag": release.tag,
            "notes": release.body,
        })
    });
    json!({
        "number": outcome.pull.as_ref().map(|pull| pull.number),
        "url": outcome.pull.as_ref().map(|pull| pull.html_url.as_str()),
        "branch": plan.branch,
        "base": plan.base,
        "title": plan.title,
        "body": plan.body,
        "releases": releases.collect::<Vec<_>>(),
        "files": plan.release.files.iter().map(|file| &file.write.path).collect::<Vec<_>>(),
        "steps": plan.steps,
        "warnings": plan.warnings,
    })
}

/// What was released now comes before what the pull request is to release.
fn outputs(kept: &Kept, settings: &Settings, report: &mut Report) {
    let done: Vec<_> = kept.released.iter().filter(|(_, outcome)| outcome.is_some()).collect();
    let releases: Vec<&Release> = match done.is_empty() {
        false => done.iter().flat_map(|(plan, _)| &plan.releases).collect(),
        true => kept.pulls.iter().flat_map(|(plan, _)| &plan.release.releases).collect(),
    };
    let of = |value: &dyn Fn(&Release) -> Option<String>| {
        releases.iter().filter_map(|release| value(release)).collect::<Vec<_>>().join("\n")
    };
    let published =
        |release: &Release| done.iter().find_map(|(_, outcome)| outcome.as_ref()?.releases.get(&release.tag));
    let is_released = !settings.switches.draft
        && done.iter().any(|(_, outcome)| outcome.as_ref().is_some_and(|it| it.has_written));
    let mut finished: Vec<&str> = kept.earlier.iter().map(|earlier| earlier.tag.as_str()).collect();
    finished.extend(done.iter().flat_map(|(plan, _)| &plan.earlier).map(|earlier| earlier.tag.as_str()));
    let commits = done.iter().filter_map(|(plan, outcome)| outcome.as_ref()?.commit.or(plan.tagged()));
    let pulls = || kept.pulls.iter().filter_map(|(_, outcome)| outcome.pull.as_ref());
    report.output("should-release", !releases.is_empty());
    report.output("released", is_released || !finished.is_empty());
    report.output("finished", finished.join("\n"));
    report.output("version", of(&|release| Some(release.next.to_string())));
    report.output("tag", of(&|release| Some(release.tag.clone())));
    report.output("notes", of(&|release| Some(release.body.trim_end().to_owned())));
    report.output("commit", commits.map(|commit| commit.to_string()).collect::<Vec<_>>().join("\n"));
    report.output("release-id", of(&|release| Some(published(release)?.id.to_string())));
    report.output("release-url", of(&|release| Some(published(release)?.html_url.clone())));
    report.output("pull-request", pulls().map(|pull| pull.number.to_string()).collect::<Vec<_>>().join("\n"));
    report
        .output("pull-request-url", pulls().map(|pull| pull.html_url.clone()).collect::<Vec<_>>().join("\n"));
}
