//! From settings and facts to the next versions: pure, and all that the tool decides.

mod cascade;
mod document;

use deploy_kit_git::Id;
use semver::Version;

pub use document::document;

use crate::bump::Bump;
use crate::facts::{Facts, PackageFacts};
use crate::history::{self, Commit, Entry, Rule, Survey, Tally};
use crate::line::Line;
use crate::next::{self, Next, Refusal, Situation};
use crate::package::Package;
use crate::settings::Settings;

/// What would be released, and why.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The packages that were asked about, in the order of the configuration.
    pub packages: Vec<PackagePlan>,
    /// Commits that belong to no package.
    pub outside: Vec<Entry>,
    /// The newest commit that was looked at.
    pub to: Id,
}

/// The plan of one package.
#[derive(Debug, Clone)]
pub struct PackagePlan {
    /// Its name; `None` where the repository is the one package.
    pub name: Option<String>,
    /// The index of the package in the settings.
    pub index: usize,
    /// The highest version reachable.
    pub current: Option<Version>,
    /// The tag or revision that the commits are counted from; `None` from the first commit on.
    pub since: Option<String>,
    /// The version to release, or the current one.
    pub next: Option<Version>,
    /// What the commits ask for.
    pub severity: Bump,
    /// What the policy makes of it.
    pub bump: Bump,
    /// Whether there is anything to release.
    pub should_release: bool,
    /// The tag to create.
    pub tag: Option<String>,
    /// The channel of pre-releases.
    pub channel: Option<String>,
    /// Packages whose release causes this one.
    pub because_of: Vec<String>,
    /// The packages, by index in the settings, that this one depends on.
    pub depends_on: Vec<usize>,
    /// The changes that were to be listed, of every commit, newest first.
    pub entries: Vec<Entry>,
    /// How many there are in all.
    pub tally: Tally,
}

/// Why there is no plan.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// The next version of a package is refused.
    #[error("{}{refusal}", package.as_ref().map(|name| format!("package `{name}`: ")).unwrap_or_default())]
    Refused {
        /// The package, where there are several.
        package: Option<String>,
        /// Why.
        refusal: Box<Refusal>,
        /// The commit that asks for it.
        commit: Option<(Id, String)>,
    },
    /// `Release-As` with something that is no version.
    #[error("commit {} says `Release-As: {text}`, which is not a semantic version", id.short(7))]
    ReleaseAs {
        /// The commit.
        id: Id,
        /// Its text.
        text: String,
    },
}

impl Error {
    /// Whether an argument or the configuration is wrong, rather than what the commits ask for.
    pub fn is_usage(&self) -> bool {
        matches!(self, Self::Refused { refusal, .. } if matches!(**refusal, Refusal::Channel(_)))
    }

    /// What to do about it.
    pub fn hint(&self) -> Option<String> {
        match self {
            Self::Refused { refusal, commit, .. } => match (refusal.as_ref(), commit) {
                (Refusal::OutsideLine { .. }, Some((id, subject))) => {
                    let short = id.short(7);
                    Some(format!("{short} asks for it: `{subject}`; release it from the main branch"))
                }
                (Refusal::Taken(_), _) => {
                    Some("fetch and merge the branch that was released, or delete the tag".to_owned())
                }
                (Refusal::NotRising { .. }, _) => {
                    Some("a newer commit with a higher `Release-As:` wins over this one".to_owned())
                }
                _ => None,
            },
            Self::ReleaseAs { .. } => Some("write it as `Release-As: 2.0.0`".to_owned()),
        }
    }
}

/// Plans every package.
///
/// # Errors
/// A version that the rules refuse; see [`Refusal`].
pub fn plan(settings: &Settings, facts: &Facts) -> Result<Plan, Error> {
    let mut drafts = Vec::with_capacity(facts.packages.len());
    for (index, package) in settings.packages.iter().enumerate() {
        drafts.push(draft(settings, facts, index, package)?);
    }
    cascade::spread(settings, facts, &mut drafts)?;
    let packages = drafts.into_iter().map(Draft::finish).collect::<Vec<_>>();
    let outside = outside(settings, facts);
    let packages = match settings.only {
        Some(index) => packages.into_iter().filter(|package| package.index == index).collect(),
        None => packages,
    };
    Ok(Plan { packages, outside, to: facts.to })
}

/// A package's plan while others may still change it.
#[derive(Debug)]
struct Draft<'a> {
    package: &'a Package,
    index: usize,
    situation: Situation,
    next: Next,
    facts: &'a PackageFacts,
    entries: Vec<Entry>,
    /// Its own commits in numbers.
    tally: Tally,
    because_of: Vec<String>,
}

/// The versions that a package cannot have. One that is decided is what it is: it may stand already, without a release.
fn burned(settings: &Settings, index: usize, package: &Package) -> Vec<Version> {
    let burned = settings.burned.iter().filter(|_| !settings.chosen.contains_key(&index));
    burned.filter_map(|tag| package.prefix.version_of(tag)).collect()
}

