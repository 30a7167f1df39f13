//! A rehearsal prints the whole release, and changes nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use deploy_kit_tests::{Repo, run_git};

/// In a terminal, by somebody whom git knows.
fn command(folder: &Path, action: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit"));
    command.args(["release", action, "--repository"]).arg(folder).args(arguments);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("SOURCE_DATE_EPOCH", "1763700000");
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
    for role in ["AUTHOR", "COMMITTER"] {
        command.env(format!("GIT_{role}_NAME"), "Mona").env(format!("GIT_{role}_EMAIL"), "mona@example.com");
    }
    command
}

fn rehearse(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, "rehearse", arguments).output().unwrap()
}

fn on_runner(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = command(folder, "rehearse", arguments);
    command.env("GITHUB_ACTIONS", "true").env("GITHUB_REPOSITORY", "octo-org/tool").output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// What was printed, of a rehearsal that went well.
fn shown(output: &Output) -> String {
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert!(output.status.success(), "{shown}");
    shown
}

/// Every reference, every file, and everything that git keeps.
fn all(folder: &Path) -> (String, String, Vec<String>) {
    let mut kept = Vec::new();
    let mut folders = vec![folder.join(".git")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
            } else if entry.file_name() != "index" {
                // git status, below, refreshes the index.
                kept.push(format!("{} {}", entry.path().display(), entry.metadata().unwrap().len()));
            }
        }
    }
    kept.sort();
    (run_git(folder, &["for-each-ref"]), run_git(folder, &["status", "--porcelain"]), kept)
}

fn one() -> Repo {
    let mut repo = Repo::new();
    repo.change("feat: first").file("package.json", "{ \"version\": \"1.0.0\" }\n").commit();
    repo.annotated_tag("v1.0.0");
    repo.change("feat: <b>a thing</b> (#2)").file("a", "a").commit();
    repo
}

#[test]
fn the_release_is_shown_and_nothing_is_changed() {
    let repo = one();
    let before = all(repo.path());
    let shown = shown(&rehearse(repo.path(), &[]));
    for part in [
        "1.0.0 → 1.1.0  minor",
        "POST   /releases ",
        "a thing",
        "+{ \"version\": \"1.1.0\" }",
        "released v1.1.0",
    ] {
        assert!(shown.contains(part), "{part:?} is not in:\n{shown}");
    }
    assert_eq!(all(repo.path()), before);
}

#[test]
fn git_commits_in_a_terminal_and_the_api_on_a_runner() {
    let repo = one();
    let terminal = shown(&rehearse(repo.path(), &[]));
    assert!(terminal.contains("push    main  done") && !terminal.contains("/graphql"), "{terminal}");
    let runner = shown(&on_runner(repo.path(), &[]));
    assert!(runner.contains("POST   /graphql") && !runner.contains("push    main"), "{runner}");
}

#[test]
fn issues_and_pull_requests_are_told() {
    let shown = shown(&rehearse(one().path(), &[]));
    assert!(shown.contains("POST   /issues/2/comments"), "{shown}");
    assert!(shown.contains("The comment on #2\nReleased in [v1.1.0](https://github.com/"), "{shown}");
    let mut repo = one();
    for number in 3..40 {
        repo.commit(&format!("fix: this (#{number})"));
    }
    let output = rehearse(repo.path(), &[]);
    let many = text(&output.stdout);
    assert!(many.contains("not rehearsed  comments on 38 issues and pull requests"), "{many}");
    assert!(output.status.success() && !many.contains("/comments"), "{many}");
}

