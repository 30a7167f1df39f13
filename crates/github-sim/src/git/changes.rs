//! What changed between two trees.

use git2::{Delta, DiffFindOptions, Oid, Patch, Tree};

use super::Git;
use crate::wire::Problem;

/// A comparison names no more files than this: GitHub's documented limit.
const MAX_FILES: usize = 300;

/// A changed file.
#[derive(Debug, Clone)]
pub(crate) struct Changed {
    pub(crate) path: String,
    pub(crate) previous: Option<String>,
    pub(crate) status: &'static str,
    pub(crate) blob: Oid,
    pub(crate) additions: usize,
    pub(crate) deletions: usize,
    /// Without the file's header; none for binary files.
    pub(crate) patch: Option<String>,
}

impl Git {
    /// The files that differ, at most [`MAX_FILES`].
    pub(crate) fn changes(&self, old: Option<&Tree<'_>>, new: &Tree<'_>) -> Result<Vec<Changed>, Problem> {
        let mut diff = self.repository.diff_tree_to_tree(old, Some(new), None)?;
        diff.find_similar(Some(DiffFindOptions::new().renames(true)))?;
        let mut changed = Vec::new();
        for (at, delta) in diff.deltas().enumerate().take(MAX_FILES) {
            let path = |file: git2::DiffFile<'_>| {
                file.path().map(|path| path.to_string_lossy().into_owned()).unwrap_or_default()
            };
            let (old, new) = (path(delta.old_file()), path(delta.new_file()));
            let status = status(delta.status());
            let patch = Patch::from_diff(&diff, at)?;
            let (_, additions, deletions) = patch.as_ref().map_or(Ok((0, 0, 0)), Patch::line_stats)?;
            let removed = status == "removed";
            changed.push(Changed {
                previous: Some(old.clone()).filter(|_| status == "renamed"),
                path: if removed { old } else { new },
                status,
                blob: if removed { delta.old_file().id() } else { delta.new_file().id() },
                additions,
                deletions,
                patch: patch.and_then(hunks),
            });
        }
        Ok(changed)
    }

    /// What a commit changed, against its first parent.
    pub(crate) fn commit_changes(&self, commit: &git2::Commit<'_>) -> Result<Vec<Changed>, Problem> {
        let parent = match commit.parent(0) {
            Ok(parent) => Some(parent.tree()?),
            Err(_) => None,
        };
        self.changes(parent.as_ref(), &commit.tree()?)
    }
}

fn status(delta: Delta) -> &'static str {
    match delta {
        Delta::Added => "added",
        Delta::Deleted => "removed",
        Delta::Renamed => "renamed",
        Delta::Copied => "copied",
        Delta::Typechange => "changed",
        _ => "modified",
    }
}

/// The hunks of a patch.
fn hunks(mut patch: Patch<'_>) -> Option<String> {
    let text = String::from_utf8_lossy(&patch.to_buf().ok()?).into_owned();
    text.find("\n@@").map(|at| text[at + 1..].trim_end_matches('\n').to_owned())
}
