//! How a preview stands, said on GitHub: its deployment, then its row in the comment.

use std::collections::BTreeSet;

use deploy_kit_comment::board::Board;
use deploy_kit_comment::mark::Mark;
use deploy_kit_comment::plan::Step as CommentStep;
use deploy_kit_comment::{Origin, Request, Target, keep, rest};
use deploy_kit_core::tool::Failure;
use deploy_kit_github::Kind;
use deploy_kit_github::server::{Server, refused};

use crate::apply::{Applied, apply};
use crate::facts::Facts;
use crate::plan::{self, Payload, Plan, Step, Wanted};
use crate::row::{self, HEAD, Shown};
use crate::settings::Settings;
use crate::state::State;

/// What was said.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    /// How it stands.
    pub(crate) state: State,
    /// The pull request.
    pub(crate) number: u64,
    /// The app, or the repository.
    pub(crate) label: String,
    /// Where it can be seen.
    pub(crate) url: Option<String>,
    /// Its deployment's number.
    pub(crate) deployment: Option<u64>,
    /// Its comment's address.
    pub(crate) comment: Option<String>,
    /// Its row.
    pub(crate) row: String,
    /// What stands below the table.
    pub(crate) below: String,
    /// What was done to deployments, or would be.
    pub(crate) steps: Vec<Step>,
    /// What was done to the comment, or would be.
    pub(crate) comment_steps: Vec<CommentStep>,
    /// Whether a newer run has said more.
    pub(crate) is_stale: bool,
    /// Whether the environment stays, since the token may not delete it.
    pub(crate) keeps_environment: Option<String>,
}

/// What is to be said, beside the state.
#[derive(Debug, Clone, Default)]
pub(crate) struct Word {
    /// Where it can be seen.
    pub(crate) url: Option<String>,
    /// A word on it.
    pub(crate) description: String,
    /// Scores by name.
    pub(crate) scores: Vec<(String, String)>,
}

/// The apps that the comment tells of, those that are gone aside; `None` is the one without a name.
pub(crate) async fn apps(
    server: &Server,
    settings: &Settings,
    number: u64,
) -> Result<Vec<Option<String>>, Failure> {
    let mut board = Board::open(server, Target::Issue(number)).await.map_err(refused)?;
    let standing = board.read(&settings.key).await.map_err(refused)?;
    let parts = standing.iter().flat_map(|one| &one.comment.parts).filter(|(_, part)| !part.is_gone());
    let names: BTreeSet<&String> = parts.map(|(app, _)| app).collect();
    let app = |name: &String| Some(name.clone()).filter(|name| *name != server.name.name);
    Ok(names.into_iter().map(app).collect())
}

/// What is wanted of the deployments.
#[must_use]
pub(crate) fn wanted(settings: &Settings, facts: &Facts, state: State, word: &Word) -> Wanted {
    let app = settings.app.clone().unwrap_or_default();
    // A person's word counts, as it does in the comment.
    let newest = || plan::newest_run(&facts.environment, facts.number, &app, &facts.recorded);
    let run = settings.run.map_or_else(newest, |run| run.id);
    Wanted {
        payload: Payload { pull_request: facts.number, app, key: settings.key.clone(), run },
        environment: facts.environment.clone(),
        sha: facts.sha.clone(),
        state,
        url: word.url.clone(),
        log_url: settings.run_url.clone(),
        description: word.description.clone(),
    }
}

/// Says it: by a deployment, then by the row in the comment. An end is said in the comment first, since the deployments
/// are what `sweep` finds it by should this run be killed in between.
///
/// # Errors
/// The server refuses.
pub(crate) async fn record(
    server: &Server,
    settings: &Settings,
    facts: &Facts,
    state: State,
    word: &Word,
) -> Result<Said, Failure> {
    let wanted = wanted(settings, facts, state, word);
    let deployments = async |dry_run| {
        let recorded = facts.recorded.clone();
        match settings.switches.deployment {
            true => apply(server, &wanted, recorded, dry_run).await.map_err(|error| explain(error, settings)),
            false => Ok(Applied::none(&wanted, recorded)),
        }
    };
    let dry_run = settings.switches.dry_run;
    let planned = deployments(true).await?;
    if dry_run || planned.plan.state == State::Removed {
        let said = comment(server, settings, &wanted, &planned, word).await?;
        return Ok(if dry_run { said } else { said.with(deployments(false).await?, facts) });
    }
    let applied = deployments(false).await?;
    Ok(comment(server, settings, &wanted, &applied, word).await?.with(applied, facts))
}

