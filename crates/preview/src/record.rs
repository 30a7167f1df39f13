//! How a preview stands, said on GitHub: its deployment, then its row in the comment.

use deploy_kit_comment::mark::Mark;
use deploy_kit_comment::plan::Step as CommentStep;
use deploy_kit_comment::{Request, keep, rest};
use deploy_kit_core::tool::Failure;
use deploy_kit_github::deployments::Recorded;
use deploy_kit_github::server::Server;

use crate::apply::{Applied, apply};
use crate::facts::Facts;
use crate::plan::{self, Payload, Step, Wanted};
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

/// What is wanted of the deployments.
#[must_use]
pub(crate) fn wanted(settings: &Settings, facts: &Facts, state: State, word: &Word) -> Wanted {
    Wanted {
        payload: Payload {
            pull_request: facts.number,
            app: settings.app.clone().unwrap_or_default(),
            run: settings.run.map_or(0, |run| run.id),
        },
        environment: facts.environment.clone(),
        sha: facts.sha.clone(),
        state,
        url: word.url.clone(),
        log_url: settings.run_url.clone(),
        description: word.description.clone(),
    }
}

/// Says it.
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
    let dry_run = settings.switches.dry_run;
    let applied = match settings.switches.deployment {
        true => apply(server, &wanted, facts.recorded.clone(), dry_run).await?,
        false => {
            let plan = plan::plan(&wanted, &Recorded { deployments: Vec::new(), ..facts.recorded.clone() });
            Applied {
                recorded: facts.recorded.clone(),
                plan: plan::Plan { steps: Vec::new(), ..plan },
                steps: Vec::new(),
                keeps_environment: false,
            }
        }
    };
    let shown = shown(server, settings, &wanted, &applied, word);
    let (row, below) = (row::row(&shown), row::below(&shown));
    let mut said = Said {
        state: applied.plan.state,
        number: facts.number,
        label: shown.app.clone(),
        url: word.url.clone().filter(|_| applied.plan.state == State::Ready),
        deployment: plan::mine(&wanted, &applied.recorded).map(|record| record.id),
        comment: None,
        row: row.clone(),
        below: below.clone(),
        steps: applied.steps,
        comment_steps: Vec::new(),
        is_stale: applied.plan.is_stale,
        keeps_environment: applied.keeps_environment.then(|| facts.environment.clone()),
    };
    // What a newer run has made is in the comment, or will be.
    if settings.switches.comment && !said.is_stale {
        let request = Request {
            number: facts.number,
            origin: settings.subject.origin,
            key: settings.key.clone(),
            app: shown.app,
            text: Some(below),
            row,
            head: HEAD.to_owned(),
            mark: settings.run.map(|run| Mark { run, sha: facts.sha.clone() }),
            // There is nothing to say of the end of what nobody was told of.
            only_standing: matches!(said.state, State::Removed | State::Cancelled),
            rest: rest(settings.run_url.as_deref()),
            ..Request::default()
        };
        let outcome = keep(server, &request, dry_run).await?;
        said.comment = outcome.standing.map(|standing| standing.url);
        said.comment_steps = outcome.steps;
        said.is_stale = outcome.is_stale;
    }
    Ok(said)
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
