//! What becomes of the pull request: pure.

use deploy_kit_core::markdown::fence;
use deploy_kit_git::Id;
use deploy_kit_github::pulls::Pull;
use semver::Version;
use serde::Serialize;

use super::body::{self, Mark, Standing};
use super::edits::{File, merge};
use super::facts::{Facts, digest, planned_files};
use super::{table, three_way};
use crate::marker::{self, trailers};
use crate::plan::Plan as Release;
use crate::report::capitalized;

/// The longest title, in characters: GitHub refuses a longer one with 422.
const TITLE: usize = 256;

/// The longest excerpt of what an alert tells of, in characters.
const EXCERPT: usize = 2_000;

/// There is no plan.
#[derive(Debug, thiserror::Error)]
pub(super) enum Error {
    /// A pull request without a change.
    #[error("there is something to release, and no file would change: there would be nothing to merge")]
    NoFiles,
}

impl Error {
    pub(super) fn hint(&self) -> String {
        "keep a changelog (`--changelog`) or version files (`--files`), or release with `deploy-kit release`"
            .to_owned()
    }
}

/// One thing that is done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub(super) enum Step {
    /// The branch takes new commits in place of those that it holds.
    Branch {
        /// Its name.
        name: String,
        /// The commit that they stand on.
        on: Id,
        /// The files that change.
        files: usize,
    },
    /// The pull request is opened.
    Open {
        /// Its title.
        title: String,
    },
    /// Its title or text changes.
    Update {
        /// Its number.
        number: u64,
    },
    /// It takes labels.
    Label {
        /// Their names.
        labels: Vec<String>,
    },
    /// It is closed, and its branch deleted.
    Close {
        /// Its number; the branch alone is left, if there is none.
        number: Option<u64>,
    },
}

/// A file to write: `None` takes it away.
pub(super) type Change = (String, Option<File>);

/// The plan.
#[derive(Debug)]
pub(super) struct Plan {
    /// The branch that is released on.
    pub base: String,
    /// The branch of the pull request.
    pub branch: String,
    /// The message of our commit.
    pub message: String,
    /// The release that merging makes.
    pub release: Release,
    /// The pull request that is open.
    pub open: Option<Pull>,
    /// Where its branch stood when this was planned.
    pub head: Option<String>,
    /// The commit that was planned at.
    pub here: Id,
    /// The pull request that somebody closed, and that stays closed.
    pub closed: Option<u64>,
    /// Its title.
    pub title: String,
    /// Its text.
    pub body: String,
    /// Our commit's files.
    pub files: Vec<Change>,
    /// What people have changed, for a commit on top of it, with its message.
    pub edits: Option<(String, Vec<Change>)>,
    /// The labels that it lacks.
    pub labels: Vec<String>,
    /// What people are warned of, in the text too.
    pub warnings: Vec<String>,
    /// What is to be done, in order.
    pub steps: Vec<Step>,
}

