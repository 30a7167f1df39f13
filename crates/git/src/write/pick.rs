//! A commit's change on top of another commit, as `git cherry-pick -x` has it, without a work tree: neither files,
//! index nor references change, and what is not used later is collected as garbage.
//!
//! `git merge-tree --write-tree` merges in memory from git 2.38 on, and takes the base of the merge as an option
//! from 2.40 on. Older ones find the base themselves: it is the one parent of a commit, made for the purpose, that
//! has the files of the commit below.

use std::ffi::OsString;

use super::{WriteError, Writer};
use crate::program::{Git, Hooks, Redaction};
use crate::{Commit, Id};

/// Which change goes where.
#[derive(Debug, Clone, Copy)]
pub struct Pick {
    /// The commit to copy; of a merge the change against its first parent.
    pub commit: Id,
    /// The commit that it goes on.
    pub onto: Id,
    /// The committer's time, in seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Whether a copy is made where there are conflicts, too, with their marks in the files.
    pub with_conflicts: bool,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picked {
    /// The copy; `None` where it would change nothing, or has conflicts.
    pub commit: Option<Id>,
    /// The files with conflicts, sorted, each with git's words for what is wrong: `content`, `modify/delete`.
    pub conflicts: Vec<(String, String)>,
}

/// How the note of a copy begins; git's own words (git-cherry-pick(1), `-x`).
const NOTE: &str = "(cherry picked from commit ";

impl Writer<'_> {
    /// Copies a commit. The author stays; the message gets a note of where it comes from.
    ///
    /// # Errors
    ///
    /// [`WriteError`], also where git is older than 2.38.
    pub fn pick(&self, pick: &Pick) -> Result<Picked, WriteError> {
        let commit = self.repository.commit(pick.commit)?;
        let below = self.repository.commit(pick.onto)?;
        let parent = match commit.parents().next() {
            Some(parent) => parent,
            None => self.commit_tree(&self.empty_tree()?, &[], "base", pick.seconds, None)?,
        };
        let (theirs, ours) = (tree(&commit)?, tree(&below)?);
        // Both sides have one parent, which therefore is the base.
        let ours_on_base = self.commit_tree(&ours, &[parent], "ours", pick.seconds, None)?;
        let theirs_on_base = self.commit_tree(&theirs, &[parent], "theirs", pick.seconds, None)?;
        let (merged, conflicts) = self.merge_tree(ours_on_base, theirs_on_base)?;
        let is_left_out = merged == ours || (!conflicts.is_empty() && !pick.with_conflicts);
        if is_left_out {
            return Ok(Picked { commit: None, conflicts });
        }
        let message = noted(&commit.message(), pick.commit);
        let copy = self.commit_tree(&merged, &[pick.onto], &message, pick.seconds, Some(&commit))?;
        Ok(Picked { commit: Some(copy), conflicts })
    }

    fn empty_tree(&self) -> Result<String, WriteError> {
        let words = ["mktree"].map(OsString::from);
        self.answer(&words, &[], &[0])
    }

    /// Makes a commit object; with the author of another one where it is given.
    fn commit_tree(
        &self,
        tree: &str,
        parents: &[Id],
        message: &str,
        seconds: i64,
        author: Option<&Commit>,
    ) -> Result<Id, WriteError> {
        let date = format!("@{seconds} +0000");
        let mut variables = vec![("GIT_COMMITTER_DATE", date.clone()), ("GIT_AUTHOR_DATE", date)];
        let mut words: Vec<OsString> = Vec::new();
        match author {
            Some(commit) => {
                let (person, time) = (commit.author(), commit.author_time());
                let (sign, minutes) = (if time.offset < 0 { '-' } else { '+' }, time.offset.abs());
                let date = format!("@{} {sign}{:02}{:02}", time.seconds, minutes / 60, minutes % 60);
                variables.extend([
                    ("GIT_AUTHOR_NAME", person.name),
                    ("GIT_AUTHOR_EMAIL", person.email),
                    ("GIT_AUTHOR_DATE", date),
                ]);
                if let Some(identity) = self.identity {
                    let own = [("user.name", identity.name), ("user.email", identity.email)];
                    words.extend(
                        own.iter().flat_map(|(key, value)| ["-c".into(), format!("{key}={value}").into()]),
                    );
                }
            }
            // Nobody sees who made it.
            None => variables.extend(
                ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"]
                    .map(|name| (name, "deploy-kit".to_owned())),
            ),
        }
        words.extend(["commit-tree", tree, "-m", message].map(OsString::from));
        for parent in parents {
            words.extend(["-p".into(), parent.to_string().into()]);
        }
        let id = self.answer(&words, &variables, &[0])?;
        parse(&id, "git commit-tree")
    }

    fn merge_tree(&self, ours: Id, theirs: Id) -> Result<(String, Vec<(String, String)>), WriteError> {
        let (ours, theirs) = (ours.to_string(), theirs.to_string());
        let words = ["merge-tree", "--write-tree", "-z", "--name-only", "--messages", &ours, &theirs];
        // 1 tells of conflicts.
        let answer = self.answer(&words.map(OsString::from), &[], &[0, 1])?;
        let (tree, conflicts) = conflicts(&answer);
        Ok((tree.to_owned(), conflicts))
    }

