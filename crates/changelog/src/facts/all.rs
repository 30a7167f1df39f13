//! The facts of every release: one walk over the whole history.

use std::collections::HashMap;

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Person, Range};
use deploy_kit_version::facts::{
    Past, ReleaseTag, all_releases, failure, gather_from, take_whole, whole_past,
};
use deploy_kit_version::history::{Commit, Listing};
use deploy_kit_version::plan::{Plan, belongs};
use deploy_kit_version::settings::Settings as VersionSettings;
use deploy_kit_version::tag::Tag;

use super::credit::People;
use super::{Changes, Credits, Gatherer, PackageFacts, ReleaseFacts, credit};

/// A commit with what the notes need of it.
struct Walked {
    commit: Commit,
    seconds: i64,
    authors: Vec<Person>,
    /// Whether it belongs to the package.
    ours: bool,
}

impl Gatherer<'_> {
    /// Every release of each package that was asked for, and what is not released yet.
    pub(super) fn all(&self) -> Result<Vec<PackageFacts>, Failure> {
        let head = self.head()?;
        let settings = &self.settings.version;
        let mut past = whole_past(self.repository);
        let plan = self.next(&mut past)?;
        let tags = self.repository.tags().map_err(failure)?;
        let mut walked = self.walk(&mut past, head)?;
        drop(past);
        let index: HashMap<Id, usize> =
            walked.iter().enumerate().map(|(at, walked)| (walked.commit.id, at)).collect();
        let wanted: Vec<usize> = settings.wanted().collect();
        let mut packages = Vec::with_capacity(wanted.len());
        for (turn, &at) in wanted.iter().enumerate() {
            let releases = all_releases(&settings.packages[at].prefix, self.repository, &tags)?;
            let releases = milestones(releases, &index);
            let owners = owners(&walked, &releases, &index);
            // The messages are taken by the last package that needs them.
            let last = turn + 1 == wanted.len();
            let dated = releases.into_iter().map(|(place, release)| (walked[place].seconds, release));
            let dated: Vec<(i64, ReleaseTag)> = dated.collect();
            let groups = self.group(&mut walked, &owners, dated.len(), at, last);
            let next = plan.packages.iter().find(|package| package.index == at);
            let next =
                next.and_then(|next| Some(Tag { name: next.tag.clone()?, version: next.next.clone()? }));
            packages.push(self.facts_of(at, self.releases(groups, dated, next)));
        }
        Ok(packages)
    }

    /// The next release, of which only the name is told here.
    fn next(&self, past: &mut Past<'_>) -> Result<Plan, Failure> {
        let settings = VersionSettings { listing: Listing::Few(0), ..self.settings.version.clone() };
        let facts = gather_from(&settings, past, &self.context.environment)?;
        deploy_kit_version::plan_of(&settings, &facts)
    }

    fn walk(&self, past: &mut Past<'_>, to: Id) -> Result<Vec<Walked>, Failure> {
        let needs_paths = self.settings.version.needs_paths();
        let numbers = past.list(&Range { from: Vec::new(), to }).map_err(failure)?;
        let mut walked = Vec::with_capacity(numbers.len());
        for number in numbers {
            let commit = take_whole(past, number)?;
            let authors = match self.wants_people {
                true => credit::authors(&commit, &self.mailmap),
                false => Vec::new(),
            };
            walked.push(Walked {
                seconds: commit.committer_time().seconds,
                authors,
                ours: true,
                commit: deploy_kit_version::facts::read(self.repository, &commit, needs_paths)?,
            });
        }
        Ok(walked)
    }

    /// Splits the commits by release, with those that belong to a package whole; the last group is not
    /// released yet.
    fn group(
        &self,
        walked: &mut [Walked],
        owners: &[usize],
        releases: usize,
        package: usize,
        last: bool,
    ) -> Vec<Vec<Walked>> {
        let package = &self.settings.version.packages[package];
        let mut groups: Vec<Vec<Walked>> = (0..=releases).map(|_| Vec::new()).collect();
        for (walked, &owner) in walked.iter_mut().zip(owners) {
            groups[owner].push(match belongs(&walked.commit, package) {
                true => walked.take(last),
                false => walked.place(),
            });
        }
        groups
    }

    /// Newest first. The releases come with the time of their commit, which may be none of the package's.
    fn releases(
        &self,
        groups: Vec<Vec<Walked>>,
        releases: Vec<(i64, ReleaseTag)>,
        next: Option<Tag>,
    ) -> Vec<ReleaseFacts> {
        let mut known = People::default();
        let mut facts = Vec::with_capacity(groups.len());
        let mut previous: Option<Tag> = None;
        let ends = releases.into_iter().map(|(seconds, release)| (seconds, Some(release.tag)));
        for (group, (seconds, tag)) in groups.into_iter().zip(ends.chain([(self.context.now, next)])) {
            let mut credits = Credits::default();
            let mut commits = Vec::with_capacity(group.len());
            for walked in group {
                for person in &walked.authors {
                    if known.meet(person) {
                        credits.newcomers.insert(person.email.to_lowercase());
                    }
                }
                if self.wants_people {
                    credits.authors.insert(walked.commit.id, walked.authors);
                }
                commits.push((walked.commit, walked.ours));
            }
            let next = tag.clone();
            facts.push(ReleaseFacts {
                tag,
                previous: previous.clone(),
                seconds,
                changes: Changes::Unread(commits),
                credits,
            });
            previous = next;
        }
        facts.reverse();
        facts
    }
}

