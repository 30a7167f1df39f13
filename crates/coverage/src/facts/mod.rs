//! What the plan needs to know: all reads happen here.

mod base;
mod baseline;
mod codecov;
mod reports;
mod sources;

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Change, ChangeKind, Id, Repository, Side};
use deploy_kit_github::server::Server;
use serde::Serialize;

pub use baseline::{Archive, Found};
pub use codecov::settings_of_codecov;
pub use reports::PassedOver;
use reports::Reports;
pub use sources::Sources;

use crate::baseline::History;
use crate::components::matches;
use crate::join::{Ground, Joined, join};
use crate::open::failure;
use crate::settings::Settings;

/// The facts, as plain data.
#[derive(Debug, Clone, Serialize)]
#[serde(rename_all = "kebab-case")]
pub struct Facts {
    /// All reports as one.
    pub joined: Joined,
    /// Files that look like reports by their names and are none.
    pub passed_over: Vec<PassedOver>,
    /// The commit that is checked out.
    pub commit: Commit,
    /// What was changed, where there is something to compare with.
    pub comparison: Option<Comparison>,
    /// What was measured of earlier commits.
    pub history: History,
    /// What was measured of the base, or of the commit nearest to it.
    pub baseline: Option<Found>,
    /// What could not be found out, and is not needed for certain.
    pub notes: Vec<String>,
}

/// A commit.
#[derive(Debug, Clone, Serialize)]
pub struct Commit {
    /// Its id.
    pub sha: String,
    /// When it was committed, in seconds since 1970-01-01T00:00:00Z.
    pub time: i64,
}

/// What was changed.
#[derive(Debug, Clone, Serialize)]
pub struct Comparison {
    /// The commit that it was changed since.
    pub base: String,
    /// By file.
    pub changes: Vec<Change>,
}

/// Reads the facts.
///
/// # Errors
/// There is no report, one cannot be read or is of something else, or a revision does not exist. What only the comparison
/// needs is a note, unless a rule asks for it.
pub async fn gather(
    settings: &Settings,
    repository: &Repository,
    sources: &Sources,
    server: Option<&Server>,
) -> Result<Facts, Failure> {
    components(settings, sources)?;
    let Reports { read, passed_over } = reports::read(settings, sources)?;
    let ground = Ground {
        roots: sources.roots(),
        fixes: settings.fixes.iter().cloned().chain(sources.modules()).collect(),
        ignore: settings.ignore.clone(),
        tree: sources.tree(),
    };
    let head = repository.head().map_err(failure)?.id().ok_or_else(|| {
        Failure::usage("the branch that is checked out has no commit").hint("make a first commit".to_owned())
    })?;
    let commit = repository.commit(head).map_err(failure)?;
    let commit = Commit { sha: head.to_string(), time: commit.committer_time().seconds };
    if settings.run_url.is_some() {
        reports::fresh(&read, &commit)?;
    }
    let joined = join(read, &ground, |path| sources.length(path)).map_err(|error| {
        let hint = error.hint();
        Failure::undecided(error).hint(hint)
    })?;
    let history = History::default();
    let mut notes = Vec::new();
    let base = base::find(settings, repository, head, &mut notes)?;
    let comparison = match base {
        Some(base) => {
            let mut changes = repository.changes(base, base::side(settings, head)).map_err(failure)?;
            changes.extend(sources.new_files().iter().filter_map(|path| added(path, sources)));
            changes.retain(|change| !matches(&settings.ignore, &change.path));
            Some(Comparison { base: base.to_string(), changes })
        }
        None => None,
    };
    let side = base::side(settings, head);
    let mut facts = Facts { joined, passed_over, commit, comparison, history, baseline: None, notes };
    match before(settings, repository, server, base, side).await {
        Ok(Before::Known(history, baseline)) => {
            (facts.history, facts.baseline) = (history, baseline);
            let is_known = facts.baseline.is_some() || is_first(settings, &facts);
            if base.is_some() && !is_known && settings.needs_base() {
                facts.notes.push(UNMEASURED.to_owned());
            }
        }
        Ok(Before::OutOfReach) if settings.needs_base() => facts.notes.push(OUT_OF_REACH.to_owned()),
        Ok(Before::OutOfReach) => {}
        Err(failure) if settings.needs_base() => return Err(failure),
        Err(failure) => {
            facts
                .notes
                .push(format!("the coverage of the base is not known: {}", failure.chain().join(": ")));
        }
    }
    Ok(facts)
}

/// A part of the repository that has no file was renamed, or misspelt: its rules would hold for ever.
fn components(settings: &Settings, sources: &Sources) -> Result<(), Failure> {
    match settings.components.iter().find(|component| !sources.any(|path| component.contains(path))) {
        None => Ok(()),
        Some(component) => {
            let globs = component.globs.join("`, `");
            let text =
                format!("no tracked file is of the component `{}`: none matches `{globs}`", component.name);
            Err(Failure::usage(text)
                .hint("paths in `--components` start at the repository's root".to_owned()))
        }
    }
}

/// A new file, which no commit has: all of it is added.
fn added(path: &str, sources: &Sources) -> Option<Change> {
    let lines = sources.length(path).filter(|lines| *lines > 0)?;
    Some(Change {
        path: path.to_owned(),
        added: vec![1..=lines],
        kind: ChangeKind::Added,
        ..Change::default()
    })
}

/// What is known of earlier commits.
enum Before {
    Known(History, Option<Found>),
    OutOfReach,
}

/// Whether this is the commit that baselines begin with, also when it is measured again: there is nothing that it could
/// be a drop from.
#[must_use]
pub fn is_first(settings: &Settings, facts: &Facts) -> bool {
    settings.stores && facts.history.entries.iter().all(|entry| entry.sha == facts.commit.sha)
}

/// As on the pull request that brings the gate.
const UNMEASURED: &str = "no commit before the base was measured: run this workflow on a push to the default branch as \
well, or let `undecided: pass` open the gate until it has";

/// Without a token.
const OUT_OF_REACH: &str = "the baselines are on GitHub, and there is no token to read them: set `GITHUB_TOKEN`, sign in \
with `gh auth login`, or fetch the ref that they are on, `git fetch origin refs/deploy-kit/coverage:refs/deploy-kit/coverage` \
unless `--baseline` names another";

async fn before(
    settings: &Settings,
    repository: &Repository,
    server: Option<&Server>,
    base: Option<Id>,
    side: Side,
) -> Result<Before, Failure> {
    let Some(archive) = Archive::open(&settings.baseline, repository, server).await? else {
        return Ok(Before::OutOfReach);
    };
    let history = archive.history(&settings.shelf).await?;
    let found = match base {
        Some(base) => archive.nearest(&settings.shelf, &history, base, side, repository).await?,
        None => None,
    };
    Ok(Before::Known(history, found))
}
