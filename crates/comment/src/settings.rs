//! Arguments, resolved against what the run tells.

use std::time::Duration;

use deploy_kit_core::actions::event::{Event, Payload};
use deploy_kit_core::actions::{self, Repository};
use deploy_kit_core::tool::{Context, Failure};

use crate::args::{Action, Args, CommentArgs};
use crate::comment::WHOLE;
use crate::mark::{Mark, Run};
use crate::plan::{Mode, Reason};
use crate::reaction::Reaction;
use crate::refusal::Origin;
use crate::target::Target;

/// All that the plan depends on beside the comments that stand.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Which of several comments.
    pub key: String,
    /// Which part of it.
    pub app: String,
    /// What becomes of the comment that stands.
    pub mode: Mode,
    /// Why it is hidden.
    pub reason: Reason,
    /// Which run this is; `None` in a terminal, where a person decides.
    pub mark: Option<Mark>,
    /// What was asked for, or what the event is about.
    pub target: Option<Target>,
    /// The reactions to the comment, if any were asked for.
    pub reactions: Option<Vec<Reaction>>,
    /// What the event says of it.
    pub origin: Origin,
    /// Another repository.
    pub repo: Option<Repository>,
    /// Show what would be done alone.
    pub dry_run: bool,
    /// When to give up.
    pub timeout: Duration,
    /// The page of this run.
    pub run_url: Option<String>,
}

impl Settings {
    /// Resolves arguments.
    ///
    /// # Errors
    /// They contradict each other.
    pub fn resolve(args: &Args, context: &Context) -> Result<Self, Failure> {
        let asked = &args.comment;
        let told = actions::Context::from_environment(&context.environment);
        let payload = Payload::read(&told).ok();
        if asked.key.trim().is_empty() {
            return Err(Failure::usage("`--key` is empty: a comment needs a name"));
        }
        let named = named(args)?;
        let run = told.run_id.map(|id| Run::new(id, told.run_attempt.unwrap_or(1)));
        let sha = match &named {
            Some(Target::Commit(sha)) => sha.clone(),
            _ => head_sha(payload.as_ref()).or_else(|| told.sha.clone()).unwrap_or_default(),
        };
        Ok(Self {
            key: asked.key.clone(),
            app: asked.app.clone().unwrap_or_else(|| WHOLE.to_owned()),
            mode: asked.mode,
            reason: asked.reason,
            mark: run.map(|run| Mark { run, sha }),
            target: named.clone().or_else(|| told_target(payload.as_ref()?)),
            reactions: asked.reaction.clone(),
            origin: named.map_or_else(|| origin(payload.as_ref()), |_| Origin::Unknown),
            repo: repo(asked)?,
            dry_run: args.dry_run,
            timeout: Duration::from_secs(asked.timeout),
            run_url: told.run_url(),
        })
    }
}

/// The target that the arguments name.
fn named(args: &Args) -> Result<Option<Target>, Failure> {
    let asked = &args.comment;
    let target = match (&asked.commit, asked.discussion) {
        (Some(sha), _) => Target::Commit(whole(sha)?),
        (None, Some(number)) => Target::Discussion(number),
        (None, None) => return Ok(asked.pull_request.map(Target::Issue)),
    };
    if args.action != Action::Post {
        return Err(Failure::usage("a report is published on its own pull request, and nowhere else")
            .hint(Some("leave out `--commit` and `--discussion`".to_owned())));
    }
    Ok(Some(target))
}

/// GitHub lists the comments of a commit by its whole id.
fn whole(sha: &str) -> Result<String, Failure> {
    let is_whole = [40, 64].contains(&sha.len()) && sha.bytes().all(|byte| byte.is_ascii_hexdigit());
    if is_whole {
        return Ok(sha.to_ascii_lowercase());
    }
    let hint = "give all 40 digits, such as those of `git rev-parse HEAD`";
    Err(Failure::usage(format!("`{sha}` is not the whole id of a commit")).hint(Some(hint.to_owned())))
}

/// What the event is about.
fn told_target(payload: &Payload) -> Option<Target> {
    match payload.name.as_str() {
        "discussion" | "discussion_comment" => {
            payload.raw.get("discussion")?.get("number")?.as_u64().map(Target::Discussion)
        }
        _ => payload.number().map(Target::Issue),
    }
}

/// On a pull request `GITHUB_SHA` is the trial merge: the commit that people know is the event's.
fn head_sha(payload: Option<&Payload>) -> Option<String> {
    match &payload?.event {
        Event::PullRequest(event) => Some(event.pull_request.head.sha.clone()),
        Event::WorkflowRun(event) => Some(event.workflow_run.head_sha.clone()),
        _ => None,
    }
}

/// Whose run it is that comments on the event's own pull request or issue.
fn origin(payload: Option<&Payload>) -> Origin {
    match payload.map(|payload| (&payload.event, payload.name.as_str())) {
        // On `pull_request_target` the token may write, for forks too.
        Some((Event::PullRequest(event), "pull_request")) if event.pull_request.is_from_fork() => {
            Origin::Fork
        }
        Some((Event::PullRequest(_), _)) => Origin::PullRequest,
        Some((_, "issues")) => Origin::Issue,
        _ => Origin::Unknown,
    }
}

fn repo(asked: &CommentArgs) -> Result<Option<Repository>, Failure> {
    let Some(text) = asked.repo.as_deref() else { return Ok(None) };
    let name = text.parse().map_err(|_| {
        Failure::usage(format!("`{text}` names no repository"))
            .hint(Some("write it as `owner/name`".to_owned()))
    })?;
    Ok(Some(name))
}