impl Walked {
    /// Itself, or a copy where another package still needs it.
    fn take(&mut self, last: bool) -> Self {
        let commit = match last {
            true => Commit { message: std::mem::take(&mut self.commit.message), ..self.commit.clone() },
            false => self.commit.clone(),
        };
        Self { commit, seconds: self.seconds, authors: self.authors.clone(), ours: true }
    }

    /// Its place in the history alone.
    fn place(&self) -> Self {
        let Commit { id, parents, .. } = &self.commit;
        let commit = Commit { id: *id, parents: parents.clone(), message: String::new(), paths: Vec::new() };
        Self { commit, seconds: self.seconds, authors: Vec::new(), ours: false }
    }
}

/// The releases that have a section of their own, oldest first, each with its place in the walk: the final
/// ones, and the pre-releases above the last of them.
fn milestones(releases: Vec<ReleaseTag>, index: &HashMap<Id, usize>) -> Vec<(usize, ReleaseTag)> {
    let placed = releases.into_iter().filter_map(|release| Some((*index.get(&release.commit)?, release)));
    let mut placed: Vec<(usize, ReleaseTag)> = placed.collect();
    let last_final = placed
        .iter()
        .map(|(_, release)| &release.tag.version)
        .filter(|version| version.pre.is_empty())
        .max()
        .cloned();
    placed.retain(|(_, release)| {
        let version = &release.tag.version;
        version.pre.is_empty() || last_final.as_ref().is_none_or(|last| version > last)
    });
    // In the walk children stand before their parents, so the oldest release has the highest place.
    placed
        .sort_by(|one, other| other.0.cmp(&one.0).then_with(|| one.1.tag.version.cmp(&other.1.tag.version)));
    placed
}

/// The release, by index, that each commit came out with first; one past the last for none yet.
fn owners(walked: &[Walked], releases: &[(usize, ReleaseTag)], index: &HashMap<Id, usize>) -> Vec<usize> {
    let none = releases.len();
    let mut owners = vec![none; walked.len()];
    let mut open = Vec::new();
    for (number, (place, _)) in releases.iter().enumerate() {
        open.push(*place);
        while let Some(at) = open.pop() {
            if owners[at] != none {
                continue;
            }
            owners[at] = number;
            let parents = walked[at].commit.parents.iter();
            open.extend(parents.filter_map(|parent| index.get(parent)).filter(|&&at| owners[at] == none));
        }
    }
    owners
}
