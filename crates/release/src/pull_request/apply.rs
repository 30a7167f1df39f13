//! The only writer of the pull request.

use deploy_kit_core::tool::Failure;
use deploy_kit_git::{FileKind, Id};
use deploy_kit_github::git::{NewCommit, NewEntry, NewObject};
use deploy_kit_github::issues::State;
use deploy_kit_github::pulls::{NewPull, Pull, PullChange};
use deploy_kit_github::refs::Force;
use deploy_kit_version::facts::failure;

use super::edits::File;
use super::plan::{Change, Plan, Step};
use super::report::done;
use crate::pulls::open;
use crate::run::on_server::Where;
use crate::server::{Server, refused};
use crate::settings::Settings;

/// What came of a plan.
#[derive(Debug, Default)]
pub(super) struct Outcome {
    /// The pull request as it stands now.
    pub pull: Option<Pull>,
    /// Whether anything was written.
    pub has_written: bool,
}

impl Outcome {
    /// Before anything is done.
    pub(super) fn of(plan: &Plan) -> Self {
        Self { pull: plan.open.clone(), has_written: false }
    }
}

/// Applies a plan; `None` if somebody has pushed to the branch since it was made.
pub(super) async fn apply(
    plan: &Plan,
    settings: &Settings,
    site: &Where<'_>,
) -> Result<Option<Outcome>, Failure> {
    let mut outcome = Outcome::of(plan);
    if !plan.steps.is_empty() {
        let head = async |branch: &str| {
            let found = site.server.repo.refs().get(&format!("heads/{branch}")).await.map_err(refused)?;
            Ok::<_, Failure>(found.map(|found| found.object.sha))
        };
        // A newer run is at work, and knows more.
        if head(&plan.base).await? != Some(plan.here.to_string()) {
            return Ok(Some(outcome));
        }
        if head(&plan.branch).await? != plan.head {
            return Ok(None);
        }
    }
    let pulls = site.server.repo.pulls();
    for step in &plan.steps {
        match step {
            Step::Branch { on, .. } => branch(plan, *on, site).await?,
            Step::Open { .. } => {
                outcome.pull = Some(open(&new(plan, settings), site.server, "--pr-draft").await?)
            }
            Step::Update { number } => {
                let (title, body) = (Some(plan.title.clone()), Some(plan.body.clone()));
                let change = PullChange { title, body, ..PullChange::default() };
                outcome.pull = Some(pulls.update(*number, &change).await.map_err(refused)?);
            }
            Step::Label { labels } => {
                let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
                if let Some(pull) = &outcome.pull {
                    site.server.repo.labels().add(pull.number, &labels).await.map_err(refused)?;
                }
            }
            Step::Close { number } => {
                close(plan, *number, site.server).await?;
                outcome.pull = None;
            }
        }
        outcome.has_written = true;
        site.context.console.info(done(step));
    }
    Ok(Some(outcome))
}

/// New commits on the branch, in one move: in between, GitHub would close a pull request whose branch holds nothing.
/// The commits are made without an author: so GitHub signs them for the token of an app.
async fn branch(plan: &Plan, on: Id, site: &Where<'_>) -> Result<(), Failure> {
    let server = site.server;
    let base = site.repository.commit(on).map_err(failure)?;
    let tree = base.tree().ok_or_else(|| Failure::world(format!("the commit {on} has no tree")))?;
    let (mut head, tree) =
        commit(server, &plan.message, &on.to_string(), &tree.to_string(), &plan.files).await?;
    if let Some((message, files)) = &plan.edits {
        (head, _) = commit(server, message, &head, &tree, files).await?;
    }
    let name = format!("heads/{}", plan.branch);
    let refs = server.repo.refs();
    match plan.open {
        Some(_) => refs.update(&name, &head, Force::Yes).await.map_err(refused)?,
        None => match refs.create(&name, &head).await {
            Err(error) if error.is_already_there() || error.is_ambiguous() => {
                refs.update(&name, &head, Force::Yes).await.map_err(refused)?
            }
            result => result.map_err(refused)?,
        },
    };
    Ok(())
}

/// A commit, and its tree.
async fn commit(
    server: &Server,
    message: &str,
    parent: &str,
    tree: &str,
    files: &[Change],
) -> Result<(String, String), Failure> {
    let git = server.repo.git();
    let mut entries = Vec::with_capacity(files.len());
    for (path, file) in files {
        let object = match file {
            None => NewObject::Sha(None),
            Some(File { bytes, kind: FileKind::Submodule }) => {
                NewObject::Sha(Some(String::from_utf8_lossy(bytes).into_owned()))
            }
            Some(File { bytes, .. }) => match std::str::from_utf8(bytes) {
                Ok(text) => NewObject::Content(text.to_owned()),
                Err(_) => NewObject::Sha(Some(git.create_blob(bytes).await.map_err(refused)?)),
            },
        };
        let (mode, r#type) = match file.as_ref().map(|file| file.kind) {
            Some(FileKind::Executable) => ("100755", "blob"),
            Some(FileKind::Link) => ("120000", "blob"),
            Some(FileKind::Submodule) => ("160000", "commit"),
            _ => ("100644", "blob"),
        };
        entries.push(NewEntry { path: path.clone(), mode, r#type, object });
    }
    let tree = git.create_tree(Some(tree), &entries).await.map_err(refused)?.sha;
    let new = NewCommit {
        message: message.trim_end().to_owned(),
        tree: tree.clone(),
        parents: vec![parent.to_owned()],
        author: None,
        committer: None,
    };
    Ok((git.create_commit(&new).await.map_err(refused)?.sha, tree))
}

fn new(plan: &Plan, settings: &Settings) -> NewPull {
    NewPull {
        title: plan.title.clone(),
        head: plan.branch.clone(),
        base: plan.base.clone(),
        body: Some(plan.body.clone()),
        draft: settings.pull_request.draft,
    }
}

/// Closes the pull request and deletes its branch.
async fn close(plan: &Plan, number: Option<u64>, server: &Server) -> Result<(), Failure> {
    if let Some(number) = number {
        let change = PullChange { state: Some(State::Closed), ..PullChange::default() };
        server.repo.pulls().update(number, &change).await.map_err(refused)?;
    }
    match server.repo.refs().delete(&format!("heads/{}", plan.branch)).await {
        Err(error) if error.is_gone() => Ok(()),
        result => result.map_err(refused),
    }
}
