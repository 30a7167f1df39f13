//! From arguments to a report, and the loop that makes a comment right.

use deploy_kit_core::actions::Repository as Name;
use deploy_kit_core::markdown::link;
use deploy_kit_core::tool::{Context, Failure, Report};
use deploy_kit_github::comments::Classifier;
use deploy_kit_github::server::{Address, Remote, Server, refused};

use crate::args::{Action, Args, Mode, Reason};
use crate::board::{Board, Standing};
use crate::comment::Comment;
use crate::mark::Mark;
use crate::plan::{Step, Wanted, plan};
use crate::settings::Settings;
use crate::{publish, report, text};

/// How often what stands is looked at again: other runs may write in between, and each time there are fewer of them.
const ROUNDS: usize = 12;

/// A comment to keep.
#[derive(Debug, Clone)]
pub struct Request {
    /// The pull request or issue.
    pub number: u64,
    /// Which of several comments.
    pub key: String,
    /// Which part of it.
    pub app: String,
    /// Markdown; `None` where none is needed.
    pub text: Option<String>,
    /// Which run this is; `None` for a person, whose word counts.
    pub mark: Option<Mark>,
    /// What becomes of the comment that stands.
    pub mode: Mode,
    /// Why it is hidden.
    pub reason: Reason,
    /// Where all of a text is that had to be cut, as Markdown.
    pub rest: String,
}

/// What was done.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The comment as it stands.
    pub standing: Option<Standing>,
    /// What was done, or would be.
    pub steps: Vec<Step>,
    /// Whether a newer run has said more.
    pub is_stale: bool,
}

/// Runs the tool.
///
/// # Errors
/// What the arguments, the event or the server get wrong.
pub(crate) fn run(args: &Args, context: &Context) -> Result<Report, Failure> {
    let settings = Settings::resolve(args, context)?;
    if args.action == Action::Report {
        let text = text::read(&args.comment)?;
        publish::write(&args.comment.output, &text, &settings)?;
        return Ok(report::written(&args.comment.output, context));
    }
    let server = address(&settings, args, context)?;
    deploy_kit_http::runtime().map_err(Failure::world)?.block_on(async {
        let server = server.connect(context.now, settings.timeout)?;
        let request = match args.action {
            Action::Publish => {
                let Some(request) = publish::check(&args.comment, &settings, &server, context).await? else {
                    return Ok(report::nothing(context));
                };
                request
            }
            Action::Post | Action::Report => request(&settings, args)?,
        };
        let outcome = keep(&server, &request, settings.dry_run).await?;
        Ok(report::report(&request, &outcome, settings.dry_run, context))
    })
}

fn request(settings: &Settings, args: &Args) -> Result<Request, Failure> {
    let needs_text = matches!(settings.mode, Mode::Replace | Mode::Recreate);
    let number = settings.number.ok_or_else(|| {
        let hint = "name it with `--pull-request`, or run it on an event of a pull request or issue";
        Failure::usage("it is not known which pull request or issue is commented on")
            .hint(Some(hint.to_owned()))
    })?;
    Ok(Request {
        number,
        key: settings.key.clone(),
        app: settings.app.clone(),
        text: if needs_text { Some(text::read(&args.comment)?) } else { None },
        mark: settings.mark.clone(),
        mode: settings.mode,
        reason: settings.reason,
        rest: rest(settings.run_url.as_deref()),
    })
}

/// Where all of a text is.
pub(crate) fn rest(run_url: Option<&str>) -> String {
    match run_url {
        Some(url) => format!("all of it is in {}", link("the summary of the run", url)),
        None => "it is too long for a comment".to_owned(),
    }
}

fn address(settings: &Settings, args: &Args, context: &Context) -> Result<Address, Failure> {
    let remote = match &settings.repo {
        Some(_) => None,
        None => remote(args)?,
    };
    let mut address = Address::find(&context.environment, remote.as_ref()).ok_or_else(|| {
        let hint = "set `GITHUB_TOKEN`, or sign in with `gh auth login`; in a workflow give the job `permissions: pull-requests: write`";
        Failure::usage("a comment needs a token and a repository on GitHub").hint(Some(hint.to_owned()))
    })?;
    if let Some(name) = &settings.repo {
        address.name = name.clone();
    }
    context.console.mask(&address.token);
    Ok(address)
}

/// The clone's remote, where there is a clone at all.
fn remote(args: &Args) -> Result<Option<Remote>, Failure> {
    let Ok(repository) = deploy_kit_git::Repository::open(&args.common.repository) else { return Ok(None) };
    let remote = repository.remote("origin").map_err(Failure::world)?;
    Ok(remote.map(|remote| Remote {
        host: remote.host,
        name: Name { owner: remote.owner, name: remote.name },
        is_github: None,
    }))
}

/// Makes a comment right: looks, does what is missing, and looks again until nothing is. What a run has written over,
/// because it had looked before another one wrote, GitHub still knows: it is put back.
///
/// # Errors
/// The server refuses.
pub async fn keep(server: &Server, request: &Request, dry_run: bool) -> Result<Outcome, Failure> {
    let board = Board::open(server, request.number).await?;
    let mut standing = board.read(&request.key).await?;
    let hidden = match request.mode {
        Mode::Minimize if !standing.is_empty() => board.hidden().await?,
        _ => Vec::new(),
    };
    let mut wanted = wanted(request, &standing);
    let mut outcome = Outcome::default();
    for round in 0..ROUNDS {
        let plan = plan(&wanted, &standing, &hidden);
        outcome.is_stale |= plan.is_stale && round == 0;
        if dry_run || plan.steps.is_empty() {
            if dry_run {
                outcome.steps = plan.steps;
            }
            break;
        }
        for step in &plan.steps {
            apply(&board, step, request.reason).await?;
        }
        outcome.steps.extend(plan.steps);
        if matches!(request.mode, Mode::Minimize | Mode::Delete) {
            break;
        }
        standing = board.read(&request.key).await?;
        if request.mode == Mode::Recreate {
            break;
        }
        if let Some(oldest) = standing.first() {
            let said = board.history(oldest).await?;
            wanted.comment = said.into_iter().fold(wanted.comment, Comment::merged);
        }
    }
    outcome.standing = standing.into_iter().next();
    Ok(outcome)
}

/// A person's word is as new as what stands.
fn wanted(request: &Request, standing: &[Standing]) -> Wanted {
    let stands = standing.iter().filter_map(|one| one.comment.parts.get(&request.app));
    let newest = stands.map(|part| part.mark.run).max().unwrap_or_default();
    let mark = request.mark.clone().unwrap_or_else(|| Mark { run: newest, sha: String::new() });
    let comment = match &request.text {
        Some(text) => Comment::new(&request.key, &request.app, mark, text),
        None => Comment { key: request.key.clone(), parts: std::collections::BTreeMap::new() },
    };
    Wanted { comment, app: request.app.clone(), mode: request.mode, rest: request.rest.clone() }
}

async fn apply(board: &Board<'_>, step: &Step, reason: Reason) -> Result<(), Failure> {
    let result = match step {
        Step::Create { body } => match board.create(body).await {
            // Whether it was made, the next look tells.
            Err(error) if error.is_ambiguous() => Ok(()),
            result => result,
        },
        Step::Update { id, body } => board.update(*id, body).await,
        Step::Delete { id } => board.delete(*id).await,
        Step::Minimize { node_id } => {
            let why = match reason {
                Reason::Outdated => Classifier::Outdated,
                Reason::Resolved => Classifier::Resolved,
            };
            board.minimize(node_id, why).await
        }
    };
    result.map_err(refused)
}
