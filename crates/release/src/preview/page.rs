//! A preview as Markdown: the job's summary, and a comment on the pull request.

use std::borrow::Cow;

use deploy_kit_changelog::cut::COMMENT_BODY;
use deploy_kit_core::actions::event::PullRequest;
use deploy_kit_core::markdown::{Unit, code_span, html, truncate};

use super::report::{NAMED, agreeing, fix, is_stuck, sentence, ways};
use super::{Outcome, Refused};
use crate::plan::{Plan, Release};
use crate::report::capitalized;

/// The most lines of notes that are shown without being asked for.
const OPEN: usize = 25;

/// The longest comment, in characters; what is left of GitHub's limit is for marks.
const COMMENT: usize = COMMENT_BODY - 5_536;

/// Renders a preview.
pub(super) fn page(pull: &PullRequest, outcomes: &[Outcome], is_known: bool) -> String {
    let mut page = format!("## What merging #{} releases\n", pull.number);
    if is_stuck(outcomes) {
        page.push_str("\n> [!CAUTION]\n> No way of merging leaves a commit that can be read.\n");
    }
    let groups = agreeing(outcomes);
    for group in &groups {
        let text = sentence(group, groups.len() == 1, |tag| format!("**{}**", code_span(tag)));
        page.push_str(&format!("\n{}.\n", capitalized(&text)));
        page.push_str(&complaints(group.first().map_or(&[], |outcome| &outcome.refused)));
        for (place, outcome) in group.iter().enumerate() {
            let way = (group.len() > 1).then(|| ways(&outcome.methods));
            page.push_str(&notes(&outcome.plan, way.as_deref(), place == 0));
        }
    }
    if !is_known {
        page.push_str("\nHow this repository merges is not known here: all ways are shown.\n");
    }
    page.push('\n');
    page
}

/// The page as far as a comment takes it.
pub(super) fn as_comment(page: &str) -> Cow<'_, str> {
    truncate(page, COMMENT, Unit::Chars, "*All of it is in the summary of the job that wrote this.*")
}

fn complaints(refused: &[Refused]) -> String {
    if refused.is_empty() {
        return String::new();
    }
    let mut text = "\n> [!WARNING]\n".to_owned();
    for refused in refused.iter().take(NAMED) {
        let subject = code_span(&refused.subject);
        let what = match refused.commit {
            Some(id) => format!("The commit {} {subject}", code_span(&id.short(7).to_string())),
            None => format!("The title {subject}"),
        };
        text.push_str(&format!("> - {what} is not conventional: {}.\n", fix(refused)));
    }
    if let Some(more) = refused.len().checked_sub(NAMED).filter(|more| *more > 0) {
        text.push_str(&format!("> - and {more} more\n"));
    }
    text
}

/// What the pull request adds to the notes, by one of several ways if they differ in that: open where that is short.
fn notes(plan: &Plan, way: Option<&str>, may_open: bool) -> String {
    let mut text = String::new();
    let is_alone = plan.releases.len() == 1;
    for release in plan.releases.iter().filter(|release| release.notes.iter().any(|notes| !notes.is_empty()))
    {
        let title = if is_alone { "What it adds to the notes".to_owned() } else { html(&release.title()) };
        let title = way.map_or(title.clone(), |way| format!("{title} by {way}"));
        let body = untitled(release);
        let open = if may_open && is_alone && body.lines().count() <= OPEN { " open" } else { "" };
        text.push_str(&format!("\n<details{open}><summary>{title}</summary>\n\n{body}\n\n</details>\n"));
    }
    text
}

/// The notes without the heading that names the version: the sentence before has done that.
fn untitled(release: &Release) -> &str {
    let body = release.body.trim();
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let is_title = first.starts_with('#') && first.contains(&release.next.to_string());
    if is_title { rest.trim() } else { body }
}
