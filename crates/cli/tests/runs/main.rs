//! Whole runs over small repositories: what the parts cannot show one by one.

mod changelogs;
mod configuration;
mod packages;
mod ranges;

use std::process::Command;

use deploy_kit_tests::Repo;

/// The end of a run.
struct Ended {
    code: i32,
    stdout: String,
    stderr: String,
}

/// Runs `deploy-kit` in a terminal at 2024-01-02, in the repository's folder.
fn run(repo: &Repo, line: &str) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_deploy-kit"));
    command.args(line.split_whitespace()).current_dir(repo.path());
    command.env_clear().env("SOURCE_DATE_EPOCH", "1704153600");
    let output = command.output().expect("a program that runs");
    Ended {
        code: output.status.code().expect("an exit code"),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// What a run prints that ends well.
#[track_caller]
fn printed(repo: &Repo, line: &str) -> String {
    let ended = run(repo, line);
    assert_eq!((ended.code, ended.stderr.as_str()), (0, ""), "{line}");
    ended.stdout
}

/// A repository with the packages `a` and `b`, each in a folder of its name.
fn packages(more: &str) -> Repo {
    let repo = Repo::new();
    let config = ["a", "b"].map(|name| format!("[[package]]\nname = \"{name}\"\npath = \"{name}\"\n{more}"));
    repo.write("deploy-kit.toml", config.concat());
    repo
}
