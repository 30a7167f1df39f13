//! Does what the plan says: the only writer.

mod comment;
mod files;
mod store;

use std::path::{Path, PathBuf};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::Repository;
use deploy_kit_github::server::Server;

use crate::facts::{Facts, Sources};
use crate::plan::{Plan, Step};
use crate::settings::Settings;

/// What became of the plan.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The files that were written.
    pub written: Vec<PathBuf>,
    /// Whether a baseline was written; `None` where none was to be.
    pub stored: Option<bool>,
    /// The comment's address.
    pub comment_url: Option<String>,
    /// The report for `comment-publish.yml`.
    pub report: Option<PathBuf>,
    /// What went wrong and is not what the gate is about.
    pub warnings: Vec<String>,
    /// What was not written.
    pub failures: Vec<Failure>,
}

/// What the steps work on.
pub(crate) struct Work<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) facts: &'a Facts,
    pub(crate) sources: &'a Sources,
    pub(crate) repository: &'a Repository,
    pub(crate) server: Option<&'a Server>,
}

/// Applies a plan.
///
/// What cannot be written is told beside the gate's answer, and does not stand in the way of the rest. A comment that cannot
/// be is a warning, and a report of it is written instead.
pub(crate) async fn apply(work: &Work<'_>, plan: &Plan) -> Outcome {
    let mut outcome = Outcome::default();
    for step in &plan.steps {
        if let Err(failure) = one(work, plan, step, &mut outcome).await {
            outcome.failures.push(failure);
        }
    }
    outcome
}

async fn one(work: &Work<'_>, plan: &Plan, step: &Step, outcome: &mut Outcome) -> Result<(), Failure> {
    match step {
        Step::Write { what, path } => {
            outcome.warnings.extend(files::write(work, plan, *what, path)?);
            outcome.written.push(path.clone());
        }
        Step::Store { entry } => outcome.stored = Some(store::store(work, entry).await?),
        Step::Comment { number, only_standing } => {
            match comment::post(work, plan, *number, *only_standing).await {
                Ok(url) => outcome.comment_url = url,
                Err(failure) => {
                    outcome.warnings.push(format!("the comment could not be written: {failure}"));
                    report(work, plan, &work.settings.report, outcome)?;
                }
            }
        }
        Step::Report { path } => report(work, plan, path, outcome)?,
    }
    Ok(())
}

/// For a workflow whose token may comment.
fn report(work: &Work<'_>, plan: &Plan, path: &Path, outcome: &mut Outcome) -> Result<(), Failure> {
    let head = work.settings.subject.head.as_deref().unwrap_or_default();
    deploy_kit_comment::publish::write(path, &comment::fitted(&plan.page), head)?;
    outcome.report = Some(path.to_owned());
    Ok(())
}
