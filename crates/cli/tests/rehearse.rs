//! A rehearsal prints the whole release, and changes nothing.

#![expect(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::path::Path;
use std::process::{Command, Output};

use deploy_kit_tests::{Repo, run_git};

fn rehearse(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit"));
    command.args(["release", "rehearse", "--repository"]).arg(folder).args(arguments);
    command.env_clear().env("PATH", std::env::var_os("PATH").unwrap()).env("SOURCE_DATE_EPOCH", "1763700000");
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// Every reference and every file.
fn all(folder: &Path) -> (String, String) {
    (run_git(folder, &["for-each-ref"]), run_git(folder, &["status", "--porcelain"]))
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
    let output = rehearse(repo.path(), &[]);
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{shown}{}", text(&output.stderr));
    for part in [
        "1.0.0 → 1.1.0  minor",
        "POST   /graphql",
        "a thing",
        "+{ \"version\": \"1.1.0\" }",
        "released v1.1.0",
    ] {
        assert!(shown.contains(part), "{part:?} is not in:\n{shown}");
    }
    assert_eq!(all(repo.path()), before);
}

#[test]
fn the_document_holds_every_request() {
    let repo = one();
    let output = rehearse(repo.path(), &["--format=json", "--hook-before=touch /nowhere/at/all"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert!(document["requests"].as_array().unwrap().len() > 8, "{document:#}");
    assert_eq!(document["hooks-not-run"][0], "touch /nowhere/at/all");
    assert_eq!(document["result"]["releases"][0]["version"], "1.1.0");
}

#[test]
fn packages_a_detached_head_and_a_bare_repository_can_be_rehearsed() {
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
    let output = rehearse(repo.path(), &[]);
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{shown}{}", text(&output.stderr));
    assert!(shown.contains("released core-v1.1.0") && shown.contains("released cli-v1.0.1"), "{shown}");
    let repo = one();
    repo.run(&["checkout", "--quiet", "--detach"]);
    assert!(rehearse(repo.path(), &[]).status.success());
    assert!(rehearse(&one().clone_with(&["--bare"]), &[]).status.success());
}

#[test]
fn a_rehearsal_fails_where_the_release_would() {
    let output = rehearse(one().path(), &["--assets=none/*"]);
    assert_eq!(output.status.code(), Some(2), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("`none/*` matches no file"));
}
