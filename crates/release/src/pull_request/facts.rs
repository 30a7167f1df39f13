//! What the plan of a pull request needs to know.

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{FileKind, Id, Repository};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::Pull;
use deploy_kit_version::facts::failure;
use deploy_kit_version::plan::Plan as VersionPlan;
use semver::Version;

use super::body::{self, Standing};
use super::branch::{self, Branch, Generated};
use super::edits::{Edit, File};
use super::plan::{self, Plan};
use super::table::{self, Said};
use super::{Scope, planned, replanned};
use crate::facts::Start;
use crate::facts::remote::id;
use crate::marker;
use crate::plan::Plan as Release;
use crate::run::on_server::Where;
use crate::server::refused;
use crate::settings::Settings;

/// The facts.
#[derive(Debug)]
pub(super) struct Facts<'a> {
    /// The branch that is released on.
    pub base: &'a str,
    /// The branch of the pull request.
    pub branch: &'a str,
    /// The commit that is planned at.
    pub here: Id,
    /// The release as merging would make it.
    pub release: Release,
    /// What the repository is called, for want of a package's name.
    pub whole: &'a str,
    /// The open pull request.
    pub open: Option<&'a Pull>,
    /// The newest pull request, if somebody closed it at this very commit.
    pub closed: Option<&'a Pull>,
    /// The branch as it stands.
    pub standing: Option<Branch>,
    /// Whether the branch is there without a pull request.
    pub is_left: bool,
    /// Whether it holds what it is to hold.
    pub is_current: bool,
    /// What people have changed on the branch.
    pub edits: Vec<Edit>,
    /// What they say of it, with their names.
    pub edit_message: String,
    /// The text as it was last generated, where it can be told.
    pub last: Option<String>,
    /// What people should see: choices that cannot be had.
    pub refusals: Vec<String>,
    /// Labels that are wanted.
    pub labels: &'a [String],
}

/// Reads all that is needed, and plans.
pub(super) async fn gather(
    settings: &Settings,
    site: &Where<'_>,
    scope: &Scope,
    version: VersionPlan,
    warnings: &mut Vec<String>,
) -> Result<Plan, Failure> {
    let here = version.to;
    let mut own = settings.clone();
    own.changelog.version.only = scope.only;
    let open = scope.pulls.iter().find(|pull| pull.state == State::Open);
    let newest = scope.pulls.first().filter(|pull| open.is_none() && !pull.is_merged());
    let (repository, standing, is_left) = standing(open, newest, scope, site, settings).await?;
    let site = &Where { repository: &repository, ..*site };
    let generated = standing.as_ref().map(|branch| &branch.generated);
    // The same day as the commit that stands: a new day alone is no news.
    let seconds = generated.filter(|generated| generated.base == here).map(|generated| generated.seconds);
    let start = Start { seconds, ..Start::at(here) };
    let mut release = planned(&own, site, start.clone(), version)?;
    let mut refusals = Vec::new();
    let whole = site.server.name.name.as_str();
    let text = open.map(|pull| Standing::read(pull.body.as_deref().unwrap_or_default()));
    if let (Some(open), Some(text), Some(generated)) = (open, &text, generated) {
        let chosen = choices(&release, &own, text, &open.title, generated, whole, &mut refusals);
        if !chosen.is_empty() {
            own.changelog.version.chosen =
                chosen.into_iter().map(|(index, version)| (index, Some(version))).collect();
            match replanned(&mut own, site, start) {
                Ok(chosen) => release = chosen,
                Err(error) => {
                    own.changelog.version.chosen.clear();
                    refusals.push(format!(
                        "the chosen version cannot be released, so the computed one stands: {}",
                        error.chain().join(": ")
                    ));
                }
            }
        }
    }
    let is_current = match &standing {
        Some(branch) if open.is_some() || is_left => is_current(branch, &release, here, &repository)?,
        _ => false,
    };
    let last = match (&text, generated) {
        (Some(text), Some(generated)) if !text.is_untouched() => {
            last(settings, site, scope, generated, text, whole)
        }
        _ => None,
    };
    let (edits, edit_message) = match &standing {
        Some(branch) if !is_current => {
            (edits(branch, &release, here, &repository)?, message(branch, &repository)?)
        }
        _ => (Vec::new(), String::new()),
    };
    let closed = newest.filter(|_| generated.is_some_and(|generated| generated.base == here));
    let facts = Facts {
        base: &site.remote.branch,
        branch: &scope.branch,
        here,
        release,
        whole,
        open,
        closed,
        standing,
        is_left,
        is_current,
        edits,
        edit_message,
        last,
        refusals,
        labels: &settings.pull_request.labels,
    };
    let plan = plan::plan(facts).map_err(|error| {
        let hint = error.hint();
        Failure::usage(error).hint(Some(hint))
    })?;
    warnings.extend(plan.warnings.iter().cloned());
    Ok(plan)
}