#[test]
fn the_document_holds_every_request() {
    let repo = one();
    let output = rehearse(repo.path(), &["--format=json", "--hook-before=touch /nowhere/at/all"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["requests"].as_array().unwrap().len() > 8, "{document:#}");
    assert_eq!(document["hooks-not-run"][0], "touch /nowhere/at/all");
    assert_eq!(document["comments"][0]["issue"], 2);
    assert_eq!(document["result"]["releases"][0]["version"], "1.1.0");
}

#[cfg(unix)]
#[test]
fn hooks_are_named_and_not_run_and_nothing_is_signed() {
    use std::os::unix::fs::PermissionsExt;

    let repo = one();
    let ran = repo.path().join("ran");
    let hook = repo.path().join(".git/hooks/pre-commit");
    fs::create_dir_all(hook.parent().unwrap()).unwrap();
    fs::write(&hook, format!("#!/bin/sh\ntouch '{}'\nexit 1\n", ran.display())).unwrap();
    fs::set_permissions(&hook, fs::Permissions::from_mode(0o755)).unwrap();
    for (key, value) in [("commit.gpgsign", "true"), ("gpg.program", "/nowhere/at/all")] {
        repo.run(&["config", key, value]);
    }
    let own = format!("--hook-after=touch '{}'", ran.display());
    let shown = shown(&rehearse(repo.path(), &[&own]));
    for part in ["git's hook `pre-commit`", "git's signature", "the hook `touch"] {
        assert!(shown.contains(&format!("not rehearsed  {part}")), "{part:?} is not in:\n{shown}");
    }
    assert!(shown.contains("left out of the rehearsal"), "{shown}");
    assert!(!ran.exists());
}

#[test]
fn packages_and_a_detached_head_can_be_rehearsed() {
    let mut repo = Repo::new();
    let configuration =
        "[[package]]\nname = \"core\"\npath = \"core\"\n\n[[package]]\nname = \"cli\"\npath = \"cli\"\n";
    repo.change("feat: first")
        .file("deploy-kit.toml", configuration)
        .file("core/package.json", "{ \"name\": \"core\", \"version\": \"1.0.0\" }\n")
        .file(
            "cli/package.json",
            "{ \"name\": \"cli\", \"version\": \"1.0.0\", \"dependencies\": { \"core\": \"^1.0.0\" } }\n",
        )
        .commit();
    repo.annotated_tag("core-v1.0.0");
    repo.annotated_tag("cli-v1.0.0");
    repo.change("feat(core): a thing").file("core/a", "a").commit();
    let shown = shown(&rehearse(repo.path(), &[]));
    assert!(shown.contains("released core-v1.1.0") && shown.contains("released cli-v1.0.1"), "{shown}");
    let repo = one();
    repo.run(&["checkout", "--quiet", "--detach"]);
    assert!(rehearse(repo.path(), &[]).status.success());
}

#[test]
fn a_shallow_checkout_on_a_runner_is_completed_in_the_copy() {
    let repo = one();
    let clone = repo.clone_with(&["--depth=1", "--no-tags"]);
    let before = all(&clone);
    let shown = shown(&on_runner(&clone, &[]));
    assert!(shown.contains("1.0.0 → 1.1.0  minor") && shown.contains("released v1.1.0"), "{shown}");
    assert_eq!(all(&clone), before);
}

#[test]
fn a_rehearsal_fails_where_the_release_would() {
    let output = rehearse(one().path(), &["--assets=none/*"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("`none/*` matches no file"));
}

/// The release itself commits and tags here, since it has no token.
#[test]
fn the_exit_code_is_that_of_the_release() {
    let dirty = one();
    fs::write(dirty.path().join("package.json"), "{ \"version\": \"9.9.9\" }\n").unwrap();
    let empty = Repo::new();
    let full = one();
    let bare = full.clone_with(&["--bare"]);
    for (what, folder, code) in
        [("dirty", dirty.path(), 3), ("bare", &bare, 3), ("without a commit", empty.path(), 2)]
    {
        let rehearsed = rehearse(folder, &[]);
        let released = command(folder, "apply", &[]).output().unwrap();
        assert_eq!(rehearsed.status.code(), released.status.code(), "{what}: {}", text(&rehearsed.stderr));
        assert_eq!(rehearsed.status.code(), Some(code), "{what}: {}", text(&rehearsed.stderr));
    }
}

#[test]
fn without_a_remote_a_name_on_github_does_not_help() {
    let repo = one();
    let output =
        command(repo.path(), "rehearse", &[]).env("GITHUB_REPOSITORY", "octo-org/tool").output().unwrap();
    assert_eq!(output.status.code(), Some(3), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("`git push` failed"), "{}", text(&output.stderr));
}

/// A program `xdg-open` of the test's own stands in for the browser.
#[cfg(target_os = "linux")]
#[test]
fn the_page_shows_it_all_and_a_strangers_words_as_text() {
    use std::os::unix::fs::PermissionsExt;

    let repo = one();
    let scratch = tempfile::tempdir().unwrap();
    let browser = scratch.path().join("xdg-open");
    fs::write(&browser, "#!/bin/sh\nexit 0\n").unwrap();
    fs::set_permissions(&browser, fs::Permissions::from_mode(0o755)).unwrap();
    let mut command = command(repo.path(), "rehearse", &["--open", "--hook-after=./publish <now>"]);
    let path = format!("{}:{}", scratch.path().display(), std::env::var("PATH").unwrap());
    let output = command.env("PATH", path).env("TMPDIR", scratch.path()).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let files = fs::read_dir(scratch.path()).unwrap().map(|entry| entry.unwrap().path());
    let (pages, others): (Vec<_>, Vec<_>) = files
        .filter(|path| *path != browser)
        .partition(|path| path.extension().is_some_and(|it| it == "html"));
    assert_eq!((pages.len(), others.len()), (1, 0), "{pages:?} {others:?}");
    let page = fs::read_to_string(&pages[0]).unwrap();
    for part in [
        "1.0.0 → <strong>1.1.0</strong>",
        "git commits and tags",
        "<b>push</b><span>main </span>",
        "Comment on #2",
        "<b>tag</b><span>v1.1.0 on that commit</span>",
        "./publish &lt;now&gt;",
        "not run",
        "Not rehearsed",
        "/issues/2/comments",
        "&lt;b&gt;a thing&lt;/b&gt;",
    ] {
        assert!(page.contains(part), "{part:?} is not in:\n{page}");
    }
    assert!(!page.contains("<b>a thing</b>"), "{page}");
}
