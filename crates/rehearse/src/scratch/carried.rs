//! What of git's settings the clone takes over: whatever shapes the commit, and nothing that acts.

use std::path::{Path, PathBuf};

use deploy_kit_git::{Repository, Setting};

/// The repository's own settings that come along: who commits, and how files are written. Those of the user and
/// the system hold in the clone as they do everywhere.
const CARRIED: [&str; 10] = [
    "user.",
    "author.",
    "committer.",
    "i18n.",
    "commit.cleanup",
    "core.autocrlf",
    "core.eol",
    "core.filemode",
    "core.commentchar",
    "core.commentstring",
];

/// How the rest of a shallow or partial clone is fetched.
const FETCHING: [&str; 3] = ["http.", "credential.", "extensions.partialclone"];

/// git's hooks that a commit, a tag and a push would run (githooks(5)).
const HOOKS: [&str; 6] =
    ["pre-commit", "prepare-commit-msg", "commit-msg", "post-commit", "pre-push", "reference-transaction"];

/// What a real run by git would do besides: somebody's programs, and somebody's key.
#[derive(Debug, Clone, Default)]
pub(crate) struct Unrehearsed {
    /// The names of git's hooks.
    pub(crate) hooks: Vec<&'static str>,
    /// Whether commit or tag would be signed.
    pub(crate) signature: bool,
}

impl Unrehearsed {
    pub(super) fn find(repository: &Repository, settings: &[Setting]) -> Self {
        let last = |key: &str| settings.iter().rfind(|setting| setting.key == key);
        let is_on =
            |key: &str| last(key).is_some_and(|it| ["true", "yes", "on", "1"].contains(&it.value.as_str()));
        let folder = match last("core.hookspath") {
            // From the work tree, where hooks run (git-config(1)).
            Some(path) => repository.work_dir().unwrap_or(repository.git_dir()).join(home(&path.value)),
            None => repository.common_dir().join("hooks"),
        };
        Self {
            hooks: HOOKS.into_iter().filter(|name| is_hook(&folder.join(name))).collect(),
            signature: is_on("commit.gpgsign") || is_on("tag.gpgsign"),
        }
    }
}

/// `~` as git reads it.
fn home(path: &str) -> PathBuf {
    match (path.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => PathBuf::from(path),
    }
}

#[cfg(unix)]
fn is_hook(path: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    path.metadata().is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o111 != 0)
}

#[cfg(not(unix))]
fn is_hook(path: &Path) -> bool {
    path.is_file()
}

/// The settings that come along, as a configuration file. `fetches` if the clone has to fetch from the remote.
pub(super) fn config(settings: &[Setting], remote: &str, fetches: bool) -> String {
    let promisor = [format!("remote.{remote}.promisor"), format!("remote.{remote}.partialclonefilter")];
    let comes_along = |setting: &&Setting| {
        let starts = |names: &[&str]| names.iter().any(|name| setting.key.starts_with(name));
        setting.is_own
            && (starts(&CARRIED) || fetches && (starts(&FETCHING) || promisor.contains(&setting.key)))
    };
    settings.iter().filter(comes_along).map(line).collect()
}

/// No hook runs and nothing is signed: both may do anything, or ask a person.
pub(super) fn quiet(no_hooks: &Path) -> String {
    let no_hooks = quoted(&no_hooks.to_string_lossy());
    format!(
        "[core]\n\thooksPath = {no_hooks}\n[commit]\n\tgpgSign = false\n[tag]\n\tgpgSign = false\n\t\
         forceSignAnnotated = false\n[push]\n\tgpgSign = false\n[gc]\n\tauto = 0\n"
    )
}

/// A setting as a section of its own.
fn line(setting: &Setting) -> String {
    let (section, key) = setting.key.rsplit_once('.').unwrap_or(("", &setting.key));
    let header = match section.split_once('.') {
        Some((section, name)) => format!("{section} \"{}\"", name.replace('\\', "\\\\").replace('"', "\\\"")),
        None => section.to_owned(),
    };
    format!("[{header}]\n\t{key} = {}\n", quoted(&setting.value))
}

/// A value as git's configuration reads it back.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn own(key: &str, value: &str) -> Setting {
        Setting { key: key.to_owned(), value: value.to_owned(), is_own: true }
    }

    #[test]
    fn what_acts_does_not_come_along() {
        let header = own("http.https://example.org/.extraheader", "AUTHORIZATION: basic eA==");
        let all = [
            own("user.name", "Mona \"the\\ cat\""),
            Setting { is_own: false, ..own("user.email", "mona@example.com") },
            own("core.hookspath", "hooks"),
            own("core.worktree", "/elsewhere"),
            own("core.sshcommand", "true"),
            own("remote.origin.pushurl", "https://example.org/a.git"),
            own("remote.origin.promisor", "true"),
            own("url.https://example.org/.insteadof", "gh:"),
            own("filter.x.clean", "rm"),
            header,
        ];
        insta::assert_snapshot!(config(&all, "origin", false), @r#"
        [user]
        	name = "Mona \"the\\ cat\""
        "#);
        insta::assert_snapshot!(config(&all, "origin", true), @r#"
        [user]
        	name = "Mona \"the\\ cat\""
        [remote "origin"]
        	promisor = "true"
        [http "https://example.org/"]
        	extraheader = "AUTHORIZATION: basic eA=="
        "#);
    }
}
