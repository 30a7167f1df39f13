//! Keeps a baseline: on a ref by commits of its own, or in a folder.

use std::fs;
use std::path::Path;

use deploy_kit_core::tool::Failure;
use deploy_kit_github::git::{NewCommit, NewEntry, NewObject};
use deploy_kit_github::refs::Force;
use deploy_kit_github::server::{Server, refused};

use super::{Work, files};
use crate::baseline::{Entry, HISTORY, History, WHOLE, files as baseline_files, lines, lines_file};
use crate::facts::Archive;
use crate::measure::tool;
use crate::settings::Place;

/// How often the ref is looked at again: other jobs may store as well, and each time there are fewer of them.
const ROUNDS: usize = 12;

/// How many commits the ref has before it begins anew, so that what is deleted from it leaves the repository.
const COMMITS: u64 = 200;

/// What the message of a commit ends with, and how many there are by then.
const COUNT: &str = "Baselines-Written: ";

/// A file of the store: its path and its content.
type Content = (String, String);

/// Stores what was measured; `false` if it is there already.
pub(super) async fn store(work: &Work<'_>, entry: &Entry) -> Result<bool, Failure> {
    let text = lines::write(&baseline_files(&work.facts.joined.report, tool(work.facts)));
    let text = (lines_file(&entry.sha), text);
    let shelf = &work.settings.shelf;
    for _ in 0..ROUNDS {
        let place = &work.settings.baseline;
        let Some(archive) = Archive::open(place, work.repository, work.server).await? else {
            return Err(no_token());
        };
        let old = archive.history(shelf).await?;
        let new = old.clone().with(entry.clone());
        // Of a commit that is no longer among the last ones no lines are kept.
        let is_kept = whole(&new).any(|file| file == text.0);
        if new == old && (!is_kept || archive.text(shelf, &text.0).await?.as_ref() == Some(&text.1)) {
            return Ok(false);
        }
        let gone = whole(&old).filter(|file| !whole(&new).any(|kept| kept == *file));
        let gone: Vec<String> = gone.map(|file| format!("{shelf}/{file}")).collect();
        let contents = contents(&new, &text, work)?;
        let is_stored = match (place, work.server) {
            (Place::Folder(folder), _) => write(folder, &contents, &gone).map(|()| true)?,
            (Place::Ref(name), Some(server)) => {
                push(server, name, archive.commit(), &contents, &gone, &entry.sha).await?
            }
            // A copy of the ref in the clone can be read and not written.
            (Place::Ref(_), None) => return Err(no_token()),
        };
        if is_stored {
            return Ok(true);
        }
    }
    let text = "the baseline cannot be stored: other jobs move its ref all the time";
    Err(Failure::world(text).hint("run the job again".to_owned()))
}

fn no_token() -> Failure {
    let hint = "set `GITHUB_TOKEN`, or keep baselines in a folder by `--baseline`".to_owned();
    Failure::usage("a baseline is kept on GitHub, and there is no token").hint(hint)
}

/// The commits whose lines are kept.
fn whole(history: &History) -> impl Iterator<Item = String> {
    history.entries.iter().rev().take(WHOLE).map(|entry| lines_file(&entry.sha))
}

fn contents(history: &History, lines: &Content, work: &Work<'_>) -> Result<Vec<Content>, Failure> {
    let mut contents = vec![(HISTORY.to_owned(), history.to_text().map_err(Failure::world)?)];
    if whole(history).any(|file| file == lines.0) {
        contents.push(lines.clone());
    }
    contents.extend(files::pictures(history, work.settings.metric));
    let shelf = &work.settings.shelf;
    Ok(contents.into_iter().map(|(file, content)| (format!("{shelf}/{file}"), content)).collect())
}

/// Commits and moves the ref; `false` if it has moved in between.
async fn push(
    server: &Server,
    name: &str,
    head: Option<&str>,
    contents: &[Content],
    gone: &[String],
    sha: &str,
) -> Result<bool, Failure> {
    let git = server.repo.git();
    let mut entries = Vec::new();
    let (mut count, mut base) = (0, None);
    if let Some(head) = head {
        let commit = git.commit(head).await.map_err(refused)?;
        count = commit.as_ref().and_then(|commit| written(&commit.message)).unwrap_or(0);
        base = commit.map(|commit| commit.tree.sha);
    }
    if let Some(base) = base.as_ref().filter(|_| !gone.is_empty()) {
        // What is not there cannot be taken away.
        let tree = git.tree(base, true).await.map_err(refused)?.unwrap_or_default().tree;
        let there = gone.iter().filter(|file| tree.iter().any(|entry| entry.path == **file));
        entries.extend(there.map(|file| entry(file.clone(), None)));
    }
    for (path, content) in contents {
        let sha = git.create_blob(content.as_bytes()).await.map_err(refused)?;
        entries.push(entry(path.clone(), Some(sha)));
    }
    let tree = git.create_tree(base.as_deref(), &entries).await.map_err(refused)?;
    // What is deleted stays in the ref's own past: from time to time it gets a new one. A branch may be somebody's.
    let begins_anew = count >= COMMITS && !name.starts_with("heads/");
    let count = if begins_anew { 1 } else { count + 1 };
    let short: String = sha.chars().take(7).collect();
    let commit = NewCommit {
        message: format!("chore(coverage): the baseline of {short}\n\n{COUNT}{count}\n"),
        tree: tree.sha,
        parents: head.filter(|_| !begins_anew).map(str::to_owned).into_iter().collect(),
        author: None,
        committer: None,
    };
    let commit = git.create_commit(&commit).await.map_err(refused)?;
    let force = if begins_anew { Force::Yes } else { Force::No };
    if begins_anew {
        // Nothing else says that it has moved.
        let now = server.repo.refs().get(name).await.map_err(refused)?;
        if now.is_none_or(|now| Some(now.object.sha.as_str()) != head) {
            return Ok(false);
        }
    }
    let moved = match head {
        Some(_) => server.repo.refs().update(name, &commit.sha, force).await,
        None => server.repo.refs().create(name, &commit.sha).await,
    };
    match moved {
        Ok(_) => Ok(true),
        Err(error) if error.is_not_fast_forward() || error.is_already_there() => Ok(false),
        Err(error) => Err(refused(error)),
    }
}

fn entry(path: String, sha: Option<String>) -> NewEntry {
    NewEntry { path, mode: "100644", r#type: "blob", object: NewObject::Sha(sha) }
}

fn written(message: &str) -> Option<u64> {
    message.lines().find_map(|line| line.strip_prefix(COUNT))?.trim().parse().ok()
}

/// Writes a folder: the history last, since what it names has to be there.
fn write(folder: &Path, contents: &[Content], gone: &[String]) -> Result<(), Failure> {
    let failed = |path: &Path, error| Failure::world(format!("cannot write `{}`: {error}", path.display()));
    for (file, content) in contents.iter().rev() {
        let path = folder.join(file);
        let parent = path.parent().unwrap_or(folder);
        fs::create_dir_all(parent).map_err(|error| failed(parent, error))?;
        // Whole or not at all.
        let part = path.with_extension("part");
        fs::write(&part, content)
            .and_then(|()| fs::rename(&part, &path))
            .map_err(|error| failed(&path, error))?;
    }
    for file in gone {
        let path = folder.join(file);
        match fs::remove_file(&path) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(failed(&path, error)),
            _ => {}
        }
    }
    Ok(())
}
