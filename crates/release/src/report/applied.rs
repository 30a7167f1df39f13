//! What came of a release.

use deploy_kit_core::actions::Styled;
use deploy_kit_core::markdown::{code_span, link};
use deploy_kit_core::tool::{Context, Report};
use deploy_kit_git::Id;
use serde_json::json;

use super::lines;
use crate::apply::Outcome;
use crate::facts::remote::Remote;
use crate::plan::{Plan, Release};
use crate::settings::Settings;

/// Renders the end of a run that was allowed to write.
#[must_use]
pub fn applied(plan: &Plan, outcome: &Outcome, settings: &Settings, context: &Context) -> Report {
    let mut report = Report::default();
    if plan.releases.is_empty() {
        let version = deploy_kit_version::report::report(
            &plan.version,
            deploy_kit_version::report::Detail { explain: settings.explain, ..Default::default() },
        );
        report.text = version.text;
        report.annotations = version.annotations;
    }
    for earlier in &plan.earlier {
        let url = earlier.release_url.as_ref().map(|url| format!("  {url}")).unwrap_or_default();
        report.line(Styled::new().good("resumed  ").strong(earlier.tag.clone()).text(url));
    }
    for release in &plan.releases {
        report.line(sentence(release, outcome, settings));
    }
    if !plan.releases.is_empty() && !settings.on_server {
        remains(plan, settings, &mut report);
    }
    if outcome.has_written {
        super::back::lines(plan, &mut report);
    }
    let commit = outcome.commit.or(plan.tagged()).filter(|_| !plan.releases.is_empty());
    if context.wants_document {
        report.document = document(plan, outcome, commit);
    }
    if context.wants_summary() {
        report.summary = Some(page(plan, outcome));
    }
    let of = |value: &dyn Fn(&Release) -> Option<String>| lines(plan, value);
    let released =
        !plan.releases.is_empty() && settings.on_server && !settings.switches.draft && outcome.has_written;
    report.output("should-release", !plan.releases.is_empty() && outcome.has_written);
    report.output("released", released || !plan.earlier.is_empty());
    let finished: Vec<&str> = plan.earlier.iter().map(|earlier| earlier.tag.as_str()).collect();
    report.output("finished", finished.join("\n"));
    report.output("version", of(&|release| Some(release.next.to_string())));
    report.output("tag", of(&|release| Some(release.tag.clone())));
    report.output("notes", of(&|release| Some(release.body.trim_end().to_owned())));
    report.output("commit", commit.map(|commit| commit.to_string()).unwrap_or_default());
    let published = |release: &Release| outcome.releases.get(&release.tag);
    report.output("release-id", of(&|release| Some(published(release)?.id.to_string())));
    report.output("release-url", of(&|release| Some(published(release)?.html_url.clone())));
    report
}

/// `released v1.4.0  https://github.com/…`.
fn sentence(release: &Release, outcome: &Outcome, settings: &Settings) -> Styled<'static> {
    let verb = match (settings.on_server, settings.switches.draft, outcome.has_written) {
        (_, _, false) => "stands  ",
        (true, true, true) => "drafted ",
        (true, false, true) => "released",
        (false, _, true) => "tagged  ",
    };
    let url = outcome.releases.get(&release.tag).map(|published| published.html_url.clone());
    let line = Styled::new().good(format!("{verb} ")).strong(release.tag.clone());
    line.text(url.map(|url| format!("  {url}")).unwrap_or_default())
}

/// Without a token: what is left to do, and the command for it.
fn remains(plan: &Plan, settings: &Settings, report: &mut Report) {
    let mut left = Vec::new();
    let remote = &settings.changelog.look.remote;
    if !settings.has_remote {
        left.push(("connect", format!("git remote add {remote} <url>")));
    }
    if !settings.pushes {
        // A commit that is on no branch has to be told where it goes.
        let branch = settings.branch.as_deref().unwrap_or("HEAD:refs/heads/<branch>");
        let tags: Vec<&str> = plan.tags().collect();
        left.push(("push", format!("git push --atomic {remote} {branch} {}", tags.join(" "))));
    }
    let mut publish = "GITHUB_TOKEN=… deploy-kit release".to_owned();
    if remote != "origin" {
        publish.push_str(&format!(" --remote={remote}"));
    }
    if settings.branch.is_none() {
        publish.push_str(" --branch=<branch>");
    }
    left.push(("publish", publish));
    report.line(Styled::new());
    report.line("What remains, without a token for a repository on GitHub:");
    for (what, command) in left {
        report.line(Styled::new().dim(format!("  {what:<8} ")).accent(command));
    }
}

fn document(plan: &Plan, outcome: &Outcome, commit: Option<Id>) -> serde_json::Value {
    let releases: Vec<_> = plan
        .releases
        .iter()
        .map(|release| {
            let published = outcome.releases.get(&release.tag);
            json!({
                "package": release.version.name,
                "version": release.next,
                "tag": release.tag,
                "notes": release.body,
                "release-id": published.map(|published| published.id),
                "release-url": published.map(|published| published.html_url.as_str()),
                "assets": release.assets,
            })
        })
        .collect();
    json!({
        "released": outcome.has_written && !releases.is_empty() || !plan.earlier.is_empty(),
        "earlier": plan.earlier,
        "back": plan.back,
        "commit": commit.map(|commit| commit.to_string()),
        "releases": releases,
        "steps": plan.steps,
        "warnings": outcome.warnings,
    })
}

/// The job's summary: each release with its notes.
fn page(plan: &Plan, outcome: &Outcome) -> String {
    let mut page = String::new();
    for earlier in &plan.earlier {
        let title = match &earlier.release_url {
            Some(url) => link(&code_span(&earlier.tag), url),
            None => code_span(&earlier.tag),
        };
        page.push_str(&format!(
            "## Release {title}\n\nBegun by an earlier run, and finished by this one.\n\n"
        ));
    }
    if plan.releases.is_empty() && plan.earlier.is_empty() {
        return "## Release\n\nNothing to release.\n".to_owned();
    }
    for release in &plan.releases {
        let title = match outcome.releases.get(&release.tag) {
            Some(published) => link(&code_span(&release.tag), &published.html_url),
            None => code_span(&release.tag),
        };
        page.push_str(&format!("## Release {title}\n\n{}\n", release.body.trim_end()));
        if !release.assets.is_empty() {
            page.push_str("\n| Asset | Size | SHA-256 |\n|---|--:|---|\n");
            for asset in &release.assets {
                let (name, sum) = (code_span(&asset.name), code_span(&asset.sha256));
                page.push_str(&format!("| {name} | {} | {sum} |\n", super::bytes(asset.size)));
            }
        }
        page.push('\n');
    }
    if outcome.has_written {
        page.push_str(super::back::paragraph(plan).trim_start());
    }
    page
}

/// The branch is somewhere else: the run for that commit releases.
#[must_use]
pub fn moved_on(remote: &Remote, here: Id, context: &Context) -> Report {
    let mut report = Report::default();
    let head = remote.head.map(|head| head.short(7).to_string()).unwrap_or_default();
    let text = format!(
        "`{}` has moved on from {} to {head}: nothing is released here, the run for that commit does it",
        remote.branch,
        here.short(7)
    );
    if context.console.is_runner() {
        report
            .annotations
            .push(deploy_kit_core::actions::Annotation::notice(text).title("deploy-kit release"));
    } else {
        report.line(text);
    }
    report.output("should-release", false);
    report.output("released", false);
    report
}
