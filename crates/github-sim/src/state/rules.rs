//! What refs refuse: protected branches and tags, and the tags of immutable releases.

use super::World;
use crate::wire::Problem;

/// Patterns of whole ref names (`refs/heads/main`, `refs/tags/v*`) that nobody may move, make or delete.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rules {
    pub(crate) protected: Vec<String>,
    /// Tags whose immutable release was deleted: no release can have them again.
    pub(crate) burned: Vec<String>,
}

impl Rules {
    /// Whether a pattern covers a ref.
    pub(crate) fn protects(&self, name: &str) -> bool {
        self.protected.iter().any(|pattern| fast_glob::glob_match(pattern, name))
    }
}

impl World {
    /// Whether the ref is the tag of a published immutable release.
    fn immutable(&self, name: &str) -> bool {
        let tag = name.strip_prefix("refs/tags/");
        let locked = |tag: &str| self.releases.iter().any(|it| it.immutable && !it.draft && it.tag == tag);
        tag.is_some_and(locked)
    }

    /// Refuses a write to a ref that a rule keeps.
    pub(crate) fn may_write_ref(&self, name: &str) -> Result<(), Problem> {
        if self.rules.protects(name) {
            let message =
                "Repository rule violations found\n\nChanges must be made through a pull request.\n\n";
            return Err(Problem::unprocessable(message));
        }
        if self.immutable(name) {
            let message = "Repository rule violations found\n\nCannot update this protected ref.\n\n";
            return Err(Problem::unprocessable(message));
        }
        Ok(())
    }

    /// What a push is to be refused with, for the repository's hook: a pattern and a sentence a line.
    pub(crate) fn locks(&self) -> String {
        let mut lines = String::new();
        if self.repository.archived {
            lines.push_str("*\tERROR: This repository was archived so it is read-only.\n");
        }
        for pattern in &self.rules.protected {
            lines.push_str(&format!(
                "{pattern}\terror: GH006: Protected branch update failed for this ref.\n"
            ));
        }
        for release in self.releases.iter().filter(|release| release.immutable && !release.draft) {
            let tag = &release.tag;
            lines.push_str(&format!("refs/tags/{tag}\terror: GH013: Repository rule violations found.\n"));
        }
        lines
    }
}
