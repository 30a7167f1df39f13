//! Arguments, resolved against what the run tells.

use std::time::Duration;

use deploy_kit_comment::mark::Run;
use deploy_kit_core::actions::event::Payload;
use deploy_kit_core::actions::{self};
use deploy_kit_core::tool::{Context, Failure};
use regex_lite::Regex;

use crate::args::{Action, Args};
use crate::proof::Proof;
use crate::scores;
use crate::state::State;
use crate::subject::Subject;

/// All that the plan depends on beside what GitHub has recorded.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What to do.
    pub action: Action,
    /// What the event tells.
    pub subject: Subject,
    /// How it stands, where that was said.
    pub state: Option<State>,
    /// Where it can be seen.
    pub url: Option<String>,
    /// The app, where one was named.
    pub app: Option<String>,
    /// The environment, where one was named.
    pub environment: Option<String>,
    /// Which of several comments.
    pub key: String,
    /// Which run this is; `None` in a terminal.
    pub run: Option<Run>,
    /// The page of this run.
    pub run_url: Option<String>,
    /// `https://github.com`
    pub server_url: String,
    /// The repository's own commands.
    pub hooks: Hooks,
    /// How it is proven that it answers; `None` not to ask.
    pub proof: Option<Proof>,
    /// The hosts that a report may name.
    pub hosts: Vec<String>,
    /// What is shown, and where.
    pub switches: Switches,
    /// Scores by name, to show.
    pub scores: Vec<(String, String)>,
    /// Until the run gives up.
    pub timeout: Duration,
}

/// The repository's own commands.
#[derive(Debug, Clone, Default)]
pub struct Hooks {
    /// Makes what the preview needs.
    pub up: Option<String>,
    /// Makes the preview.
    pub deploy: Option<String>,
    /// Finds the address in what `deploy` prints.
    pub url_from: Option<Regex>,
    /// Takes it down.
    pub down: Option<String>,
}

/// What is shown, and where.
#[derive(Debug, Clone, Copy)]
pub struct Switches {
    /// As a deployment on GitHub.
    pub deployment: bool,
    /// As a comment.
    pub comment: bool,
    /// With a QR code in the comment.
    pub qr: bool,
    /// Show what would be done alone.
    pub dry_run: bool,
}

impl Settings {
    /// Resolves arguments.
    ///
    /// # Errors
    /// They are not what they have to be.
    pub fn resolve(args: &Args, context: &Context) -> Result<Self, Failure> {
        let asked = &args.preview;
        let told = actions::Context::from_environment(&context.environment);
        let mut subject = Subject::of(Payload::read(&told).ok().as_ref());
        if let Some(number) = asked.pull_request.filter(|number| Some(*number) != subject.number) {
            subject = Subject { number: Some(number), ..Subject::default() };
        }
        // What follows another run, or a provider, shows what they made, be it of a fork.
        let is_strangers =
            subject.follows.is_some() || subject.recorded.is_some() || args.action == Action::Publish;
        let recorded = subject.recorded.as_ref();
        let url = asked.url.clone().filter(|url| !url.is_empty());
        let url = url.or_else(|| recorded.and_then(|recorded| recorded.url.clone()));
        if let Some(url) = url.as_deref().filter(|url| !is_address(url)) {
            let hint = "write it whole, as `https://preview.example.com`".to_owned();
            return Err(Failure::usage(format!("`{url}` is no address that a browser opens")).hint(hint));
        }
        let run_url = recorded.and_then(|recorded| recorded.log_url.clone()).or_else(|| told.run_url());
        let app = asked.app.clone().filter(|app| !app.trim().is_empty());
        let app = app.or_else(|| recorded.map(|recorded| recorded.environment.clone()));
        Ok(Self {
            action: args.action,
            state: asked.state.or(recorded.map(|recorded| recorded.state)),
            url,
            app,
            environment: asked.environment.clone().filter(|name| !name.trim().is_empty()),
            key: asked.key.clone(),
            run: told.run_id.map(|id| Run::new(id, told.run_attempt.unwrap_or(1))),
            run_url,
            server_url: told.server_url.clone(),
            hooks: hooks(args)?,
            proof: Proof::resolve(asked, is_strangers)?,
            hosts: asked.hosts.clone(),
            switches: Switches {
                // The provider's own is there already.
                deployment: args.deployment && recorded.is_none(),
                comment: args.comment,
                qr: args.qr,
                dry_run: args.dry_run,
            },
            scores: asked.scores.as_deref().map(scores::read).transpose()?.unwrap_or_default(),
            timeout: Duration::from_secs(asked.timeout),
            subject,
        })
    }

    /// How it stands, as far as that is known before GitHub is asked.
    #[must_use]
    pub fn wanted_state(&self) -> State {
        match (self.state, &self.url) {
            (Some(state), _) => state,
            (None, _) if self.subject.is_closed => State::Removed,
            (None, Some(_)) if !self.makes() => State::Ready,
            (None, _) => State::Building,
        }
    }

    /// Whether this run makes the preview by itself.
    #[must_use]
    pub fn makes(&self) -> bool {
        self.action == Action::Post && self.state.is_none() && self.hooks.deploy.is_some()
    }
}

/// Whether an address is one that a browser opens.
pub(crate) fn is_address(url: &str) -> bool {
    let is_web = url.starts_with("https://") || url.starts_with("http://");
    is_web && !url.contains(char::is_whitespace)
}

fn hooks(args: &Args) -> Result<Hooks, Failure> {
    let given = |command: &Option<String>| command.clone().filter(|command| !command.trim().is_empty());
    let asked = &args.preview;
    let url_from = asked.url_from.as_deref().map(|pattern| {
        Regex::new(pattern).map_err(|error| {
            Failure::usage(format!("`--url-from {pattern}` is no regular expression: {error}"))
        })
    });
    let url_from = url_from.transpose()?;
    Ok(Hooks { up: given(&asked.up), deploy: given(&asked.deploy), url_from, down: given(&asked.down) })
}