fn draft<'a>(
    settings: &Settings,
    facts: &'a Facts,
    index: usize,
    package: &'a Package,
) -> Result<Draft<'a>, Error> {
    let about = &facts.packages[index];
    let Survey { entries, tally } = survey_of(settings, facts, package, &about.commits);
    let last_pre = about.last_pre.as_ref().map(|release| &release.tag.version);
    let since_pre = last_pre.map(|_| survey_of(settings, facts, package, &about.since_pre));
    let line = facts.branch.as_deref().filter(|_| !settings.is_inquiry()).and_then(Line::of_branch);
    let situation = Situation {
        last_final: about.last_final.as_ref().map(|release| release.tag.version.clone()),
        last_pre: last_pre.cloned(),
        taken: about.taken.clone(),
        burned: burned(settings, index, package),
        severity: tally.severity,
        news_on_channel: since_pre.as_ref().is_none_or(|news| news.tally.severity > Bump::None),
        release_as: match (release_as(&entries)?, since_pre) {
            _ if settings.chosen.contains_key(&index) => settings.chosen[&index].clone(),
            (Some(asked), Some(news)) => unanswered(asked, &news.entries, last_pre, facts.channel.is_some()),
            (asked, _) => asked,
        },
        channel: facts.channel.clone(),
        line,
        initial: package.initial.clone(),
        zero_major: settings.zero_major,
    };
    let next = match decide(&situation, settings, package, &entries) {
        Ok(_) | Err(_) if settings.chosen.get(&index) == Some(&None) => Next::rest(&situation),
        Ok(next) => next,
        // A package that was not asked about cannot stand in the way of the one that was.
        Err(_) if settings.only.is_some_and(|only| only != index) => Next::rest(&situation),
        Err(error) => return Err(error),
    };
    Ok(Draft { package, index, situation, next, facts: about, entries, tally, because_of: Vec::new() })
}

fn decide(
    situation: &Situation,
    settings: &Settings,
    package: &Package,
    entries: &[Entry],
) -> Result<Next, Error> {
    next::next(situation).map_err(|refusal| {
        let cause = entries.iter().filter(|entry| entry.bump > Bump::None).max_by_key(|entry| entry.bump);
        Error::Refused {
            package: package.name.clone().filter(|_| settings.packages.len() > 1),
            refusal: Box::new(refusal),
            commit: cause.map(|entry| (entry.id, entry.subject.clone())),
        }
    })
}

impl Draft<'_> {
    fn finish(self) -> PackagePlan {
        let current = self.situation.current().cloned();
        let last = self.facts.last_final.as_ref().or(self.facts.last_pre.as_ref());
        let last_name = last.map(|release| release.tag.name.as_str());
        let tag = self.next.version.as_ref().filter(|_| self.next.release);
        PackagePlan {
            tag: tag.map(|version| self.package.prefix.name_of(version, last_name)),
            name: self.package.name.clone(),
            index: self.index,
            current,
            since: self.facts.since.clone(),
            next: self.next.version,
            severity: self.tally.severity,
            bump: self.next.bump,
            should_release: self.next.release,
            channel: self.situation.channel,
            because_of: self.because_of,
            depends_on: self.facts.dependencies.clone(),
            entries: self.entries,
            tally: self.tally,
        }
    }
}

/// The entries of the package at `index`.
pub fn entries(settings: &Settings, facts: &Facts, index: usize) -> Vec<Entry> {
    survey_of(settings, facts, &settings.packages[index], &facts.packages[index].commits).entries
}

/// The entries of those commits that touch a package's paths.
fn survey_of(settings: &Settings, facts: &Facts, package: &Package, commits: &[usize]) -> Survey {
    let commits = commits.iter().map(|&index| &facts.commits[index]);
    let marked = commits.map(|commit| (commit, belongs(commit, package)));
    history::survey(marked, &settings.conventions, settings.listing)
}

/// A commit that touches no file belongs to the package that its scope names.
pub fn belongs(commit: &Commit, package: &Package) -> bool {
    if package.paths.is_everything() {
        return true;
    }
    if commit.paths.is_empty() {
        let message = crate::message::Message::parse(&commit.message);
        let scopes = message.changes.iter().filter_map(|change| change.header.scope);
        return package.name.as_deref().is_some_and(|name| scopes.into_iter().any(|scope| scope == name));
    }
    commit.paths.iter().any(|path| package.paths.holds(path))
}

/// The commits that no package counts; nothing disappears.
fn outside(settings: &Settings, facts: &Facts) -> Vec<Entry> {
    let alone = |commit: &&Commit| !settings.packages.iter().any(|package| belongs(commit, package));
    let mut entries = history::read(facts.commits.iter().filter(alone), &settings.conventions);
    for entry in &mut entries {
        entry.bump = Bump::None;
        // One that is not conventional stays one: `--strict` looks at every commit.
        if entry.rule != Rule::Unconventional {
            entry.rule = Rule::Outside;
        }
    }
    entries
}

/// What is asked for, unless a pre-release has answered it: with `1.5.0-beta.1` behind it, the footer that
/// led there must not stand in the way of `1.5.0-beta.2` and `1.5.0`.
fn unanswered(
    asked: Version,
    news: &[Entry],
    last_pre: Option<&Version>,
    on_channel: bool,
) -> Option<Version> {
    let still_to_come = !on_channel && last_pre.is_none_or(|pre| asked > *pre);
    (still_to_come || news.iter().any(|entry| entry.release_as.is_some())).then_some(asked)
}

/// Whether an entry's footers have a say.
fn counts(entry: &Entry) -> bool {
    !matches!(entry.rule, Rule::Reverted(_) | Rule::Skipped | Rule::Fixup)
}

/// The newest `Release-As:` of commits that still count.
fn release_as(entries: &[Entry]) -> Result<Option<Version>, Error> {
    let Some(entry) = entries.iter().filter(|entry| counts(entry)).find(|entry| entry.release_as.is_some())
    else {
        return Ok(None);
    };
    let text = entry.release_as.as_deref().unwrap_or_default();
    match text.strip_prefix('v').unwrap_or(text).parse() {
        Ok(version) => Ok(Some(version)),
        Err(_) => Err(Error::ReleaseAs { id: entry.id, text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests;
