//! A workflow, or the part of one that a page shows.

use github_actions_models::common::{BasePermission, Permissions};
use github_actions_models::workflow::job::{Step, UsesStep};
use github_actions_models::workflow::{Job, Workflow};
use serde::Deserialize;

use super::call::Call;

/// What was read.
pub(super) struct Example {
    /// Whether it is a whole workflow: then nothing may be left open.
    pub(super) is_whole: bool,
    /// The permissions at the top.
    pub(super) top: Permissions,
    /// Its jobs; a part of a job is one without a name.
    pub(super) jobs: Vec<Section>,
}

/// A job.
pub(super) struct Section {
    pub(super) name: String,
    /// Its own permissions.
    pub(super) permissions: Permissions,
    pub(super) steps: Vec<Step>,
}

/// A part of a job.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    #[serde(default)]
    permissions: Permissions,
    #[serde(default)]
    steps: Vec<Step>,
}

impl Example {
    /// Reads a workflow, a part of a job, or steps.
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let is_whole = text.lines().any(|line| line == "jobs:");
        if is_whole {
            let workflow: Workflow = yaml_serde::from_str(text).map_err(|error| error.to_string())?;
            let jobs = workflow
                .jobs
                .into_iter()
                .map(|(name, job)| Section::of(name, job))
                .collect::<Result<_, _>>()?;
            return Ok(Self { is_whole, top: workflow.permissions, jobs });
        }
        let part = match text.trim_start().starts_with("- ") {
            true => {
                yaml_serde::from_str(text).map(|steps| Part { permissions: Permissions::default(), steps })
            }
            false => yaml_serde::from_str(text),
        };
        let part = part.map_err(|error| format!("neither a workflow nor a part of a job: {error}"))?;
        let job = Section { name: String::new(), permissions: part.permissions, steps: part.steps };
        Ok(Self { is_whole, top: Permissions::default(), jobs: vec![job] })
    }

    /// The steps that call an action of ours.
    pub(super) fn calls(&self) -> impl Iterator<Item = Result<Call<'_>, String>> {
        self.jobs.iter().flat_map(Section::calls)
    }

    /// What the token may in a job; nothing if it is not said.
    pub(super) fn permissions<'a>(&'a self, job: &'a Section) -> Option<&'a Permissions> {
        [&job.permissions, &self.top]
            .into_iter()
            .find(|it| **it != Permissions::Base(BasePermission::Default))
    }
}

impl Section {
    fn of(name: String, job: Job) -> Result<Self, String> {
        match job {
            Job::NormalJob(job) => Ok(Self { name, permissions: job.permissions, steps: job.steps }),
            Job::ReusableWorkflowCallJob(_) => Err(format!("`{name}` calls a workflow: not judged yet")),
        }
    }

    /// The steps that call an action of ours.
    pub(super) fn calls(&self) -> impl Iterator<Item = Result<Call<'_>, String>> {
        self.uses().filter_map(|step| Call::of(step).transpose())
    }

    fn uses(&self) -> impl Iterator<Item = &UsesStep> {
        self.steps.iter().filter_map(|step| match step {
            Step::Uses(step) => Some(step),
            _ => None,
        })
    }
}
