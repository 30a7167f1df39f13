//! The facts of one release: the next, the last, or a range that was asked for.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::Id;
use deploy_kit_version::facts::{Past, ReleaseTag, candidates, failure, gather_from, last_release, past};
use deploy_kit_version::plan::{PackagePlan, Plan};
use deploy_kit_version::settings::{Settings as VersionSettings, Since};
use deploy_kit_version::tag::Tag;

use super::{Changes, Gatherer, PackageFacts, ReleaseFacts};
use crate::settings::Scope;

impl Gatherer<'_> {
    /// What is not released yet, or a range, as `version` plans it.
    pub(super) fn planned(&self) -> Result<Vec<PackageFacts>, Failure> {
        let plan = deploy_kit_version::plan(&self.settings.version, self.repository, self.context)?;
        self.packages_of(plan)
    }

    /// The facts of a plan that stands.
    pub(super) fn packages_of(&self, plan: Plan) -> Result<Vec<PackageFacts>, Failure> {
        plan.packages.into_iter().map(|package| self.package(package, plan.to)).collect()
    }

    fn package(&self, plan: PackagePlan, to: Id) -> Result<PackageFacts, Failure> {
        let tag = match self.settings.scope {
            Scope::Range => self.named_end(plan.index),
            _ => None,
        };
        let next = || Some(Tag { name: plan.tag.clone()?, version: plan.next.clone()? });
        let seconds = match &tag {
            Some(_) => self.repository.commit(to).map_err(failure)?.committer_time().seconds,
            None => self.context.now,
        };
        let tag = tag.or_else(next);
        let since = plan.since.as_deref().map(|revision| self.repository.resolve(revision));
        let since = since.transpose().map_err(failure)?;
        let previous = plan.since.as_deref().and_then(|name| {
            let version = self.settings.version.packages[plan.index].prefix.version_of(name)?;
            Some(Tag { name: name.to_owned(), version })
        });
        let credits = self.credits(&plan.entries, since)?;
        let release = ReleaseFacts { tag, previous, seconds, changes: Changes::Read(plan.entries), credits };
        Ok(self.facts_of(plan.index, vec![release]))
    }

    /// The release that `--to` names.
    fn named_end(&self, index: usize) -> Option<Tag> {
        let name = self.settings.version.to.as_deref()?;
        let name = name.strip_prefix("refs/tags/").unwrap_or(name);
        let version = self.settings.version.packages[index].prefix.version_of(name)?;
        Some(Tag { name: name.to_owned(), version })
    }

    pub(super) fn facts_of(&self, index: usize, releases: Vec<ReleaseFacts>) -> PackageFacts {
        let package = &self.settings.version.packages[index];
        PackageFacts { name: package.name.clone(), changelog: package.changelog.clone(), releases }
    }

    /// The last release of each package that was asked for.
    pub(super) fn latest(&self) -> Result<Vec<PackageFacts>, Failure> {
        let settings = &self.settings.version;
        let head = self.head()?;
        let tags = self.repository.tags().map_err(failure)?;
        let mut past = past(self.repository, settings);
        let mut packages = Vec::new();
        for index in settings.wanted() {
            let prefix = &settings.packages[index].prefix;
            let candidates: Vec<_> = candidates(prefix, &tags).collect();
            let Some(last) = last_release(&candidates, &mut past, head, None, true)? else {
                packages.push(self.facts_of(index, Vec::new()));
                continue;
            };
            // A final release tells all since the final release before it, its pre-releases included.
            let (version, pre) = (&last.tag.version, !last.tag.version.pre.is_empty());
            let before = last_release(&candidates, &mut past, last.commit, Some(version), pre)?;
            let release = self.between(index, before, last, &mut past)?;
            packages.push(self.facts_of(index, vec![release]));
        }
        Ok(packages)
    }

    /// One release, counted from another.
    fn between(
        &self,
        index: usize,
        before: Option<ReleaseTag>,
        last: ReleaseTag,
        past: &mut Past<'_>,
    ) -> Result<ReleaseFacts, Failure> {
        let since = before.clone().map_or(Since::Root, Since::Release);
        let mut packages = self.settings.version.packages.clone();
        let settings = VersionSettings {
            packages: vec![packages.swap_remove(index)],
            only: None,
            since,
            // By its id, which need not be looked up among all references.
            to: Some(last.commit.to_string()),
            ..self.settings.version.clone()
        };
        let facts = gather_from(&settings, past, &self.context.environment)?;
        let entries = deploy_kit_version::plan::entries(&settings, &facts, 0);
        let credits = self.credits(&entries, before.as_ref().map(|before| before.commit))?;
        let seconds = self.repository.commit(last.commit).map_err(failure)?.committer_time().seconds;
        Ok(ReleaseFacts {
            tag: Some(last.tag),
            previous: before.map(|before| before.tag),
            seconds,
            changes: Changes::Read(entries),
            credits,
        })
    }

    /// The commit that the history ends at.
    pub(super) fn head(&self) -> Result<Id, Failure> {
        deploy_kit_version::facts::end(&self.settings.version, self.repository)
    }
}
