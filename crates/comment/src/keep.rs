//! The loop that makes a comment right.

use deploy_kit_core::tool::Failure;
use deploy_kit_github::comments::Classifier;
use deploy_kit_github::server::Server;

use crate::board::{Board, Standing};
use crate::comment::{Comment, WHOLE};
use crate::mark::{Mark, Run};
use crate::plan::{Mode, Plan, Reason, Step, Wanted, plan};
use crate::refusal::{Origin, explain};
use crate::target::Target;

/// How often what stands is looked at again: other runs may write in between, and each time there are fewer of them.
const ROUNDS: usize = 30;

/// A comment to keep.
#[derive(Debug, Clone, Default)]
pub struct Request {
    /// What is commented on.
    pub target: Target,
    /// What is known of it, for hints.
    pub origin: Origin,
    /// Which of several comments.
    pub key: String,
    /// Which part of it; empty for all of it.
    pub app: String,
    /// Markdown; `None` where none is needed.
    pub text: Option<String>,
    /// Its row in the table that `head` ends with; empty where it has none.
    pub row: String,
    /// What stands above the table, and its head.
    pub head: String,
    /// Which run this is; `None` for a person, whose word counts.
    pub mark: Option<Mark>,
    /// What becomes of the comment that stands.
    pub mode: Mode,
    /// Why it is hidden.
    pub reason: Reason,
    /// Whether only what stands already is changed: nothing is said of the app where it has no part yet.
    pub only_standing: bool,
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

/// Makes a comment right: looks, does what is missing, and looks again until nothing is. What a run has written over,
/// because it had looked before another one wrote, GitHub still knows: it is put back.
///
/// ```no_run
/// # use deploy_kit_comment::{Request, Target, keep, mark::{Mark, Run}};
/// # use deploy_kit_core::tool::Failure;
/// # async fn example(server: &deploy_kit_github::server::Server) -> Result<(), Failure> {
/// let request = Request {
///     target: Target::Issue(7),
///     key: "coverage".to_owned(),
///     text: Some("Coverage is **91 %**.".to_owned()),
///     mark: Some(Mark { run: Run::new(4_217, 1), sha: "1a2b3c4".to_owned() }),
///     rest: "all of it is in the summary of the run".to_owned(),
///     ..Request::default()
/// };
/// let outcome = keep(server, &request, false).await?;
/// println!("{}", outcome.standing.map_or_else(String::new, |standing| standing.url));
/// # Ok(())
/// # }
/// ```
///
/// # Errors
/// The server refuses, or other runs never cease to write.
pub async fn keep(server: &Server, request: &Request, dry_run: bool) -> Result<Outcome, Failure> {
    let explained = |error| explain(error, request);
    let mut board = Board::open(server, request.target.clone()).await.map_err(explained)?;
    let mut standing = board.read(&request.key).await.map_err(explained)?;
    let has_part = |one: &Standing| one.comment.parts.get(&request.app).is_some_and(|part| !part.is_gone());
    if request.only_standing && !standing.iter().any(has_part) {
        return Ok(Outcome::default());
    }
    let hidden = match request.mode {
        Mode::Minimize if !standing.is_empty() => board.hidden().await.map_err(explained)?,
        _ => Vec::new(),
    };
    let mut wanted = wanted(request, &standing);
    let mut outcome = Outcome::default();
    for _ in 0..ROUNDS {
        let Plan { steps, is_stale } = plan(&wanted, &standing, &hidden);
        outcome.is_stale = is_stale;
        if dry_run {
            outcome.steps = steps;
        } else if !steps.is_empty() {
            let updates = steps.iter().any(|step| matches!(step, Step::Update { .. }));
            if let Some(oldest) = standing.first().filter(|_| updates && outcome.steps.is_empty()) {
                // Before the text is there: afterwards nothing would be left to do, and a killed run had not shown it.
                board.show(oldest).await.map_err(explained)?;
            }
            for step in &steps {
                apply(&mut board, step, request.reason).await.map_err(explained)?;
            }
            standing = board.read(&request.key).await.map_err(explained)?;
            outcome.steps.extend(steps);
            if request.mode == Mode::Minimize {
                return Ok(Outcome { standing: standing.into_iter().next(), ..outcome });
            }
            if let Some(oldest) = standing.first().filter(|_| updates) {
                let said = board.history(oldest).await.map_err(explained)?;
                wanted.comment = said.into_iter().fold(wanted.comment, Comment::merged);
            }
            continue;
        }
        outcome.standing = standing.into_iter().next();
        return Ok(outcome);
    }
    let text = format!("the comment `{}` under {} does not come to rest", request.key, request.target);
    Err(Failure::world(text).hint(Some("other runs write it all the time: run it again later".to_owned())))
}

fn wanted(request: &Request, standing: &[Standing]) -> Wanted {
    let mark = mark(request, standing);
    let run = mark.run;
    let comment = match (&request.text, request.mode) {
        (Some(text), Mode::Replace | Mode::Recreate) => said(request, mark, text),
        (_, Mode::Delete) if request.app != WHOLE => Comment::new(&request.key, &request.app, mark, ""),
        _ => Comment::empty(&request.key),
    };
    Wanted { comment, app: request.app.clone(), run, mode: request.mode, rest: request.rest.clone() }
}

/// The part of this run.
fn said(request: &Request, mark: Mark, text: &str) -> Comment {
    let comment = Comment::new(&request.key, &request.app, mark, text);
    if request.row.is_empty() { comment } else { comment.with_row(&request.head, &request.row) }
}

/// A run that says something else than before, and a person, come right after what stands.
fn mark(request: &Request, standing: &[Standing]) -> Mark {
    let is_all = request.app == WHOLE;
    let parts = standing.iter().flat_map(|one| &one.comment.parts);
    let parts = parts.filter(|(app, _)| is_all || **app == request.app).map(|(_, part)| part);
    let newest = parts.max_by_key(|part| part.mark.run);
    let next = newest.map(|part| part.mark.run.next()).unwrap_or_default();
    let says_the_same = newest.is_some_and(|part| {
        let said = said(request, Mark::default(), request.text.as_deref().unwrap_or_default());
        said.parts.values().all(|own| own.text == part.text && own.row == part.row)
    });
    match (&request.mark, newest) {
        (None, _) => Mark { run: next, sha: String::new() },
        (Some(mark), Some(part)) if part.mark.run.is_of(mark.run) => {
            let run: Run = if says_the_same { part.mark.run } else { next };
            Mark { run, sha: mark.sha.clone() }
        }
        (Some(mark), _) => mark.clone(),
    }
}

async fn apply(board: &mut Board<'_>, step: &Step, reason: Reason) -> deploy_kit_github::Result<()> {
    match step {
        Step::Create { body } => board.create(body).await,
        Step::Update { id, body } => board.update(*id, body).await,
        Step::Delete { id } => board.delete(*id).await,
        Step::Minimize { node_id } => {
            let why = match reason {
                Reason::Outdated => Classifier::Outdated,
                Reason::Resolved => Classifier::Resolved,
            };
            board.minimize(node_id, why).await
        }
    }
}