/// A refusal with what to do.
fn explain(error: deploy_kit_github::Error, settings: &Settings) -> Failure {
    let is_forbidden = matches!(error.kind(), Kind::Forbidden { .. });
    if is_forbidden && settings.subject.origin == Origin::Fork {
        let hint = "the token of a pull request from a fork may only read: write a `report` here, and `publish` it on \
                    `workflow_run`";
        return Failure::world(error).hint(hint.to_owned());
    }
    refused(error)
}

/// Says it in the comment.
async fn comment(
    server: &Server,
    settings: &Settings,
    wanted: &Wanted,
    applied: &Applied,
    word: &Word,
) -> Result<Said, Failure> {
    let shown = shown(server, settings, wanted, applied, word);
    let (row, below) = (row::row(&shown), row::below(&shown));
    let Plan { state, is_stale, .. } = applied.plan;
    let mut said = Said {
        state,
        number: wanted.payload.pull_request,
        label: shown.app.clone(),
        url: word.url.clone().filter(|_| state == State::Ready),
        deployment: plan::mine(wanted, &applied.recorded).map(|record| record.id),
        comment: None,
        row: row.clone(),
        below: below.clone(),
        steps: applied.steps.clone(),
        comment_steps: Vec::new(),
        is_stale,
        keeps_environment: None,
    };
    // What a newer run has made is in the comment, or will be.
    if settings.switches.comment && !is_stale {
        let request = Request {
            target: Target::Issue(said.number),
            origin: settings.subject.origin,
            key: settings.key.clone(),
            app: shown.app,
            text: Some(below),
            row,
            head: HEAD.to_owned(),
            mark: settings.run.map(|run| Mark { run, sha: wanted.sha.clone() }),
            // There is nothing to say of the end of what nobody was told of.
            only_standing: matches!(state, State::Removed | State::Cancelled),
            rest: rest(settings.run_url.as_deref()),
            ..Request::default()
        };
        let outcome = keep(server, &request, settings.switches.dry_run).await?;
        said.comment = outcome.standing.map(|standing| standing.url);
        said.comment_steps = outcome.steps;
        said.is_stale = outcome.is_stale;
    }
    Ok(said)
}

impl Said {
    /// With what was done to deployments.
    fn with(self, applied: Applied, facts: &Facts) -> Self {
        let keeps_environment = applied.keeps_environment.then(|| facts.environment.clone());
        Self { steps: applied.steps, keeps_environment, ..self }
    }
}

/// What the row shows. Times are GitHub's own, so that a second look shows the same.
fn shown(server: &Server, settings: &Settings, wanted: &Wanted, applied: &Applied, word: &Word) -> Shown {
    let record = plan::mine(wanted, &applied.recorded);
    let status = record.and_then(|record| record.status.as_ref());
    let told = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let standing = plan::standing(wanted, &applied.recorded);
    let recorded = standing
        .and_then(|record| Some((told(&record.status.as_ref()?.environment_url)?, record.sha.clone())));
    let own =
        word.url.clone().filter(|_| applied.plan.state == State::Ready).map(|url| (url, wanted.sha.clone()));
    Shown {
        app: settings.app.clone().unwrap_or_else(|| server.name.name.clone()),
        state: Some(applied.plan.state),
        log_url: wanted.log_url.clone(),
        description: status
            .and_then(|status| told(&status.description))
            .unwrap_or_else(|| word.description.clone()),
        sha: wanted.sha.clone(),
        page: format!("{}/{}", settings.server_url, server.name),
        number: wanted.payload.pull_request,
        answers: own.or(recorded),
        begun: record.map(|record| record.created_at.clone()),
        updated: status.map(|status| status.created_at.clone()),
        scores: word.scores.clone(),
        qr: settings.switches.qr,
    }
}
