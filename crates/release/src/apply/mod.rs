//! The only writer. Every step reads the state before it writes and does only what is missing: a run that was
//! killed between any two requests is finished by running it again, and a run with nothing left to do writes
//! nothing.

mod announce;
mod assets;
mod commit;
mod draft;
mod error;
mod floating;
mod identity;
pub(crate) mod page;
mod publish;
mod tag;
mod unfinished;

use std::collections::{BTreeMap, BTreeSet};

use deploy_kit_core::actions::Console;
use deploy_kit_core::hook::{self, Hook, Limit};
use deploy_kit_core::tool::Failure;
use deploy_kit_git::{Id, Identity, Repository, Writer};
use deploy_kit_github::Clock;
use deploy_kit_github::releases::Release as Published;

pub use error::Error;
pub(crate) use identity::BOT;

use crate::facts::GIT_TIMEOUT;
use crate::facts::remote::Remote;
use crate::plan::{Plan, Release, Step, When};
use crate::report::done;
use crate::server::Server;
use crate::settings::Settings;

/// Where a plan is applied.
#[derive(Debug)]
pub struct Site<'a> {
    /// The repository.
    pub repository: &'a Repository,
    /// The server, with what stood there when the plan was made; `None` without a token.
    pub server: Option<(&'a Server, Remote)>,
    /// Where progress is shown.
    pub console: &'a Console,
}

/// What a run has done.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The commit that was tagged.
    pub commit: Option<Id>,
    /// The releases as they stand now, by tag.
    pub releases: BTreeMap<String, Published>,
    /// Whether anything was written.
    pub has_written: bool,
    /// Whether something is left that a later run may be able to do.
    pub is_unfinished: bool,
    /// What was tried and is not worth failing for.
    pub warnings: Vec<String>,
}

/// What came of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// It was done now.
    Now,
    /// It stood already.
    Before,
    /// It is for the real run alone.
    Left,
}

/// A run on its way.
struct Run<'a> {
    plan: &'a Plan,
    settings: &'a Settings,
    site: Site<'a>,
    /// Whose commit and tags git makes, where it knows nobody itself.
    identity: Option<Identity<'static>>,
    /// What of the run's time has passed.
    clock: Clock,
    /// The tags whose draft this run has made.
    drafted: BTreeSet<String>,
    outcome: Outcome,
}

/// Applies a plan.
///
/// # Errors
/// The first step that cannot be done; running again goes on from there.
pub async fn apply(plan: &Plan, settings: &Settings, site: Site<'_>) -> Result<Outcome, Failure> {
    let clock = site.server.as_ref().map_or_else(|| Clock::start(0), |(server, _)| server.clock);
    let (drafted, outcome) = (BTreeSet::new(), Outcome::default());
    let mut run = Run { plan, settings, site, identity: None, clock, drafted, outcome };
    run.check_files()?;
    run.identity = run.identify()?;
    for step in &plan.steps {
        let result = run.step(step).await;
        if result.as_ref().is_err_and(|failure| Error::burned(failure).is_some()) {
            run.take_back().await?;
        }
        result?;
    }
    Ok(run.outcome)
}

impl Run<'_> {
    async fn step(&mut self, step: &Step) -> Result<(), Failure> {
        if self.is_finished() {
            return Ok(());
        }
        let result = match step {
            Step::Hook { command, when } => self.hook(command, *when)?,
            Step::Draft { tag } => self.draft(tag).await?,
            Step::Write { path } => self.write(path)?,
            Step::Commit { .. } => self.commit().await?,
            Step::Tag { name, .. } => self.tag(name).await?,
            Step::Push { .. } => self.push()?,
            Step::Attach { tag, .. } => self.attach(tag).await?,
            Step::Publish { tag, .. } => self.publish(tag).await?,
            Step::Float { tag, name, .. } => self.float(tag, name).await?,
            Step::Announce { tag, numbers } => self.announce(tag, numbers).await?,
            Step::Finish { tag } => self.finish(tag).await?,
        };
        self.tell(step, result);
        Ok(())
    }

    /// Whether all that the plan wants stood before this run began.
    fn is_finished(&self) -> bool {
        let Some((_, remote)) = &self.site.server else { return self.is_tagged_here() };
        !self.plan.releases.is_empty()
            && self.plan.message.is_none()
            && self.plan.releases.iter().all(|release| remote.is_finished(release))
    }

    /// Without a server, commit and tags are all.
    fn is_tagged_here(&self) -> bool {
        let (Some(commit), Ok(tags)) = (self.plan.tagged(), self.site.repository.tags()) else {
            return false;
        };
        let stands = |name: &str| {
            let tag = tags.get(name);
            tag.is_some_and(|tag| tag.commit(self.site.repository).is_ok_and(|on| on == Some(commit)))
        };
        !self.settings.pushes && self.plan.tags().all(stands)
    }

    fn tell(&mut self, step: &Step, result: Done) {
        self.outcome.has_written |= result == Done::Now;
        let word = match result {
            Done::Now => "done",
            Done::Before => "stands already",
            Done::Left => "left out of the rehearsal",
        };
        self.site.console.info(done(step, word));
    }

    /// The commit that the tags go on.
    fn tagged(&self) -> Result<Id, Failure> {
        let known = self.outcome.commit.or_else(|| self.plan.tagged());
        known.ok_or_else(|| Failure::world("the release's commit is not known"))
    }

    fn release(&self, tag: &str) -> Result<&Release, Failure> {
        let mut releases = self.plan.releases.iter();
        // The steps come from the releases.
        releases
            .find(|release| release.tag == tag)
            .ok_or_else(|| Failure::world(format!("no release `{tag}`")))
    }

    fn server(&self) -> Option<&Server> {
        self.site.server.as_ref().map(|(server, _)| *server)
    }

    /// Writes through git, with the token where there is one.
    fn writer(&self) -> Writer<'_> {
        let repository = self.site.repository;
        let token = self.server().map(|server| server.token.expose());
        let remote = &self.settings.changelog.look.remote;
        Writer { repository, remote, token, timeout: GIT_TIMEOUT, identity: self.identity }
    }

    fn hook(&self, command: &str, when: When) -> Result<Done, Failure> {
        // It may do anything, publish to a registry above all.
        if self.settings.rehearses {
            return Ok(Done::Left);
        }
        let lines = |value: fn(&Release) -> String| {
            self.plan.releases.iter().map(value).collect::<Vec<_>>().join("\n")
        };
        let variables = [
            ("DEPLOY_KIT_VERSION", lines(|release| release.next.to_string())),
            ("DEPLOY_KIT_TAG", lines(|release| release.tag.clone())),
        ];
        let folder = self.site.repository.work_dir().unwrap_or(self.site.repository.git_dir());
        let left = self.settings.timeout.saturating_sub(self.clock.now().elapsed);
        let limit = Limit { left, own_group: self.site.console.is_runner(), cancelled: &hook::NEVER };
        let hook = Hook { command, folder, variables: &variables, limit };
        hook::run(&hook, |_, line| self.site.console.info(line)).map_err(|error| {
            let hint = match when {
                _ if matches!(error, hook::Error::Stopped { .. }) => {
                    "give the run more time with `--timeout <seconds>`, then run this again"
                }
                When::Before => "nothing was released; mend the hook, then run this again",
                When::After => "the release is published; mend the hook, then run this again",
            };
            Failure::world(error).hint(Some(hint.to_owned()))
        })?;
        Ok(Done::Now)
    }
}