    /// What a command prints that ends with one of these codes.
    fn answer(
        &self,
        words: &[OsString],
        variables: &[(&str, String)],
        codes: &[i32],
    ) -> Result<String, WriteError> {
        let redaction = Redaction::new(self.token);
        let command = format!("git {}", super::verb(words));
        let mut git = Git::new(self.repository.folder(), &redaction, None, Hooks::Off);
        let output = git.output(words, variables);
        let output = output.map_err(|source| WriteError::NoProgram { command: command.clone(), source })?;
        if !output.status.code().is_some_and(|code| codes.contains(&code)) {
            let said = redaction.apply(String::from_utf8_lossy(&output.stderr).trim());
            return Err(WriteError::Failed { command, said });
        }
        Ok(String::from_utf8_lossy(&output.stdout).trim_end_matches('\n').to_owned())
    }
}

fn tree(commit: &Commit) -> Result<String, WriteError> {
    let tree = commit.tree().map(|tree| tree.to_string());
    tree.ok_or_else(|| WriteError::Failed {
        command: "git merge-tree".to_owned(),
        said: format!("the commit {} has no tree", commit.id),
    })
}

fn parse(id: &str, command: &str) -> Result<Id, WriteError> {
    id.trim().parse().map_err(|_| WriteError::Failed {
        command: command.to_owned(),
        said: format!("it answered `{id}`, which is no object id"),
    })
}

/// The message with the note: under the trailers where there are some, else in a paragraph of its own, as
/// `git cherry-pick -x` puts it.
fn noted(message: &str, from: Id) -> String {
    let message = message.trim_end();
    let last = message.rsplit_once("\n\n").map(|(_, last)| last);
    let is_trailer = |line: &str| {
        let key = line.split_once(": ").map(|(key, _)| key);
        line.starts_with(NOTE)
            || key.is_some_and(|key| {
                !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            })
    };
    let joins = last.is_some_and(|last| last.lines().all(is_trailer));
    let gap = if joins { "\n" } else { "\n\n" };
    format!("{message}{gap}{NOTE}{from})\n")
}

/// Reads `<tree> NUL (<file> NUL)* [NUL (<count> NUL (<path> NUL)* <type> NUL <message> NUL)*]`
/// (git-merge-tree(1), "Output").
fn conflicts(answer: &str) -> (&str, Vec<(String, String)>) {
    let mut parts = answer.split('\0');
    let tree = parts.next().unwrap_or_default().trim();
    let mut files: Vec<(String, String)> = Vec::new();
    for file in parts.by_ref().take_while(|part| !part.is_empty()) {
        files.push((file.to_owned(), "conflict".to_owned()));
    }
    while let Some(count) = parts.next().and_then(|count| count.trim().parse::<usize>().ok()) {
        let paths: Vec<&str> = parts.by_ref().take(count).collect();
        let (kind, _message) = (parts.next().unwrap_or_default(), parts.next());
        let Some(kind) = kind.strip_prefix("CONFLICT (").and_then(|kind| kind.strip_suffix(')')) else {
            continue;
        };
        for file in files.iter_mut().filter(|file| paths.contains(&file.0.as_str())) {
            kind.trim_end_matches('s').clone_into(&mut file.1);
        }
    }
    files.sort();
    files.dedup();
    (tree, files)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_note_stands_where_git_puts_it() {
        let id: Id = "0123456789012345678901234567890123456789".parse().unwrap();
        let note = format!("(cherry picked from commit {id})\n");
        assert_eq!(noted("fix: a\n", id), format!("fix: a\n\n{note}"));
        assert_eq!(noted("fix: a\n\nWhy: so.\n", id), format!("fix: a\n\nWhy: so.\n{note}"));
        assert_eq!(noted("fix: a\n\nA sentence: that is.\nAnd more\n", id).matches("\n\n").count(), 2);
        assert_eq!(noted(&format!("fix: a\n\n{note}"), id), format!("fix: a\n\n{note}{note}"));
    }

    #[test]
    fn conflicts_are_read() {
        let answer = "abc\0b.txt\0a.txt\0\x001\0a.txt\0Auto-merging\0Auto-merging a.txt\n\0\
                      1\0a.txt\0CONFLICT (contents)\0CONFLICT (content): Merge conflict in a.txt\n\0\
                      1\0b.txt\0CONFLICT (modify/delete)\0CONFLICT (modify/delete): b.txt deleted\n\0";
        let files = [("a.txt", "content"), ("b.txt", "modify/delete")];
        let files: Vec<_> =
            files.iter().map(|(file, kind)| ((*file).to_owned(), (*kind).to_owned())).collect();
        assert_eq!(conflicts(answer), ("abc", files));
        assert_eq!(conflicts("abc\0"), ("abc", Vec::new()));
    }
}
