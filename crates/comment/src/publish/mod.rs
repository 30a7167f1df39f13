//! What a job without permission has written, published by one that has it.
//!
//! A workflow on a pull request from a fork has a token that can only read. It writes a report, the caller keeps it as
//! an artifact, and a workflow on `workflow_run` publishes it. That report is a stranger's: nothing in it is taken on
//! trust. Which comment it becomes is said by the workflow that publishes it, for which pull request by GitHub.

mod clean;

use std::path::Path;

use deploy_kit_core::actions::event::{Event, Payload, WorkflowRun};
use deploy_kit_core::actions::{self};
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::{Filter, Pull};
use deploy_kit_github::server::{Server, refused};
use serde::{Deserialize, Serialize};

use crate::args::CommentArgs;
use crate::keep::Request;
use crate::mark::{Mark, Run};
use crate::refusal::Origin;
use crate::run::rest;
use crate::settings::Settings;
use crate::text::content;

pub use clean::clean;

/// The largest report, in bytes: a comment of four bytes a character, and some more.
pub const MOST: u64 = 300_000;

/// The version of the format.
const VERSION: u64 = 1;

/// A report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ReportFile {
    /// The version of the format.
    pub version: u64,
    /// The commit that it is about.
    pub head_sha: String,
    /// Markdown.
    pub body: String,
}

/// Writes a report.
///
/// # Errors
/// It is too large, the commit is not known, or the file cannot be written.
pub fn write(path: &Path, text: &str, settings: &Settings) -> Result<(), Failure> {
    let sha = settings.mark.as_ref().map(|mark| mark.sha.clone()).unwrap_or_default();
    if sha.is_empty() {
        let hint = "run it in a workflow `on: pull_request`";
        return Err(
            Failure::usage("a report is about a commit, and none is known").hint(Some(hint.to_owned()))
        );
    }
    let report = ReportFile { version: VERSION, head_sha: sha, body: text.to_owned() };
    let text = serde_json::to_string(&report).map_err(Failure::world)?;
    if text.len() as u64 > MOST {
        let text = format!("the report has {} bytes, and {MOST} are the most that is published", text.len());
        return Err(Failure::usage(text).hint(Some("shorten the text".to_owned())));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::world(format!("cannot write `{}`: {error}", path.display())))
}

/// Checks a report against what GitHub says of the run that wrote it; `None` where it is about a commit that is no
/// longer the newest of an open pull request.
///
/// # Errors
/// The report is not what it has to be, or the server refuses.
pub async fn check(
    args: &CommentArgs,
    settings: &Settings,
    server: &Server,
    context: &Context,
) -> Result<Option<Request>, Failure> {
    let run = workflow_run(context)?;
    let report = read(args, &run)?;
    let Some(pull) = pull_request(&run, server).await? else {
        context.console.notice(format!(
            "no open pull request has the commit {} as its newest: nothing is published",
            short(&run.head_sha)
        ));
        return Ok(None);
    };
    let run_id = Run::new(run.id, run.run_attempt.unwrap_or(1));
    Ok(Some(Request {
        number: pull.number,
        origin: Origin::PullRequest,
        key: settings.key.clone(),
        app: settings.app.clone(),
        text: Some(clean(&report.body)),
        row: args.row.clone().unwrap_or_default(),
        head: args.head.clone().unwrap_or_default(),
        mark: Some(Mark { run: run_id, sha: run.head_sha }),
        mode: settings.mode,
        reason: settings.reason,
        rest: rest(settings.run_url.as_deref()),
    }))
}

/// The run that wrote the report, as GitHub's event tells of it.
fn workflow_run(context: &Context) -> Result<WorkflowRun, Failure> {
    let refuse = |text: String| {
        let hint =
            "publish `on: workflow_run`, with `types: [completed]` and the workflow that wrote the report";
        Failure::usage(text).hint(Some(hint.to_owned()))
    };
    let told = actions::Context::from_environment(&context.environment);
    let payload = Payload::read(&told).map_err(|error| refuse(error.to_string()))?;
    let Event::WorkflowRun(event) = payload.event else {
        return Err(refuse(format!(
            "a report is published `on: workflow_run`, and the event is `{}`",
            payload.name
        )));
    };
    let run = event.workflow_run;
    match run.event.as_str() {
        "pull_request" => Ok(run),
        other => Err(refuse(format!(
            "the report is of a run on `{other}`, and only those on `pull_request` are published"
        ))),
    }
}

fn read(args: &CommentArgs, run: &WorkflowRun) -> Result<ReportFile, Failure> {
    let path = args.file.as_deref().ok_or_else(|| {
        Failure::usage("it is not known which report is published")
            .hint(Some("name it with `--file`".to_owned()))
    })?;
    let refuse = |why: String| Failure::gate(format!("the report `{}` is refused: {why}", path.display()));
    // Looked at before it is read: a stranger decides how large it is.
    let about = std::fs::symlink_metadata(path)
        .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
    if !about.is_file() {
        return Err(refuse("it is no ordinary file".to_owned()));
    }
    if about.len() > MOST {
        return Err(refuse(format!("it has {} bytes, and {MOST} are the most", about.len())));
    }
    let text = content(path).map_err(|failure| refuse(failure.chain().join(": ")))?;
    let report: ReportFile =
        serde_json::from_str(&text).map_err(|error| refuse(format!("it is not as it has to be: {error}")))?;
    if report.version != VERSION {
        return Err(refuse(format!("its format is of version {}, and this is {VERSION}", report.version)));
    }
    if report.head_sha != run.head_sha {
        let (says, is) = (short(&report.head_sha), short(&run.head_sha));
        return Err(refuse(format!(
            "it is about the commit {says}, and the run that wrote it was about {is}"
        )));
    }
    if clean(&report.body).trim().is_empty() {
        return Err(refuse("it says nothing".to_owned()));
    }
    Ok(report)
}

/// The open pull request whose newest commit the run was about. The event lists none for those from forks; so GitHub is
/// asked for the branch, and the commit has to agree.
async fn pull_request(run: &WorkflowRun, server: &Server) -> Result<Option<Pull>, Failure> {
    let owner = run.head_repository.as_ref().and_then(|repository| repository.full_name.split('/').next());
    let (Some(owner), Some(branch)) = (owner, &run.head_branch) else { return Ok(None) };
    let filter = Filter { state: Some(State::Open), head: Some(format!("{owner}:{branch}")), base: None };
    let found = server.repo.pulls().list(&filter).await.map_err(refused)?;
    Ok(found.into_iter().find(|pull| pull.head.sha == run.head_sha))
}

/// A stranger's word as part of a line.
fn short(sha: &str) -> String {
    sha.chars().filter(char::is_ascii_hexdigit).take(7).collect()
}
