//! What the plan of a backport needs to know.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Range, Repository};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::Pull;
use deploy_kit_version::facts::failure;
use serde::Serialize;

use super::Asked;
use super::contained::Contained;
use super::pick::{self, Site, git};
use crate::facts::remote::{contains, id, writer};
use crate::facts::reopen;
use crate::pulls::own;
use crate::server::refused;

/// The facts.
pub(super) struct Facts {
    /// The repository with what was fetched.
    pub(super) repository: Repository,
    /// The line's newest commit.
    pub(super) line: Id,
    /// The pull requests, in the order in which they were merged.
    pub(super) sources: Vec<Source>,
    /// What is to be pushed; `None` where the branch stands, or nothing goes there.
    pub(super) head: Option<Id>,
    /// Where the branch stands.
    pub(super) branch: Option<Id>,
    /// The pull request that is open, or was merged.
    pub(super) pull: Option<Pull>,
}

/// A merged pull request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) struct Source {
    /// Its number.
    pub(super) number: u64,
    /// Its title.
    pub(super) title: String,
    /// Its page.
    pub(super) url: String,
    /// When it was merged.
    #[serde(skip)]
    pub(super) merged_at: String,
    /// The commits that it brought and that the line lacks, the oldest first.
    pub(super) commits: Vec<Id>,
    /// The merge, where it brought several commits by one.
    pub(super) whole: Option<Id>,
    /// Whether the line has all of it.
    pub(super) is_contained: bool,
    /// What came of copying it.
    #[serde(flatten)]
    pub(super) brought: Brought,
}

/// Copies, and what did not fit.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Brought {
    /// The copies.
    pub(super) copies: Vec<Copy>,
    /// Commits with conflicts.
    pub(super) clashes: Vec<Clash>,
}

/// A copy of a commit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Copy {
    /// The commit.
    pub(super) of: Id,
    /// Its copy.
    pub(super) copy: Id,
}

/// A commit that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Clash {
    /// The commit.
    pub(super) of: Id,
    /// The files, each with what is wrong.
    pub(super) files: Vec<(String, String)>,
}

/// Reads all that is needed, and makes the copies.
pub(super) async fn gather(
    asked: &Asked,
    line: Id,
    repository: Repository,
    site: &Site<'_>,
) -> Result<Facts, Failure> {
    let mut merged = Vec::with_capacity(asked.numbers.len());
    for &number in &asked.numbers {
        merged.push(pull(number, asked, site).await?);
    }
    let (branch, pull) = standing(asked, site).await?;
    let mut wanted: Vec<Id> = merged.iter().map(|(_, commit)| *commit).collect();
    wanted.extend([line].into_iter().chain(branch));
    let repository = fetched(repository, &wanted, site)?;
    let on_line = Contained::read(&repository, Vec::new(), line)?;
    let mut sources = Vec::with_capacity(merged.len());
    for (pull, commit) in &merged {
        sources.push(source(pull, *commit, &on_line, &repository, site).await?);
    }
    sources.sort_by(|one, other| (&one.merged_at, one.number).cmp(&(&other.merged_at, other.number)));
    // A squash may have lost the notes of what was picked; one that was taken back again is nothing that was brought.
    let came =
        pull.as_ref().filter(|pull| pull.is_merged()).and_then(|pull| pull.merge_commit_sha.as_deref());
    let pull = match came.map(id).transpose()? {
        Some(merge) if on_line.has(merge) => {
            sources.iter_mut().for_each(|source| source.is_contained = true);
            pull
        }
        Some(_) => None,
        None => pull,
    };
    let mut facts = Facts { repository, line, sources, head: None, branch, pull };
    let is_left = facts.sources.iter().any(|source| !source.is_contained);
    // Whether copies that stand have conflicts in them, making them again tells.
    let is_unsure = asked.allows_conflicts
        && facts.branch.is_some_and(|branch| is_ours(&facts.repository, line, branch).unwrap_or(false));
    if is_left && facts.pull.is_none() && (is_unsure || !stands(&facts)?) {
        copy(&mut facts, asked, site)?;
    }
    Ok(facts)
}

/// A merged pull request, and the commit that it was merged by.
async fn pull(number: u64, asked: &Asked, site: &Site<'_>) -> Result<(Pull, Id), Failure> {
    let found = site.server.repo.pulls().get(number).await.map_err(refused)?;
    let name = &site.server.name;
    let pull = found.ok_or_else(|| Failure::usage(format!("`{name}` has no pull request #{number}")))?;
    let commit = pull.merge_commit_sha.as_deref().filter(|_| pull.is_merged());
    let Some(commit) = commit else {
        let text = format!("#{number} is not merged: there is nothing yet to bring to `{}`", asked.to);
        return Err(Failure::usage(text).hint(Some("merge it, then run this again".to_owned())));
    };
    let commit = id(commit)?;
    Ok((pull, commit))
}

/// The branch as it stands, and its pull request, open or merged.
async fn standing(asked: &Asked, site: &Site<'_>) -> Result<(Option<Id>, Option<Pull>), Failure> {
    let branch = asked.branch();
    let found = site.server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
    let head = found.map(|found| id(&found.object.sha)).transpose()?;
    let pulls = own(site.server, &asked.to, &branch).await?;
    let open = pulls.iter().find(|pull| pull.state == State::Open);
    let merged = || pulls.iter().find(|pull| pull.is_merged());
    Ok((head, open.or_else(merged).cloned()))
}