/// Plans.
pub(super) fn plan(facts: Facts<'_>) -> Result<Plan, Error> {
    let mut plan = Plan {
        base: facts.base.to_owned(),
        branch: facts.branch.to_owned(),
        open: facts.open.cloned(),
        head: facts.head,
        here: facts.here,
        closed: None,
        message: String::new(),
        title: String::new(),
        body: String::new(),
        files: Vec::new(),
        edits: None,
        warnings: Vec::new(),
        steps: Vec::new(),
        release: facts.release,
        labels: Vec::new(),
    };
    let releases = &plan.release.releases;
    if releases.is_empty() || facts.is_retired {
        if facts.open.is_some() || facts.is_left {
            plan.steps.push(Step::Close { number: facts.open.map(|pull| pull.number) });
        }
        plan.release.releases.clear();
        return Ok(plan);
    }
    if let Some(closed) = facts.closed {
        plan.closed = Some(closed.number);
        return Ok(plan);
    }
    if plan.release.message.is_none() {
        return Err(Error::NoFiles);
    }
    if facts.is_foreign {
        plan.warnings.push(format!(
            "somebody has made the branch `{}` anew, and none of its commits is the release's: it stays as it is. \
             Delete it to have it made again",
            plan.branch
        ));
        return Ok(plan);
    }
    plan.message = facts.message;
    let message = plan.message.as_str();
    let mut alerts: Vec<Alert> = facts.refusals.into_iter().map(Alert::of).collect();
    let mut branch = None;
    if !facts.is_current {
        plan.files = planned_files(&plan.release).into_iter().collect();
        let mut edits = Vec::new();
        for edit in &facts.edits {
            let merged = merge(edit);
            edits.extend(merged.file.map(|file| (edit.path.clone(), file)));
            alerts.extend(merged.left_out.map(|left_out| Alert::of_file(&edit.path, &left_out)));
        }
        let count = plan.files.len().max(edits.len());
        plan.edits = (!edits.is_empty()).then_some((facts.edit_message, edits));
        branch = Some(Step::Branch { name: plan.branch.clone(), on: facts.here, files: count });
    }
    let title = title_of(message);
    let text = body::render(releases, facts.whole);
    let (tags, chosen) =
        (plan.release.tags().map(str::to_owned).collect(), trailers(message).unwrap_or_default().chosen);
    let mark = Mark { hash: body::hash(&text), tags, chosen };
    let generated = Standing { generated: Some(mark), alerts: write(&alerts), text };
    let body = match facts.open {
        None => generated,
        Some(open) => {
            let stands = Standing::read(open.body.as_deref().unwrap_or_default());
            merged(stands, generated, facts.last.as_deref(), &mut alerts)
        }
    };
    plan.warnings = alerts.into_iter().map(|alert| alert.text).collect();
    plan.body = body.write();
    plan.title = match facts.open {
        Some(open) => retitled(&open.title, &facts.last_message, &title, releases.len() == 1),
        None => title,
    };
    match facts.open {
        None => {
            plan.steps.extend(branch);
            plan.steps.push(Step::Open { title: plan.title.clone() });
        }
        // The text first: what people wrote in it is merged by the commit that the branch holds.
        Some(open) => {
            let is_same =
                open.title == plan.title && same(open.body.as_deref().unwrap_or_default(), &plan.body);
            if !is_same {
                plan.steps.push(Step::Update { number: open.number });
            }
            plan.steps.extend(branch);
        }
    }
    let has = |label: &&String| {
        facts.open.is_some_and(|open| open.labels.iter().any(|own| own.name.eq_ignore_ascii_case(label)))
    };
    plan.labels = facts.labels.iter().filter(|label| !has(label)).cloned().collect();
    if !plan.labels.is_empty() {
        plan.steps.push(Step::Label { labels: plan.labels.clone() });
    }
    Ok(plan)
}

/// The message of our commit: that of the release, with what tells its files from people's changes of them.
pub(super) fn message(release: &Release) -> String {
    let message = release.message.as_deref().unwrap_or_default().trim_end();
    format!("{message}\n{}: {}\n", marker::DIGEST, digest(&planned_files(release)))
}

/// GitHub's forms send line ends as CR LF.
fn same(one: &str, other: &str) -> bool {
    one.replace("\r\n", "\n").trim() == other.trim()
}

/// The text with what people have changed in it.
fn merged(stands: Standing, generated: Standing, last: Option<&str>, alerts: &mut Vec<Alert>) -> Standing {
    let is_news = !generated.generated.as_ref().is_some_and(|mark| stands.is_of(&mark.hash));
    // Without news, what people were told stays until somebody takes it away.
    let keep = !is_news && alerts.is_empty();
    if stands.is_untouched() {
        return Standing { alerts: if keep { stands.alerts } else { generated.alerts }, ..generated };
    }
    // The versions are decided by now, and their table is no longer anybody's edit.
    let table = table::cut(&generated.text);
    let theirs = table::replace(&stands.text, table);
    let text = match last {
        _ if !is_news => theirs,
        Some(last) => {
            let merge = three_way::merge(&table::replace(last, table), &theirs, &generated.text);
            alerts.extend((!merge.left_out.is_empty()).then(|| Alert::of_text(&merge.left_out.join("\n"))));
            merge.text
        }
        None => {
            alerts.push(Alert::of_text(&generated.text));
            theirs
        }
    };
    Standing { alerts: if keep { stands.alerts } else { write(alerts) }, text, ..generated }
}