/// The branch as it stands: that of the open pull request, what an interrupted run has left, or that of the one that
/// was closed. Answers the repository with what was fetched, and whether the branch is there without a pull request.
async fn standing(
    open: Option<&Pull>,
    newest: Option<&Pull>,
    scope: &Scope,
    site: &Where<'_>,
    settings: &Settings,
) -> Result<(Repository, Option<Branch>, bool), Failure> {
    if let Some(pull) = open {
        let (repository, branch) = branch::read(id(&pull.head.sha)?, site, settings)?;
        return Ok((repository, branch, false));
    }
    let found = site.server.repo.refs().get(&format!("heads/{}", scope.branch)).await.map_err(refused)?;
    let is_left = found.is_some();
    let head = found.map(|found| found.object.sha).or_else(|| newest.map(|pull| pull.head.sha.clone()));
    let (repository, branch) = match head {
        Some(head) => branch::read(id(&head)?, site, settings)?,
        None => (crate::facts::reopen(site.repository)?, None),
    };
    Ok((repository, branch, is_left))
}

/// The versions that people have chosen, by package, as far as they are not what the commits ask for anyway.
fn choices(
    release: &Release,
    settings: &Settings,
    text: &Standing,
    title: &str,
    generated: &Generated,
    whole: &str,
    refusals: &mut Vec<String>,
) -> BTreeMap<usize, Version> {
    let said = table::read(&text.text, &release.releases, whole);
    // The text is written before the branch is: what it was generated for counts.
    let (tags, before) = match &text.generated {
        Some(mark) if !mark.tags.is_empty() => (mark.tags.clone(), mark.chosen.clone()),
        _ => (generated.tags(), generated.chosen()),
    };
    let mut chosen = BTreeMap::new();
    for release in &release.releases {
        let index = release.version.index;
        let prefix = &settings.version().packages[index].prefix;
        let last = tags.iter().find_map(|tag| Some((tag, prefix.version_of(tag)?)));
        let was_chosen = last.as_ref().is_some_and(|(tag, _)| before.contains(tag));
        let last = last.map(|(_, version)| version);
        let in_title = title.strip_prefix(marker::SUBJECT).and_then(|title| title.trim().parse().ok());
        let asked = match said.get(&index) {
            Some(Said::Version(version)) if Some(version) != last.as_ref() => Some(version.clone()),
            Some(Said::Other(text)) => {
                refusals
                    .push(format!("`{}` is no version, so the computed one stands", text.replace('`', "'")));
                None
            }
            _ => in_title.filter(|title: &Version| Some(title) != last.as_ref() && tags.len() == 1),
        };
        let asked = asked.or_else(|| last.filter(|_| was_chosen));
        if let Some(version) = asked.filter(|version| *version != release.next) {
            chosen.insert(index, version);
        }
    }
    chosen
}

