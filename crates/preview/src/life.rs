//! The life of a preview in one run: building, made, proven, ready or failed.

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use deploy_kit_comment::Origin;
use deploy_kit_core::tool::{Context, Failure};
use deploy_kit_github::server::Server;

use crate::facts::{self, Facts};
use crate::hooks::Site;
use crate::plan::plan;
use crate::proof::{self, Proof};
use crate::record::{self, Said, Word, record, wanted};
use crate::run::connect;
use crate::settings::Settings;
use crate::state::State;

/// How often to look whether the run is cancelled while it waits.
const LOOK: Duration = Duration::from_millis(100);

/// A run about one preview.
#[derive(Debug)]
pub(crate) struct Life<'a> {
    pub(crate) settings: &'a Settings,
    pub(crate) context: &'a Context,
    /// The repository's folder.
    pub(crate) folder: &'a Path,
    /// Set when the run is cancelled.
    pub(crate) cancelled: &'a AtomicBool,
}

/// How it ended: what was said, and what went wrong.
pub(crate) type End = (Vec<Said>, Vec<Failure>);

/// What came of making it.
enum Made {
    Ready(Word),
    Failed(Word, Failure),
}

impl Made {
    /// It could not be made, or not be asked.
    fn not(failure: Failure) -> Self {
        let description = failure.chain().into_iter().next().unwrap_or_default();
        Self::Failed(Word { description, ..Word::default() }, failure)
    }
}

