//! What a job without permission has written, published by one that has it.
//!
//! A workflow on a pull request from a fork has a token that can only read. It writes a report, the caller keeps it as
//! an artifact, and a workflow on `workflow_run` publishes it. That report is a stranger's: nothing in it is taken on
//! trust. Which comment it becomes is said by the workflow that publishes it, for which pull request by GitHub.

mod clean;
pub mod trust;

use std::path::Path;

use deploy_kit_core::actions::event::WorkflowRun;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_github::server::Server;
use serde::{Deserialize, Serialize};

use crate::args::CommentArgs;
use crate::keep::Request;
use crate::mark::{Mark, Run};
use crate::refusal::Origin;
use crate::run::rest;
use crate::settings::Settings;
use crate::target::Target;

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

/// Writes a report about a commit.
///
/// # Errors
/// It is too large, the commit is not known, or the file cannot be written.
pub fn write(path: &Path, text: &str, head_sha: &str) -> Result<(), Failure> {
    if head_sha.is_empty() {
        let hint = "run it in a workflow `on: pull_request`";
        return Err(
            Failure::usage("a report is about a commit, and none is known").hint(Some(hint.to_owned()))
        );
    }
    let report = ReportFile { version: VERSION, head_sha: head_sha.to_owned(), body: text.to_owned() };
    trust::write(path, &report, MOST)
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
    let run = trust::workflow_run(context)?;
    let report = read(args.file.as_deref(), &run)?;
    let Some(pull) = trust::pull_request(&run, server).await? else {
        context.console.notice(format!(
            "no open pull request has the commit {} as its newest: nothing is published",
            trust::short(&run.head_sha)
        ));
        return Ok(None);
    };
    let run_id = Run::new(run.id, run.run_attempt.unwrap_or(1));
    Ok(Some(Request {
        target: Target::Issue(pull.number),
        origin: Origin::PullRequest,
        key: settings.key.clone(),
        app: settings.app.clone(),
        text: Some(clean(&report.body)),
        row: args.row.clone().unwrap_or_default(),
        head: args.head.clone().unwrap_or_default(),
        mark: Some(Mark { run: run_id, sha: run.head_sha }),
        mode: settings.mode,
        reason: settings.reason,
        only_standing: false,
        rest: rest(settings.run_url.as_deref()),
    }))
}

fn read(path: Option<&Path>, run: &WorkflowRun) -> Result<ReportFile, Failure> {
    let report: ReportFile = trust::read(path, MOST)?;
    let path = path.unwrap_or(Path::new(""));
    if report.version != VERSION {
        let text = format!("its format is of version {}, and this is {VERSION}", report.version);
        return Err(trust::refuse(path, text));
    }
    trust::agree(path, &report.head_sha, run)?;
    if clean(&report.body).trim().is_empty() {
        return Err(trust::refuse(path, "it says nothing"));
    }
    Ok(report)
}