/// Whether our commit on the branch is the one that would be made now.
fn is_current(
    branch: &Branch,
    release: &Release,
    here: Id,
    repository: &Repository,
) -> Result<bool, Failure> {
    let generated = &branch.generated;
    if generated.base != here || release.message.as_deref().map(str::trim) != Some(generated.message.trim()) {
        return Ok(false);
    }
    let changed = repository.paths_between(here, generated.id).map_err(failure)?;
    let changed: BTreeSet<String> =
        changed.into_iter().map(|path| String::from_utf8_lossy(&path).into_owned()).collect();
    let mut wanted = BTreeSet::new();
    for file in &release.files {
        let path = slashed(&file.write.path);
        let stands = repository.file_at(generated.id, &path).map_err(failure)?;
        if stands.as_deref() != Some(file.write.after.as_bytes()) {
            return Ok(false);
        }
        wanted.insert(path);
    }
    Ok(changed == wanted)
}

/// What people have changed on top of our commit.
fn edits(
    branch: &Branch,
    release: &Release,
    here: Id,
    repository: &Repository,
) -> Result<Vec<Edit>, Failure> {
    let generated = &branch.generated;
    let between = |one, other| -> Result<BTreeSet<String>, Failure> {
        let paths = repository.paths_between(one, other).map_err(failure)?;
        Ok(paths.into_iter().filter_map(|path| String::from_utf8(path).ok()).collect())
    };
    let own = between(generated.base, generated.id)?;
    let mut edits = Vec::new();
    for path in between(generated.id, branch.head)? {
        // The base branch may have been merged into it: what that brought is nobody's edit.
        let before = if own.contains(&path) { generated.id } else { branch.base };
        let planned = release.files.iter().find(|file| slashed(&file.write.path) == path);
        let mut ours = file(repository, here, &path)?;
        if let Some(planned) = planned {
            let kind = ours.as_ref().map_or(FileKind::File, |ours| ours.kind);
            ours = Some(File { bytes: planned.write.after.clone().into_bytes(), kind });
        }
        let (before, theirs) = (file(repository, before, &path)?, file(repository, branch.head, &path)?);
        edits.push(Edit { path, before, theirs, ours });
    }
    Ok(edits)
}

fn file(repository: &Repository, commit: Id, path: &str) -> Result<Option<File>, Failure> {
    let Some(bytes) = repository.file_at(commit, path).map_err(failure)? else { return Ok(None) };
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = repository.folder_at(commit, folder).map_err(failure)?.unwrap_or_default();
    let kind = entries.iter().find(|entry| entry.name == name).map_or(FileKind::File, |entry| entry.kind);
    Ok(Some(File { bytes, kind }))
}

/// The messages of people's commits in one, with their names.
fn message(branch: &Branch, repository: &Repository) -> Result<String, Failure> {
    let (mut messages, mut authors) = (Vec::new(), BTreeSet::new());
    for &id in branch.others.iter().rev() {
        let commit = repository.commit(id).map_err(failure)?;
        let author = commit.author();
        let credit = format!("Co-authored-by: {} <{}>", author.name, author.email);
        messages.push(commit.message().replace(&credit, "").trim().to_owned());
        authors.insert(credit);
    }
    let authors: Vec<String> = authors.into_iter().collect();
    Ok(format!("{}\n\n{}\n", messages.join("\n\n"), authors.join("\n")))
}

/// The text as it was last generated, if it can be generated again: the hash tells.
fn last(
    settings: &Settings,
    site: &Where<'_>,
    scope: &Scope,
    generated: &Generated,
    text: &Standing,
    whole: &str,
) -> Option<String> {
    let mut own = settings.clone();
    own.changelog.version.only = scope.only;
    let chosen: BTreeSet<String> = generated.chosen().into_iter().collect();
    crate::facts::decide(&mut own, &chosen);
    own.changelog.version.chosen.retain(|_, version| version.is_some());
    let start = Start { seconds: Some(generated.seconds), ..Start::at(generated.base) };
    // What cannot be planned any more cannot be generated: then the merge does without it.
    let release = replanned(&mut own, site, start).ok()?;
    let last = body::render(&release.releases, whole);
    text.is_of(&body::hash(&last)).then_some(last)
}

/// A path with `/` between its parts.
pub(super) fn slashed(path: &std::path::Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
