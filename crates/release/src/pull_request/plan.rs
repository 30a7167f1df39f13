//! What becomes of the pull request: pure.

use deploy_kit_core::markdown::fence;
use deploy_kit_git::{FileKind, Id};
use deploy_kit_github::pulls::Pull;
use semver::Version;
use serde::Serialize;

use super::body::{self, Mark, Standing};
use super::edits::{File, merge};
use super::facts::{Facts, slashed};
use super::{table, three_way};
use crate::marker;
use crate::plan::Plan as Release;

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
    /// The release that merging makes.
    pub release: Release,
    /// The pull request that is open.
    pub open: Option<Pull>,
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
        closed: None,
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
    if releases.is_empty() {
        if facts.open.is_some() || facts.is_left {
            plan.steps.push(Step::Close { number: facts.open.map(|pull| pull.number) });
        }
        return Ok(plan);
    }
    if let Some(closed) = facts.closed {
        plan.closed = Some(closed.number);
        return Ok(plan);
    }
    let Some(message) = &plan.release.message else { return Err(Error::NoFiles) };
    let mut alerts: Vec<Alert> = facts.refusals.into_iter().map(Alert::of).collect();
    let mut branch = None;
    if !facts.is_current {
        let files = &plan.release.files;
        plan.files = files
            .iter()
            .map(|file| {
                let kind = if file.is_plain { FileKind::File } else { FileKind::Executable };
                let bytes = file.write.after.clone().into_bytes();
                (slashed(&file.write.path), Some(File { bytes, kind }))
            })
            .collect();
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
        (plan.release.tags().map(str::to_owned).collect(), marker::chosen_of_commit(message));
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
    let last = facts.standing.as_ref().map(|branch| branch.generated.message.as_str());
    plan.title = match facts.open {
        Some(open) => retitled(&open.title, last.unwrap_or_default(), &title, releases.len() == 1),
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
        (Some(last), Some(next)) if is_alone => stands.replace(&last.to_string(), &next.to_string()),
        _ => stands.to_owned(),
    }
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
        let mut chars = alert.text.chars();
        let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
        text.push_str(&format!("> [!CAUTION]\n> {first}{}.\n", chars.as_str()));
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
