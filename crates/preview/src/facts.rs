//! What GitHub knows: the only reads.

use deploy_kit_comment::publish::trust;
use deploy_kit_core::tool::Failure;
use deploy_kit_github::deployments::{PullState, Recorded};
use deploy_kit_github::issues::State;
use deploy_kit_github::server::{Server, refused};

use crate::settings::Settings;

/// What GitHub has recorded of a preview.
#[derive(Debug, Clone)]
pub struct Facts {
    /// The pull request.
    pub number: u64,
    /// The commit.
    pub sha: String,
    /// The environment.
    pub environment: String,
    /// Its deployments, and how the pull request stands.
    pub recorded: Recorded,
}

/// Gathers them; `None` where no pull request is concerned, such as by a deployment of a branch.
///
/// # Errors
/// It is not known which pull request is meant, or the server refuses.
pub async fn gather(settings: &Settings, server: &Server) -> Result<Option<Facts>, Failure> {
    let Some(number) = number(settings, server).await? else { return Ok(None) };
    let environment =
        settings.environment.clone().unwrap_or_else(|| environment(number, settings.app.as_deref()));
    let recorded = match settings.switches.deployment {
        true => server.repo.deployments().of(Some(number), std::slice::from_ref(&environment)).await,
        // The token may not even read them.
        false => server.repo.pulls().get(number).await.map(|pull| Recorded {
            pull: pull.map(|pull| PullState {
                is_open: pull.state == State::Open,
                is_merged: pull.is_merged(),
                head_sha: pull.head.sha,
            }),
            deployments: Vec::new(),
        }),
    };
    let recorded = recorded.map_err(refused)?;
    let newest = recorded.pull.as_ref().map(|pull| pull.head_sha.clone());
    let Some(newest) = newest else {
        let hint = "check the number; a preview is of a pull request".to_owned();
        return Err(
            Failure::usage(format!("there is no pull request #{number} in {}", server.name)).hint(hint)
        );
    };
    let sha = settings.subject.sha.clone().unwrap_or(newest);
    Ok(Some(Facts { number, sha, environment, recorded }))
}

/// The pull request, if need be by asking for the one that a commit is the newest of.
async fn number(settings: &Settings, server: &Server) -> Result<Option<u64>, Failure> {
    let subject = &settings.subject;
    if let Some(number) = subject.number {
        return Ok(Some(number));
    }
    if let Some(run) = &subject.follows {
        let pull = trust::pull_request(run, server).await?;
        return Ok(pull.map(|pull| pull.number));
    }
    if let (Some(_), Some(sha)) = (&subject.recorded, &subject.sha) {
        let pulls = server.repo.commits().pulls(sha).await.map_err(refused)?;
        let mut newest: Vec<_> = pulls.into_iter().filter(|pull| pull.head.sha == *sha).collect();
        // One that is open, where another of the same commit was closed before.
        newest.sort_by_key(|pull| pull.state != State::Open);
        return Ok(newest.first().map(|pull| pull.number));
    }
    if subject.is_queue {
        return Ok(None);
    }
    let hint = "name it with `--pull-request`, or run it on an event of a pull request".to_owned();
    Err(Failure::usage("it is not known which pull request the preview is of").hint(hint))
}

/// The environment of a pull request, or of one app of it.
fn environment(number: u64, app: Option<&str>) -> String {
    let name = |app: &str| -> String {
        app.chars().map(|c| if c.is_alphanumeric() || "-_.".contains(c) { c } else { '-' }).collect()
    };
    match app {
        Some(app) => format!("preview-{number}-{}", name(app)),
        None => format!("preview-{number}"),
    }
}