/// The title of a pull request with a commit of this message.
fn title_of(message: &str) -> String {
    message.lines().next().unwrap_or_default().chars().take(TITLE).collect()
}

/// The title as it should be now. People's own words stay, with the new version in the place of the last one.
fn retitled(stands: &str, last: &str, title: &str, is_alone: bool) -> String {
    let last = title_of(last);
    let version = |title: &str| title.strip_prefix(marker::SUBJECT)?.trim().parse::<Version>().ok();
    // A version alone is a choice, and decided by now.
    if stands == last || version(stands).is_some() {
        return title.to_owned();
    }
    match (version(&last), version(title)) {
        (Some(last), Some(next)) if is_alone => renumbered(stands, &last.to_string(), &next.to_string()),
        _ => stands.to_owned(),
    }
}

/// A text with a version in the place of another, not within a longer number.
fn renumbered(text: &str, last: &str, next: &str) -> String {
    let is_part = |c: char| c.is_ascii_digit() || c == '.';
    let (mut out, mut rest) = (String::with_capacity(text.len()), text);
    while let Some(at) = rest.find(last) {
        let (before, after) = (&rest[..at], &rest[at + last.len()..]);
        out.push_str(before);
        let goes_on = after.starts_with(is_part) && !after.starts_with(". ") && after != ".";
        out.push_str(if out.ends_with(is_part) || goes_on { last } else { next });
        rest = after;
    }
    out.push_str(rest);
    out
}

/// What people should see.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Alert {
    /// The sentence.
    text: String,
    /// What it is about, as Markdown.
    detail: Option<String>,
}

impl Alert {
    fn of(text: String) -> Self {
        Self { text, detail: None }
    }

    fn of_file(path: &str, left_out: &str) -> Self {
        let text = format!(
            "`{path}`: an edit on this branch and new commits change the same lines. The edit stays, and what the \
             commits say there is left out"
        );
        Self { text, detail: Some(fence(&excerpt(left_out), "")) }
    }

    fn of_text(left_out: &str) -> Self {
        let text = "an edit of this text and new commits change the same lines. The edit stays, and what the \
                    commits say is left out";
        Self { text: text.to_owned(), detail: Some(fence(&excerpt(left_out), "markdown")) }
    }
}

fn excerpt(text: &str) -> String {
    match text.char_indices().nth(EXCERPT) {
        Some((end, _)) => format!("{}\n…", &text[..end]),
        None => text.to_owned(),
    }
}

/// The alerts as Markdown.
fn write(alerts: &[Alert]) -> String {
    let mut text = String::new();
    for alert in alerts {
        text.push_str(&format!("> [!CAUTION]\n> {}.\n", capitalized(&alert.text)));
        if let Some(detail) = &alert.detail {
            text.push_str(&format!(
                "\n<details>\n<summary>What is left out</summary>\n\n{}\n</details>\n",
                detail.trim_end()
            ));
        }
        text.push('\n');
    }
    text.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_of_peoples_own_takes_the_new_version_alone() {
        let last = "chore(release): 1.1.0\n\nRelease-Base: a\nRelease-Tag: v1.1.0\n";
        let next = "chore(release): 2.0.0";
        let retitled = |stands: &str| retitled(stands, last, next, true);
        assert_eq!(retitled("chore(release): 1.1.0"), next);
        assert_eq!(
            retitled("chore(release): 1.5.0"),
            next,
            "a version alone is a choice, and decided by now"
        );
        assert_eq!(retitled("Release 1.1.0, the fast one"), "Release 2.0.0, the fast one");
        assert_eq!(retitled("Release 1.1.0 for Java 11.1.0"), "Release 2.0.0 for Java 11.1.0");
        assert_eq!(retitled("The fast one"), "The fast one");
    }
}
