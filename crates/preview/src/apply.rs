//! The only writer of deployments: looks, does what is missing, and looks again until nothing is.

use std::collections::BTreeMap;

use deploy_kit_github::deployments::{self, NewDeployment, NewStatus, Record, Recorded, RecordedStatus};
use deploy_kit_github::server::Server;
use deploy_kit_github::{Kind, Result, create_once};

use crate::plan::{Payload, Plan, Step, TASK, Wanted, plan};

/// How often what stands is looked at again: other runs may write in between.
const ROUNDS: usize = 5;

/// What was done.
#[derive(Debug, Clone)]
pub struct Applied {
    /// What stands now.
    pub recorded: Recorded,
    /// The last plan.
    pub plan: Plan,
    /// What was done, or would be.
    pub steps: Vec<Step>,
    /// Whether the token may not delete the environment.
    pub keeps_environment: bool,
}

impl Applied {
    /// Where there are to be no deployments.
    pub(crate) fn none(wanted: &Wanted, recorded: Recorded) -> Self {
        let recorded = Recorded { deployments: Vec::new(), ..recorded };
        let plan = Plan { steps: Vec::new(), ..plan(wanted, &recorded) };
        Self { recorded, plan, steps: Vec::new(), keeps_environment: false }
    }
}

/// Makes the deployments of a preview right.
///
/// # Errors
/// The server refuses.
pub async fn apply(server: &Server, wanted: &Wanted, recorded: Recorded, dry_run: bool) -> Result<Applied> {
    let mut writer = Writer { server, wanted, made: Vec::new(), said: BTreeMap::new() };
    let first = plan(wanted, &recorded);
    let mut applied = Applied { recorded, plan: first, steps: Vec::new(), keeps_environment: false };
    if dry_run {
        applied.steps.clone_from(&applied.plan.steps);
        return Ok(applied);
    }
    for _ in 0..ROUNDS {
        if applied.plan.steps.is_empty() {
            break;
        }
        let mut is_last = false;
        for step in applied.plan.steps.clone() {
            match writer.write(&step).await {
                Ok(()) => {}
                Err(error) if matches!(step, Step::DeleteEnvironment { .. }) && is_refused(&error) => {
                    applied.keeps_environment = !error.is_not_found();
                    return Ok(applied);
                }
                Err(error) => return Err(error),
            }
            is_last = matches!(step, Step::DeleteEnvironment { .. });
            applied.steps.push(step);
        }
        if is_last {
            break;
        }
        applied.recorded = writer.read().await?;
        applied.plan = plan(wanted, &applied.recorded);
    }
    Ok(applied)
}

/// `GITHUB_TOKEN` may not delete environments, whatever its permissions: 403. One that is gone already, as after an
/// answer that was lost, is not found: 404.
fn is_refused(error: &deploy_kit_github::Error) -> bool {
    matches!(error.kind(), Kind::Forbidden { .. }) || error.is_not_found()
}

/// Writes, and remembers what it has written: the server's lists may show it late.
struct Writer<'a> {
    server: &'a Server,
    wanted: &'a Wanted,
    made: Vec<Record>,
    said: BTreeMap<u64, RecordedStatus>,
}

impl Writer<'_> {
    async fn write(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Create { .. } => self.create().await,
            Step::Status { id, state, description, url } => {
                let made = || self.made.first().map(|made| made.id);
                let Some(id) = id.or_else(made) else { return Ok(()) };
                self.status(id, *state, description, url.as_deref()).await
            }
            Step::Inactivate { id } => self.status(*id, deployments::State::Inactive, "", None).await,
            Step::DeleteEnvironment { name } => self.server.repo.environments().delete(name).await,
        }
    }

    async fn create(&mut self) -> Result<()> {
        let Wanted { payload, environment, sha, .. } = self.wanted;
        let new = NewDeployment {
            name: sha.clone(),
            task: Some(TASK.to_owned()),
            auto_merge: false,
            required_contexts: Some(Vec::new()),
            payload: serde_json::to_value(payload).ok(),
            environment: environment.clone(),
            description: Some(format!("Preview of #{}", payload.pull_request)),
            transient_environment: Some(true),
            production_environment: Some(false),
        };
        let deployments = self.server.repo.deployments();
        let find = async || {
            let found = deployments.of(None, std::slice::from_ref(environment)).await?.deployments;
            Ok(found.into_iter().find(|record| {
                record.task == TASK
                    && record.sha == *sha
                    && Payload::read(&record.payload).as_ref() == Some(payload)
            }))
        };
        let create = async || {
            let made = deployments.create(&new).await?;
            Ok(Record {
                id: made.id,
                sha: made.sha,
                environment: made.environment,
                task: made.task,
                payload: made.payload,
                created_at: made.created_at.unwrap_or_default(),
                status: None,
            })
        };
        let made = create_once(find, create).await?.into_inner();
        self.made.push(made);
        Ok(())
    }

    /// A status. One that is said twice, since an answer was lost, says no more than once.
    async fn status(
        &mut self,
        id: u64,
        state: deployments::State,
        description: &str,
        url: Option<&str>,
    ) -> Result<()> {
        let given = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let log_url = self.wanted.log_url.clone();
        let new = NewStatus {
            state,
            description: given(description),
            environment_url: url.map(str::to_owned),
            log_url,
            auto_inactive: Some(false),
        };
        let said = self.server.repo.deployments().create_status(id, &new).await?;
        let status = RecordedStatus {
            state,
            description: said.description,
            environment_url: said.environment_url,
            log_url: said.log_url,
            created_at: said.created_at.unwrap_or_default(),
        };
        self.said.insert(id, status);
        Ok(())
    }

    /// What stands, and what was written here.
    async fn read(&self) -> Result<Recorded> {
        let (number, environment) = (self.wanted.payload.pull_request, &self.wanted.environment);
        let deployments = self.server.repo.deployments();
        let mut recorded = deployments.of(Some(number), std::slice::from_ref(environment)).await?;
        for made in self.made.iter().rev() {
            if recorded.deployments.iter().all(|record| record.id != made.id) {
                recorded.deployments.insert(0, made.clone());
            }
        }
        for record in &mut recorded.deployments {
            if let Some(said) = self.said.get(&record.id) {
                record.status = Some(said.clone());
            }
        }
        Ok(recorded)
    }
}
