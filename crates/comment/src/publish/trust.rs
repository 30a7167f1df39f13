//! What is known of a stranger's report: that it is a file of a size and a form, and what GitHub says of the run that wrote
//! it.

use std::path::Path;

use deploy_kit_core::actions::event::{Event, Payload, WorkflowRun};
use deploy_kit_core::actions::{self};
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::{Filter, Pull};
use deploy_kit_github::server::{Server, refused};
use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::text::content;

/// Writes a report; `most` bytes are taken when it is published.
///
/// # Errors
/// It is too large, or the file cannot be written.
pub fn write(path: &Path, report: &impl Serialize, most: u64) -> Result<(), Failure> {
    let text = serde_json::to_string(report).map_err(Failure::world)?;
    if text.len() as u64 > most {
        let text = format!("the report has {} bytes, and {most} are the most that is published", text.len());
        return Err(Failure::usage(text).hint(Some("shorten the text".to_owned())));
    }
    let folder = path.parent().unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(path, text))
        .map_err(|error| Failure::world(format!("cannot write `{}`: {error}", path.display())))
}

/// Reads a report of at most so many bytes.
///
/// # Errors
/// It is no ordinary file, too large, or not of this form.
pub fn read<T: DeserializeOwned>(path: Option<&Path>, most: u64) -> Result<T, Failure> {
    let path = path.ok_or_else(|| {
        Failure::usage("it is not known which report is published")
            .hint(Some("name it with `--file`".to_owned()))
    })?;
    // Looked at before it is read: a stranger decides how large it is.
    let about = std::fs::symlink_metadata(path)
        .map_err(|error| Failure::usage(format!("cannot read `{}`: {error}", path.display())))?;
    if !about.is_file() {
        return Err(refuse(path, "it is no ordinary file"));
    }
    if about.len() > most {
        return Err(refuse(path, format!("it has {} bytes, and {most} are the most", about.len())));
    }
    let text = content(path).map_err(|failure| refuse(path, failure.chain().join(": ")))?;
    serde_json::from_str(&text).map_err(|error| refuse(path, format!("it is not as it has to be: {error}")))
}

/// A report that is not published.
#[must_use]
pub fn refuse(path: &Path, why: impl std::fmt::Display) -> Failure {
    Failure::gate(format!("the report `{}` is refused: {why}", path.display()))
}

/// The run that wrote the report, as GitHub's event tells of it.
///
/// # Errors
/// The event is another, or that run was on no `pull_request`.
pub fn workflow_run(context: &Context) -> Result<WorkflowRun, Failure> {
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

/// Whether a report of a commit is about that of the run that wrote it.
///
/// # Errors
/// It is not.
pub fn agree(path: &Path, says: &str, run: &WorkflowRun) -> Result<(), Failure> {
    if says == run.head_sha {
        return Ok(());
    }
    let (says, is) = (short(says), short(&run.head_sha));
    Err(refuse(path, format!("it is about the commit {says}, and the run that wrote it was about {is}")))
}

/// The open pull request whose newest commit the run was about. The event lists none for those from forks; so GitHub is
/// asked for the branch, and the commit has to agree.
///
/// # Errors
/// The server refuses.
pub async fn pull_request(run: &WorkflowRun, server: &Server) -> Result<Option<Pull>, Failure> {
    let owner = run.head_repository.as_ref().and_then(|repository| repository.full_name.split('/').next());
    let (Some(owner), Some(branch)) = (owner, &run.head_branch) else { return Ok(None) };
    let filter = Filter { state: Some(State::Open), head: Some(format!("{owner}:{branch}")), base: None };
    let found = server.repo.pulls().list(&filter).await.map_err(refused)?;
    Ok(found.into_iter().find(|pull| pull.head.sha == run.head_sha))
}

/// A stranger's word as part of a line.
#[must_use]
pub fn short(sha: &str) -> String {
    sha.chars().filter(char::is_ascii_hexdigit).take(7).collect()
}
