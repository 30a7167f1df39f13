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
    for _ in 0..ROUNDS {
        let place = &work.settings.baseline;
        let Some(archive) = Archive::open(place, work.repository, work.server).await? else {
            let hint = "set `GITHUB_TOKEN`, or keep baselines in a folder by `--baseline`".to_owned();
            return Err(Failure::usage("a baseline is kept on GitHub, and there is no token").hint(hint));
        };
        let old = archive.history().await?;
        if old.of(&entry.sha) == Some(entry) && archive.text(&text.0).await?.as_ref() == Some(&text.1) {
            return Ok(false);
        }
        let new = old.clone().with(entry.clone());
        let gone: Vec<String> = whole(&old).filter(|file| !whole(&new).any(|kept| kept == *file)).collect();
        let contents = contents(&new, &text, work)?;
        let (Place::Ref(name), Some(server)) = (place, work.server) else {
            if let Place::Folder(folder) = place {
                write(&work.sources.root().join(folder), &contents, &gone)?;
            }
            return Ok(true);
        };
        if push(server, name, archive.commit(), &contents, &gone, &entry.sha).await? {
            return Ok(true);
        }
    }
    let text = "the baseline cannot be stored: other jobs move its ref all the time";
    Err(Failure::world(text).hint("run the job again".to_owned()))
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
    Ok(contents)
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
    let mut count = 0;
    if let Some(head) = head {
        let commit = git.commit(head).await.map_err(refused)?;
        count = commit.as_ref().and_then(|commit| written(&commit.message)).unwrap_or(0);
        let tree = git.tree(head, true).await.map_err(refused)?;
        let stays = |path: &str| {
            !gone.iter().any(|file| file == path) && contents.iter().all(|(file, _)| file != path)
        };
        let old =
            tree.into_iter().flat_map(|tree| tree.tree).filter(|it| it.r#type == "blob" && stays(&it.path));
        entries.extend(old.map(|it| entry(it.path, it.sha)));
    }
    for (path, content) in contents {
        entries.push(entry(path.clone(), git.create_blob(content.as_bytes()).await.map_err(refused)?));
    }
    let tree = git.create_tree(None, &entries).await.map_err(refused)?;
    // What is deleted stays in the ref's own past: from time to time it gets a new one.
    let begins_anew = count >= COMMITS;
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

fn entry(path: String, sha: String) -> NewEntry {
    NewEntry { path, mode: "100644", r#type: "blob", object: NewObject::Sha(Some(sha)) }
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
