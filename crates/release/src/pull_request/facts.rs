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
use super::branch::{self, Branch, Generated, Traced};
use super::edits::{Edit, File};
use super::plan::{self, Plan};
use super::table::{self, Said};
use super::{Scope, burned, merged, planned, replanned};
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
    /// Whether nothing is kept on that branch any more.
    pub is_retired: bool,
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
    /// Whether the branch of the open pull request holds commits, and none of ours.
    pub is_foreign: bool,
    /// The message of our commit on it.
    pub last_message: String,
    /// The message of the commit that is to be made.
    pub message: String,
    /// Where the branch stands.
    pub head: Option<String>,
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
) -> Result<Plan, Failure> {
    let here = version.to;
    let mut own = settings.clone();
    own.changelog.version.only = scope.only;
    let open = scope.pulls.iter().find(|pull| pull.state == State::Open);
    let newest = scope.pulls.first().filter(|pull| open.is_none() && !pull.is_merged());
    let Found { repository, standing, head, is_left } =
        standing(open, newest, scope, site, settings, here).await?;
    let site = &Where { repository: &repository, ..*site };
    let generated = match &standing {
        Traced::Ours(branch) => Some(&branch.generated),
        Traced::Empty | Traced::Foreign => None,
    };
    // The same day as the commit that stands: a new day alone is no news.
    let seconds = generated.filter(|generated| generated.is_on(here)).map(|generated| generated.seconds);
    let start = Start { seconds, ..Start::at(here) };
    let mut release = planned(&own, site, start.clone(), version)?;
    let mut refusals = Vec::new();
    let whole = site.server.name.name.as_str();
    let text = open.map(|pull| Standing::read(pull.body.as_deref().unwrap_or_default()));
    if let (Some(open), Some(text)) = (open, &text) {
        let chosen = choices(&release, &own, text, &open.title, generated, whole, &mut refusals);
        if !chosen.is_empty() {
            refusals.extend(release.releases.iter().filter_map(|release| {
                let chosen = chosen.get(&release.version.index).filter(|chosen| **chosen < release.next)?;
                Some(format!(
                    "{chosen} was chosen, and the commits ask for {}: the choice stands",
                    release.next
                ))
            }));
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
    refusals.extend(passed_over(&release, scope, &own));
    let message = plan::message(&release);
    let mut is_current = false;
    let (mut last, mut edits, mut edit_message) = (None, Vec::new(), String::new());
    let is_there = open.is_some() || is_left;
    if let Traced::Ours(branch) = &standing
        && is_there
    {
        let made = made(&branch.generated, &repository)?;
        is_current = self::is_current(branch, &message, here, made.is_some());
        let needs_last = made.is_none() || text.as_ref().is_some_and(|text| !text.is_untouched());
        let again = needs_last.then(|| again(settings, site, scope, &branch.generated)).flatten();
        if !is_current {
            let made = made.or_else(|| of_digest(again.as_ref()?, &branch.generated));
            edits = self::edits(branch, made.as_ref(), &release, here, &repository)?;
            edit_message = self::message(branch, &repository)?;
        }
        let rendered = again.map(|release| body::render(&release.releases, whole));
        last = rendered.filter(|last| text.as_ref().is_some_and(|text| text.is_of(&body::hash(last))));
    }
    let closed = newest.filter(|_| generated.is_some_and(|generated| generated.is_on(here)));
    let facts = Facts {
        base: &site.remote.branch,
        branch: &scope.branch,
        is_retired: scope.is_retired,
        here,
        release,
        whole,
        open,
        closed,
        is_foreign: open.is_some() && matches!(standing, Traced::Foreign),
        last_message: generated.map(|generated| generated.message.clone()).unwrap_or_default(),
        head,
        message,
        is_left,
        is_current,
        edits,
        edit_message,
        last,
        refusals,
        labels: &settings.pull_request.labels,
    };
    plan::plan(facts).map_err(|error| {
        let hint = error.hint();
        Failure::usage(error).hint(Some(hint))
    })
}

/// The versions that would have been next, were their names not burned, and those that were merged last and are.
fn passed_over(release: &Release, scope: &Scope, settings: &Settings) -> Vec<String> {
    let last = burned::read(merged::newest(scope).into_iter());
    let of = |release: &crate::plan::Release| {
        let prefix = &settings.version().packages[release.version.index].prefix;
        let current = release.version.current.as_ref();
        let burned = settings.version().burned.iter().filter(|tag| {
            let version = prefix.version_of(tag);
            version.is_some_and(|version| {
                (version < release.next || last.contains(*tag))
                    && current.is_none_or(|current| version > *current)
            })
        });
        burned
            .map(|tag| format!("{}: {} takes its place", burned::words(tag), release.next))
            .collect::<Vec<_>>()
    };
    release.releases.iter().flat_map(of).collect()
}

/// The branch as it was found.
struct Found {
    /// The repository with what was fetched.
    repository: Repository,
    /// What it holds.
    standing: Traced,
    /// Where it stands on the server.
    head: Option<String>,
    /// Whether it is there without a pull request.
    is_left: bool,
}

/// The branch as it stands: that of the open pull request, what an interrupted run has left, or that of the one that
/// was closed; what was merged is done with.
async fn standing(
    open: Option<&Pull>,
    newest: Option<&Pull>,
    scope: &Scope,
    site: &Where<'_>,
    settings: &Settings,
    here: Id,
) -> Result<Found, Failure> {
    let (head, is_left, stands) = match open {
        Some(pull) => (Some(pull.head.sha.clone()), false, Some(pull.head.sha.clone())),
        None => {
            let found =
                site.server.repo.refs().get(&format!("heads/{}", scope.branch)).await.map_err(refused)?;
            let is_merged =
                |sha: &String| scope.pulls.iter().any(|pull| pull.is_merged() && pull.head.sha == *sha);
            let stands = found.map(|found| found.object.sha);
            let left = stands.clone().filter(|sha| !is_merged(sha));
            let is_left = left.is_some();
            (left.or_else(|| newest.map(|pull| pull.head.sha.clone())), is_left, stands)
        }
    };
    let Some(head) = head else {
        let repository = crate::facts::reopen(site.repository)?;
        return Ok(Found { repository, standing: Traced::Empty, head: stands, is_left });
    };
    let head = id(&head)?;
    let repository = branch::fetched(head, site, settings)?;
    let standing = branch::trace(head, here, &repository)?;
    Ok(Found { repository, standing, head: stands, is_left })
}

/// The versions that people have chosen, by package, as far as they are not what the commits ask for anyway.
fn choices(
    release: &Release,
    settings: &Settings,
    text: &Standing,
    title: &str,
    generated: Option<&Generated>,
    whole: &str,
    refusals: &mut Vec<String>,
) -> BTreeMap<usize, Version> {
    let said = table::read(&text.text, &release.releases, whole);
    // The text is written before the branch is: what it was generated for counts.
    let (tags, before) = match (&text.generated, generated) {
        (Some(mark), _) if !mark.tags.is_empty() => (mark.tags.clone(), mark.chosen.clone()),
        (_, Some(generated)) => (generated.trailers().tags, generated.trailers().chosen),
        _ => return BTreeMap::new(),
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
        let names = |tag: &&String| asked.is_some() && prefix.version_of(tag) == asked;
        if let Some(tag) = settings.version().burned.iter().find(names) {
            refusals.push(format!("{}, so the computed version stands", burned::words(tag)));
            continue;
        }
        if let Some(version) = asked.filter(|version| *version != release.next) {
            chosen.insert(index, version);
        }
    }
    chosen
}

/// Files by their paths; one that is `None` is not there.
pub(super) type Files = BTreeMap<String, Option<File>>;

/// The files of our commit, if nobody has changed it.
fn made(generated: &Generated, repository: &Repository) -> Result<Option<Files>, Failure> {
    let mut files = Files::new();
    for path in branch::between(generated.parent, generated.id, repository)? {
        let file = file(repository, generated.id, &path)?;
        files.insert(path, file);
    }
    let is_whole = generated.trailers().digest.is_some_and(|own| own == digest(&files));
    Ok(is_whole.then_some(files))
}

/// The files of a plan, if they are those that our commit was made of.
fn of_digest(release: &Release, generated: &Generated) -> Option<Files> {
    let files = planned_files(release);
    generated.trailers().digest.is_some_and(|own| own == digest(&files)).then_some(files)
}

/// The files of a plan.
pub(super) fn planned_files(release: &Release) -> Files {
    let file = |file: &crate::plan::File| {
        let kind = if file.is_plain { FileKind::File } else { FileKind::Executable };
        (slashed(&file.write.path), Some(File { bytes: file.write.after.clone().into_bytes(), kind }))
    };
    release.files.iter().map(file).collect()
}

/// What tells one set of files from another.
pub(super) fn digest(files: &Files) -> String {
    let mut text = Vec::new();
    for (path, file) in files {
        text.extend_from_slice(path.as_bytes());
        text.push(0);
        if let Some(file) = file {
            text.extend_from_slice(file.bytes.len().to_string().as_bytes());
            text.push(0);
            text.extend_from_slice(&file.bytes);
        }
    }
    body::hash_of(&text)
}

/// Whether our commit on the branch is the one that would be made now.
fn is_current(branch: &Branch, wanted: &str, here: Id, is_whole: bool) -> bool {
    is_whole && branch.generated.is_on(here) && wanted.trim() == branch.generated.message.trim()
}

/// What people have changed on the branch: all in which it differs from its base, our own files aside as we made them.
fn edits(
    branch: &Branch,
    made: Option<&Files>,
    release: &Release,
    here: Id,
    repository: &Repository,
) -> Result<Vec<Edit>, Failure> {
    let planned = planned_files(release);
    let mut paths = branch::between(branch.base, branch.head, repository)?;
    paths.extend(made.into_iter().flat_map(|made| made.keys().cloned()));
    let mut edits = Vec::new();
    for path in paths {
        let before = match made.and_then(|made| made.get(&path)) {
            Some(made) => made.clone(),
            None => file(repository, branch.base, &path)?,
        };
        let theirs = file(repository, branch.head, &path)?;
        if before == theirs {
            continue;
        }
        let ours = match planned.get(&path) {
            Some(planned) => planned.clone(),
            None => file(repository, here, &path)?,
        };
        edits.push(Edit { path, before, theirs, ours });
    }
    Ok(edits)
}

/// A file of a commit, or the commit of another repository.
fn file(repository: &Repository, commit: Id, path: &str) -> Result<Option<File>, Failure> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let entries = repository.folder_at(commit, folder).map_err(failure)?.unwrap_or_default();
    let Some(entry) = entries.iter().find(|entry| entry.name == name) else { return Ok(None) };
    match entry.kind {
        kind @ (FileKind::File | FileKind::Executable | FileKind::Link) => {
            let bytes = repository.file_at(commit, path).map_err(failure)?;
            Ok(bytes.map(|bytes| File { bytes, kind }))
        }
        FileKind::Submodule => {
            Ok(Some(File { bytes: entry.id.to_string().into_bytes(), kind: FileKind::Submodule }))
        }
        FileKind::Folder => Ok(None),
    }
}

/// What a commit of people's edits says where they have said nothing.
const SILENT: &str = "docs: what people changed in the pull request of the release";

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
    if messages.is_empty() {
        messages.push(SILENT.to_owned());
    }
    Ok(format!("{}\n\n{}\n", messages.join("\n\n"), authors.join("\n")))
}

/// The release as it was planned for a commit of ours. What cannot be planned any more is done without.
pub(super) fn again(
    settings: &Settings,
    site: &Where<'_>,
    scope: &Scope,
    generated: &Generated,
) -> Option<Release> {
    let mut own = settings.clone();
    own.changelog.version.only = scope.only;
    let trailers = generated.trailers();
    crate::facts::decide(&mut own, &trailers.chosen.into_iter().collect());
    own.changelog.version.chosen.retain(|_, version| version.is_some());
    let start = Start { seconds: Some(generated.seconds), ..Start::at(generated.base?) };
    replanned(&mut own, site, start).ok()
}

/// A path with `/` between its parts.
pub(super) fn slashed(path: &std::path::Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