/// The repository with these commits.
fn fetched(repository: Repository, wanted: &[Id], site: &Site<'_>) -> Result<Repository, Failure> {
    let missing: Vec<Id> =
        wanted.iter().copied().filter(|&commit| repository.commit(commit).is_err()).collect();
    if missing.is_empty() {
        return Ok(repository);
    }
    let writer = writer(&repository, &site.settings.changelog.look.remote, site.server);
    for commit in missing {
        writer.fetch(commit).map_err(git)?;
    }
    reopen(&repository)
}

/// What a pull request brought, and whether the line has it.
async fn source(
    pull: &Pull,
    merge: Id,
    on_line: &Contained,
    repository: &Repository,
    site: &Site<'_>,
) -> Result<Source, Failure> {
    let (commits, whole) = brought(pull, merge, repository, site).await?;
    let mut source = Source {
        number: pull.number,
        title: pull.title.clone(),
        url: pull.html_url.clone(),
        merged_at: pull.merged_at.clone().unwrap_or_default(),
        is_contained: on_line.has(merge),
        commits,
        whole,
        brought: Brought::default(),
    };
    let before = source.commits.len();
    source.commits.retain(|&commit| !on_line.has(commit));
    source.is_contained |= source.commits.is_empty();
    // The sum of a branch of which a part is there already is not what is missing.
    source.whole = source.whole.filter(|_| source.commits.len() == before);
    Ok(source)
}

/// The commits that a pull request brought, the oldest first, and the merge that brought several at once: of a merge
/// commit those of its branch, of a rebase the copies, of a squash the one.
async fn brought(
    pull: &Pull,
    merge: Id,
    repository: &Repository,
    site: &Site<'_>,
) -> Result<(Vec<Id>, Option<Id>), Failure> {
    let commit = repository.commit(merge).map_err(failure)?;
    let parents: Vec<Id> = commit.parents().collect();
    if let [base, rest @ ..] = parents.as_slice()
        && !rest.is_empty()
    {
        let (mut commits, mut has_merges) = (Vec::new(), false);
        for branch in rest {
            let range = Range { from: vec![*base], to: *branch };
            for commit in repository.commits(range).map_err(failure)? {
                let commit = commit.map_err(failure)?;
                has_merges |= commit.is_merge();
                commits.push(commit.id);
            }
        }
        commits.reverse();
        // What a merge within the branch settled stands in no other commit.
        return Ok(if has_merges || commits.is_empty() {
            (vec![merge], None)
        } else {
            (commits, Some(merge))
        });
    }
    // Only the messages tell a rebase from a squash.
    let own = site.server.repo.pulls().commits(pull.number).await.map_err(refused)?;
    let mut messages: Vec<&str> =
        own.iter().filter(|it| it.parents.len() < 2).map(|it| it.commit.message.trim()).collect();
    let (mut commits, mut next) = (Vec::new(), Some(merge));
    while let (Some(at), Some(message)) = (next, messages.pop()) {
        let commit = repository.commit(at).map_err(failure)?;
        if commit.message().trim() == message {
            commits.push(at);
            next = commit.parents().next();
        }
        // Else a squash, or a commit that the base had already, which a rebase leaves out.
    }
    commits.reverse();
    Ok((if commits.is_empty() { vec![merge] } else { commits }, None))
}

/// Whether the branch holds all that is to be there: an interrupted run has pushed it, or a person who settled the
/// conflicts.
fn stands(facts: &Facts) -> Result<bool, Failure> {
    let Some(branch) = facts.branch else { return Ok(false) };
    let there = Contained::read(&facts.repository, vec![facts.line], branch)?;
    let is_there = |source: &Source| {
        source.is_contained
            || source.whole.is_some_and(|whole| there.has(whole))
            || source.commits.iter().all(|&commit| there.has(commit))
    };
    Ok(facts.sources.iter().all(is_there))
}

/// Makes the copies. A branch that stands with other commits than copies is somebody's.
fn copy(facts: &mut Facts, asked: &Asked, site: &Site<'_>) -> Result<(), Failure> {
    let Facts { repository, line, sources, .. } = facts;
    let writer = site.writer(repository)?;
    let head = pick::all(sources, *line, site.context.now, asked.allows_conflicts, &writer)?;
    let clashes = sources.iter().any(|source| !source.brought.clashes.is_empty());
    let made: std::collections::BTreeSet<Id> =
        sources.iter().flat_map(|source| &source.brought.copies).map(|copy| copy.of).collect();
    if made.is_empty() || (clashes && !asked.allows_conflicts) {
        return Ok(());
    }
    if let Some(branch) = facts.branch {
        let there = Contained::read(&facts.repository, vec![facts.line], branch)?;
        if *there.copies() == made {
            return Ok(());
        }
        if !contains(&facts.repository, facts.line, branch)?
            && !is_ours(&facts.repository, facts.line, branch)?
        {
            let name = asked.branch();
            let text = format!("the branch `{name}` has commits that are no copies of #{}", numbers(asked));
            let hint =
                format!("open a pull request from it by hand, or delete it: `git push origin :{name}`");
            return Err(Failure::world(text).hint(Some(hint)));
        }
    }
    facts.head = Some(head);
    Ok(())
}

/// Whether every commit on top of the line is a copy.
fn is_ours(repository: &Repository, line: Id, branch: Id) -> Result<bool, Failure> {
    for commit in repository.commits(Range { from: vec![line], to: branch }).map_err(failure)? {
        let commit = commit.map_err(failure)?;
        if crate::facts::back::picked_from(&commit.message()).next().is_none() {
            return Ok(false);
        }
    }
    Ok(true)
}

fn numbers(asked: &Asked) -> String {
    asked.numbers.iter().map(u64::to_string).collect::<Vec<_>>().join(", #")
}
