//! What the git program is set up with in a repository, by whomever: [`Config`](crate::config::Config) is the
//! repository's own file alone.

use std::ffi::OsString;

use crate::Repository;
use crate::program::{Git, Hooks, Redaction};

/// A value of git's configuration. It may be a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct Setting {
    /// Section and key in lower case, a subsection as it is written: `http.https://example.org/.extraheader`.
    pub key: String,
    /// The value; a key without one means `true`.
    pub value: String,
    /// Whether the repository itself says so, or a file that it includes; else its user or the system.
    pub is_own: bool,
}

impl std::fmt::Debug for Setting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Setting")
            .field("key", &self.key)
            .field("is_own", &self.is_own)
            .finish_non_exhaustive()
    }
}

impl Repository {
    /// Everything that `git config --list` tells here, in order: of a key with one value the last one counts.
    ///
    /// # Errors
    ///
    /// The git program cannot be run, or is older than 2.26.
    pub fn settings(&self) -> std::io::Result<Vec<Setting>> {
        let redaction = Redaction::new(None);
        let mut git = Git::new(self.folder(), &redaction, None, Hooks::On);
        let words = ["config", "--list", "--null", "--show-scope"];
        Ok(parse(&git.read(&words.map(OsString::from))?))
    }
}

/// `scope NUL key LF value NUL`, over and over.
fn parse(bytes: &[u8]) -> Vec<Setting> {
    let text = String::from_utf8_lossy(bytes);
    let mut parts = text.split('\0');
    let mut settings = Vec::new();
    while let (Some(scope), Some(pair)) = (parts.next(), parts.next()) {
        let (key, value) = pair.split_once('\n').unwrap_or((pair, "true"));
        let is_own = matches!(scope, "local" | "worktree");
        settings.push(Setting { key: key.to_owned(), value: value.to_owned(), is_own });
    }
    settings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_git_lists_is_read() {
        let listed = b"global\0user.name\nMona\0local\0core.bare\0local\0alias.x\na\nb\0";
        let settings = parse(listed);
        let read: Vec<_> =
            settings.iter().map(|it| (it.key.as_str(), it.value.as_str(), it.is_own)).collect();
        assert_eq!(
            read,
            [("user.name", "Mona", false), ("core.bare", "true", true), ("alias.x", "a\nb", true)]
        );
        assert!(!format!("{settings:?}").contains("Mona"));
    }
}