impl Life<'_> {
    /// Says how it stands, and makes it where that is asked for.
    pub(crate) async fn run(&self) -> Result<End, Failure> {
        let Self { settings, .. } = self;
        let server = connect(settings, self.folder, self.context)?;
        let Some(facts) = facts::gather(settings, &server).await? else { return Ok(End::default()) };
        let is_open = facts.recorded.pull.as_ref().is_none_or(|pull| pull.is_open);
        let asked = settings.wanted_state();
        let state = if is_open { asked } else { State::Removed };
        let makes = settings.makes();
        let word = Word { url: settings.url.clone(), scores: settings.scores.clone(), ..Word::default() };
        if !is_open && settings.subject.origin == Origin::Fork {
            let text = "the token of a pull request from a fork may not take its preview down: `sweep` does";
            self.context.console.notice(text);
            return Ok(End::default());
        }
        if is_open && settings.subject.is_closed {
            // This run is late, or is run again: those since count.
            let text = format!("#{} is open again: its preview stays", facts.number);
            self.context.console.notice(text);
            return Ok(End::default());
        }
        match state {
            State::Removed => self.remove_all(&server, facts).await,
            State::Building if makes || settings.hooks.up.is_some() => self.make(&server, facts, makes).await,
            State::Ready => {
                if word.url.is_none() {
                    self.context
                        .console
                        .notice("no `url` says where it can be seen, so it is not asked whether it answers");
                }
                let made = self.proven(word, &facts.sha).await.unwrap_or_else(Made::not);
                self.told(&server, &facts, made).await
            }
            state => Ok((vec![record(&server, settings, &facts, state, &word).await?], Vec::new())),
        }
    }

    /// Takes down all apps that the comment tells of, unless one is named. One that cannot be taken down does not keep the
    /// others.
    async fn remove_all(&self, server: &Server, facts: Facts) -> Result<End, Failure> {
        let Self { settings, context, folder, cancelled } = *self;
        let is_one = settings.app.is_some() || settings.environment.is_some() || !settings.switches.comment;
        let apps = if is_one { Vec::new() } else { record::apps(server, settings, facts.number).await? };
        if apps.is_empty() {
            return Ok((vec![self.remove(server, &facts).await?], Vec::new()));
        }
        let mut end = End::default();
        for app in apps {
            let settings = &Settings { app, ..settings.clone() };
            let life = Life { settings, context, folder, cancelled };
            match life.remove_one().await {
                Ok(said) => end.0.extend(said),
                Err(failure) => end.1.push(failure),
            }
        }
        Ok(end)
    }

    async fn remove_one(&self) -> Result<Option<Said>, Failure> {
        let server = connect(self.settings, self.folder, self.context)?;
        match facts::gather(self.settings, &server).await? {
            Some(facts) => self.remove(&server, &facts).await.map(Some),
            None => Ok(None),
        }
    }

    /// Takes it down, then says so: what could not be taken down is not gone.
    async fn remove(&self, server: &Server, facts: &Facts) -> Result<Said, Failure> {
        let word = Word::default();
        let wanted = wanted(self.settings, facts, State::Removed, &word);
        let is_to_run = !self.settings.switches.dry_run && !plan(&wanted, &facts.recorded).is_stale;
        if let Some(down) = self.settings.hooks.down.as_ref().filter(|_| is_to_run) {
            self.site(&wanted).down(down)?;
            // Another connection: the command may have taken longer than one is given.
            let server = connect(self.settings, self.folder, self.context)?;
            return record(&server, self.settings, facts, State::Removed, &word).await;
        }
        record(server, self.settings, facts, State::Removed, &word).await
    }

    /// Makes what it needs and, where that is asked for, the preview.
    async fn make(&self, server: &Server, facts: Facts, makes: bool) -> Result<End, Failure> {
        let Self { settings, .. } = self;
        let building = record(server, settings, &facts, State::Building, &Word::default()).await?;
        if settings.switches.dry_run || building.is_stale || building.state != State::Building {
            return Ok((vec![building], Vec::new()));
        }
        let site = self.site(&wanted(settings, &facts, State::Building, &Word::default()));
        let made = self.made(&site, &facts, makes).await;
        let made = match made {
            Ok(None) => return Ok((vec![building], Vec::new())),
            Ok(Some(made)) => made,
            Err(failure) => Made::not(failure),
        };
        // Another connection: the commands may have taken longer than one is given. What has happened since counts.
        let server = connect(settings, self.folder, self.context)?;
        let facts = facts::gather(settings, &server).await?.unwrap_or(facts);
        self.told(&server, &facts, made).await
    }

    /// Runs the commands; `None` where the preview itself is made by another step.
    async fn made(&self, site: &Site<'_>, facts: &Facts, makes: bool) -> Result<Option<Made>, Failure> {
        let hooks = &self.settings.hooks;
        let variables = match &hooks.up {
            Some(up) => site.up(up)?,
            None => Vec::new(),
        };
        let (Some(deploy), true) = (&hooks.deploy, makes) else { return Ok(None) };
        let url = site.deploy(deploy, &variables, self.settings.url.as_deref(), hooks.url_from.as_ref())?;
        let word = Word { url: Some(url), scores: self.settings.scores.clone(), ..Word::default() };
        self.proven(word, &facts.sha).await.map(Some)
    }

    /// Asks whether it answers.
    async fn proven(&self, mut word: Word, sha: &str) -> Result<Made, Failure> {
        let (Some(proof), Some(url)) = (&self.settings.proof, &word.url) else {
            return Ok(Made::Ready(word));
        };
        if self.settings.switches.dry_run {
            return Ok(Made::Ready(word));
        }
        let verdict = self.unless_cancelled(proof, url, sha).await?;
        word.description = proof::described(&verdict);
        if verdict.is_healthy {
            return Ok(Made::Ready(word));
        }
        let failed = verdict.last_failure.as_ref().and_then(|attempt| attempt.failed.as_ref());
        let excerpt = failed.map(|mismatch| mismatch.excerpt.clone()).filter(|text| !text.is_empty());
        excerpt
            .iter()
            .flat_map(|text| text.lines())
            .for_each(|line| self.context.console.info(format!("  {line}")));
        let text = format!("`{url}` is {verdict}");
        let asks_for_login =
            verdict.last.observation.answer().is_some_and(|it| matches!(it.status, 401 | 403));
        let hint = match asks_for_login {
            true => {
                "it asks for a login: where that is as it should be, `--expect-status 200-399,401,403` takes it"
            }
            false => "look at its log; `--wait <seconds>` gives it more time",
        };
        Ok(Made::Failed(word, Failure::gate(text).hint(hint.to_owned())))
    }

    async fn unless_cancelled(
        &self,
        proof: &Proof,
        url: &str,
        sha: &str,
    ) -> Result<deploy_kit_health::Verdict, Failure> {
        let cancelled = async {
            while !self.cancelled.load(Ordering::Relaxed) {
                tokio::time::sleep(LOOK).await;
            }
        };
        tokio::select! {
            verdict = proof.prove(url, sha, self.context) => verdict,
            () = cancelled => Err(Failure::world("the run was cancelled while it waited for an answer")),
        }
    }

    /// Says what came of it. A run that was cancelled has neither made it nor failed.
    async fn told(&self, server: &Server, facts: &Facts, made: Made) -> Result<End, Failure> {
        let (state, word, failure) = match made {
            Made::Ready(word) => (State::Ready, word, None),
            Made::Failed(word, failure) => (State::Failed, word, Some(failure)),
        };
        let is_cancelled = failure.is_some() && self.cancelled.load(Ordering::Relaxed);
        let state = if is_cancelled { State::Cancelled } else { state };
        let said = record(server, self.settings, facts, state, &word).await?;
        Ok((vec![said], failure.into_iter().collect()))
    }

    fn site(&self, wanted: &crate::plan::Wanted) -> Site<'_> {
        Site::new(self.folder, self.context, self.settings.timeout, self.cancelled, wanted)
    }
}
