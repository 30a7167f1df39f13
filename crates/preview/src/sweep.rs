//! Previews whose pull request is closed, found and removed: those whose own run at closing was missed or failed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};

use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_github::deployments::{self, Record, Recorded};
use deploy_kit_github::issues::State as IssueState;
use deploy_kit_github::pulls::Filter;
use deploy_kit_github::server::refused;

use crate::facts::Facts;
use crate::hooks::Site;
use crate::life::End;
use crate::plan::{Payload, TASK};
use crate::record::{Word, record, wanted};
use crate::run::connect;
use crate::settings::Settings;
use crate::state::State;

/// A preview by its pull request, its app, its environment and its comment.
type Key = (u64, String, String, String);

/// Removes what is left. One that cannot be removed does not keep the others.
pub(crate) async fn sweep(
    settings: &Settings,
    folder: &Path,
    cancelled: &AtomicBool,
    context: &Context,
) -> Result<End, Failure> {
    let server = connect(settings, folder, context)?;
    let recorded = server.repo.deployments().of(None, &[]).await.map_err(refused)?;
    let left = left(&recorded);
    let (mut removed, mut failed) = (Vec::new(), Vec::new());
    if left.is_empty() {
        return Ok((removed, failed));
    }
    let filter = Filter { state: Some(IssueState::Open), head: None, base: None };
    let open = server.repo.pulls().list(&filter).await.map_err(refused)?;
    let open: BTreeSet<u64> = open.into_iter().map(|pull| pull.number).collect();
    for ((number, app, environment, key), sha) in left {
        if open.contains(&number) {
            continue;
        }
        if cancelled.load(Ordering::Relaxed) {
            failed.push(Failure::world("the run was cancelled before all that is left behind was removed"));
            break;
        }
        let app = Some(app).filter(|app| !app.is_empty());
        let settings = Settings { app, key, ..settings.clone() };
        // Those before may have taken long, and it may have been opened again meanwhile.
        let server = connect(&settings, folder, context)?;
        let deployments = server.repo.deployments();
        let recorded = match deployments.of(Some(number), std::slice::from_ref(&environment)).await {
            Ok(recorded) => recorded,
            Err(error) => {
                failed.push(refused(error));
                continue;
            }
        };
        if recorded.pull.as_ref().is_some_and(|pull| pull.is_open) {
            continue;
        }
        let facts = Facts { number, sha, environment, recorded };
        let word = Word::default();
        let wanted = wanted(&settings, &facts, State::Removed, &word);
        let down = settings.hooks.down.as_ref().filter(|_| !settings.switches.dry_run);
        let site = Site::new(folder, context, settings.timeout, cancelled, &wanted);
        if let Some(failure) = down.and_then(|down| site.down(down).err()) {
            failed.push(failure);
            continue;
        }
        // Another connection: the command may have taken longer than one is given.
        let server = connect(&settings, folder, context)?;
        match record(&server, &settings, &facts, State::Removed, &word).await {
            Ok(said) => removed.push(said),
            Err(failure) => failed.push(failure),
        }
    }
    Ok((removed, failed))
}

/// The previews that have a deployment which is not inactive, with their newest commit.
fn left(recorded: &Recorded) -> BTreeMap<Key, String> {
    let mut left = BTreeMap::new();
    // The newest first: the first one of a preview tells its commit.
    for record in recorded.deployments.iter().filter(|record| record.task == TASK && is_active(record)) {
        let Some(payload) = Payload::read(&record.payload) else { continue };
        let key = (payload.pull_request, payload.app, record.environment.clone(), payload.key);
        left.entry(key).or_insert_with(|| record.sha.clone());
    }
    left
}

fn is_active(record: &Record) -> bool {
    record.state() != deployments::State::Inactive
}
